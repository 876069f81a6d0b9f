from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from calls.models import Channel
from cmdb.models import ConfigurationItem
from incidents.caused_lifecycle import CausedLife
from people.models import Named
from records.models import Record


class Symptom(Named):
    """What the caller sees, in the desk's own short list."""

    code = models.SlugField(_("code"), max_length=80, unique=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("symptom")
        verbose_name_plural = _("symptoms")


class ClosureCode(Named):
    """How an incident ended: software, hardware, user error, …"""

    code = models.SlugField(_("code"), max_length=80, unique=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("closure code")
        verbose_name_plural = _("closure codes")


class Incident(CausedLife, Record):
    """An unplanned interruption of a service, or a loss of its quality (ITIL 4)."""

    class HoldReason(models.TextChoices):
        CUSTOMER = "customer", _("the customer")
        SUPPLIER = "supplier", _("a supplier")
        PART = "part", _("a spare part")
        CHANGE = "change", _("a change")

    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, default=Channel.PHONE)
    symptom = models.ForeignKey(
        Symptom, models.PROTECT, null=True, blank=True, related_name="incidents", verbose_name=_("symptom")
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        editable=False,
        verbose_name=_("parent"),
    )
    hold_reason = models.CharField(
        _("waiting for"), max_length=10, choices=HoldReason.choices, blank=True, editable=False
    )
    hold_until = models.DateTimeField(_("on hold until"), null=True, blank=True, editable=False)
    closure_code = models.ForeignKey(
        ClosureCode,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="incidents",
        editable=False,
        verbose_name=_("closure code"),
    )
    solution = models.TextField(_("solution"), blank=True, editable=False)
    caused_by_item = models.ForeignKey(
        ConfigurationItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="caused_incidents",
        verbose_name=_("caused by item"),
    )
    # The number of a change as another system names it; the change itself stands on a floor above.
    caused_by_change = models.CharField(_("caused by change"), max_length=100, blank=True)
    reassignment_count = models.PositiveIntegerField(_("times reassigned"), default=0, editable=False)

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        indexes = [
            models.Index(fields=["parent"], name="incident_parent", condition=models.Q(parent__isnull=False))
        ]

    def searched_text(self) -> str:
        return " ".join([super().searched_text(), self.solution])

    @property
    def root(self) -> "Incident":
        """The incident whose solution solves this one: its parent, or itself."""
        return self.parent or self

    def clean_parent(self, parent: "Incident") -> dict[str, Any]:
        """Why `parent` cannot be this incident's parent, by field; empty where it can."""
        if parent.pk == self.pk:
            return {"parent": _("An incident cannot be its own parent: give another number.")}
        if parent.parent_id == self.pk:
            return {"parent": _("That incident is attached to this one already.")}
        if not parent.is_open:
            return {"parent": _("That incident is no longer open: give the number of an open one.")}
        return {}
