from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cmdb.models.services import Service
from people.models import Customer, Named, Site

# Columns of an item that a class may ask for besides its attributes.
ASKABLE = ("model", "serial", "customer", "site", "service")


class ItemClass(Named):
    """A class of configuration items: server, network device, application."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    needed_columns = models.JSONField(
        _("needed columns"),
        default=list,
        blank=True,
        help_text=_("What an item of this class must have to count as complete."),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("item class")
        verbose_name_plural = _("item classes")

    def clean(self) -> None:
        strays = [name for name in self.needed_columns if name not in ASKABLE]
        if strays:
            raise ValidationError(
                {
                    "needed_columns": _("%(names)s is no column that a class may ask for.")
                    % {"names": ", ".join(strays)}
                }
            )


class ProductModel(models.Model):
    """What a vendor sells under one name: two items of one model are interchangeable."""

    vendor = models.CharField(_("vendor"), max_length=120, blank=True)
    name = models.CharField(_("model"), max_length=150)
    revision = models.CharField(_("revision"), max_length=40, blank=True)
    item_class = models.ForeignKey(
        ItemClass,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="product_models",
        verbose_name=_("class"),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["vendor", "name", "revision"]
        verbose_name = _("product model")
        verbose_name_plural = _("product models")
        constraints = [
            models.UniqueConstraint(
                fields=["vendor", "name", "revision"],
                name="one_product_model_per_name",
                violation_error_message=_("There is a product model of this vendor, name and revision."),
            )
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.vendor, self.name, self.revision) if part)


class ConfigurationItem(models.Model):
    """A thing that records are about. Its columns and attributes change by `cmdb.changing` alone."""

    class Status(models.TextChoices):
        ORDERED = "ordered", _("ordered")
        IN_USE = "in_use", _("in use")
        IN_REPAIR = "in_repair", _("in repair")
        RETIRED = "retired", _("retired")

    name = models.CharField(_("name"), max_length=200, db_index=True)
    item_class = models.ForeignKey(ItemClass, models.PROTECT, related_name="items", verbose_name=_("class"))
    subtype = models.CharField(_("subtype"), max_length=100, blank=True)
    model = models.ForeignKey(
        ProductModel,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
        verbose_name=_("product model"),
    )
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
    # Code of a definition → value, as `cmdb.attributes` checked it.
    attributes = models.JSONField(_("attributes"), default=dict, blank=True, editable=False)
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

    def get_absolute_url(self) -> str:
        return f"{settings.ITEM_URL_PREFIX}{self.pk}/"
