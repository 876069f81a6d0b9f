from datetime import datetime
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from changes.models.change import Change
from changes.parts_lifecycle import PartsLife
from people.models import Named
from records.models import Record


class Supplier(Named):
    """Where parts are bought."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        verbose_name = _("supplier")
        verbose_name_plural = _("suppliers")


class PartsOrder(PartsLife, Record):
    """A part that a change waits for. "Late" is what its clock says, not a state."""

    for_change = models.ForeignKey(
        Change, models.PROTECT, related_name="parts_orders", verbose_name=_("for the change")
    )
    part = models.CharField(_("part"), max_length=200)
    quantity = models.PositiveIntegerField(_("quantity"), default=1, validators=[MinValueValidator(1)])
    supplier = models.ForeignKey(
        Supplier,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="orders",
        editable=False,
        verbose_name=_("supplier"),
    )
    ordered_at = models.DateTimeField(_("ordered"), null=True, blank=True, editable=False)
    first_promised_at = models.DateTimeField(_("first promised for"), null=True, blank=True, editable=False)
    promise_at = models.DateTimeField(_("promised for"), null=True, blank=True, editable=False)
    received_at = models.DateTimeField(_("received"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("parts order")
        verbose_name_plural = _("parts orders")

    def searched_text(self) -> str:
        return " ".join([super().searched_text(), self.part])

    @property
    def promised_at(self) -> datetime | None:
        # What was promised first is what everybody reckoned with; a later promise does not make it punctual.
        return self.first_promised_at

    @property
    def standing(self) -> str:
        return str(self.supplier or "")
