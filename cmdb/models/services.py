from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import Customer, Named, Team


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
