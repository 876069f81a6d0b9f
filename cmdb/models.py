"""The nouns that records point at: services and configuration items."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import Customer, Named, Site, Team


class Service(Named):
    """What a customer gets, in his own words: "remote access", "payment terminal"."""

    class Criticality(models.IntegerChoices):
        VITAL = 1, _("vital")
        HIGH = 2, _("high")
        MEDIUM = 3, _("medium")
        LOW = 4, _("low")

    code = models.CharField(_("code"), max_length=60, unique=True)
    criticality = models.PositiveSmallIntegerField(
        _("criticality"), choices=Criticality.choices, default=Criticality.MEDIUM
    )
    customers = models.ManyToManyField(
        Customer, related_name="services", blank=True, verbose_name=_("customers")
    )
    support_team = models.ForeignKey(
        Team, models.SET_NULL, null=True, blank=True, related_name="services", verbose_name=_("support team")
    )
    description = models.TextField(_("description"), blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    source = models.CharField(_("source"), max_length=40, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("service")
        verbose_name_plural = _("services")


class ItemClass(Named):
    """A class of configuration items: server, network device, application."""

    code = models.SlugField(_("code"), max_length=60, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("item class")
        verbose_name_plural = _("item classes")


class ConfigurationItem(models.Model):
    class Status(models.TextChoices):
        ORDERED = "ordered", _("ordered")
        IN_USE = "in_use", _("in use")
        IN_REPAIR = "in_repair", _("in repair")
        RETIRED = "retired", _("retired")

    name = models.CharField(_("name"), max_length=200, db_index=True)
    item_class = models.ForeignKey(ItemClass, models.PROTECT, related_name="items", verbose_name=_("class"))
    subtype = models.CharField(_("subtype"), max_length=100, blank=True)
    model = models.CharField(_("hardware model"), max_length=150, blank=True)
    serial = models.CharField(_("serial number"), max_length=100, blank=True, db_index=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.IN_USE)
    service = models.ForeignKey(
        Service, models.SET_NULL, null=True, blank=True, related_name="items", verbose_name=_("service")
    )
    customer = models.ForeignKey(
        Customer, models.SET_NULL, null=True, blank=True, related_name="items", verbose_name=_("customer")
    )
    site = models.ForeignKey(
        Site, models.SET_NULL, null=True, blank=True, related_name="items", verbose_name=_("site")
    )
    verified_on = models.DateField(_("verified on"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=40, blank=True)
    source_key = models.CharField(_("key at the source"), max_length=200, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("configuration item")
        verbose_name_plural = _("configuration items")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_key"],
                condition=~models.Q(source_key=""),
                name="one_item_per_source_key",
            )
        ]

    def __str__(self) -> str:
        return self.name
