"""A discrepancy: what is recorded of an item against what somebody saw."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cmdb.changing import told
from cmdb.models import ConfigurationItem
from cmdb.timeline import Words
from discrepancies.lifecycle import OPEN, DiscrepancyLife
from people.models import User
from records.models import Record

# Columns of an item that somebody can see to be wrong; its attributes come to them.
COLUMNS = ("name", "model", "serial", "subtype", "status", "customer", "site", "service")


class Discrepancy(DiscrepancyLife, Record):
    class Origin(models.TextChoices):
        CALL = "call", _("call")
        VISIT = "visit", _("visit on site")
        DISCOVERY = "discovery", _("discovery tool")
        IMPORT = "import", _("import")

    attribute = models.CharField(
        _("what is wrong"),
        max_length=80,
        help_text=_("A column of the item, such as model or serial, or attributes.<code>."),
    )
    recorded = models.CharField(_("recorded"), max_length=500, blank=True, editable=False)
    observed = models.CharField(_("observed"), max_length=500)
    origin = models.CharField(_("seen by"), max_length=10, choices=Origin.choices, default=Origin.VISIT)
    evidence = models.TextField(
        _("evidence"), blank=True, help_text=_("What it was seen by: the plate, a picture, who said so.")
    )
    found_on = models.ForeignKey(
        Record,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("found during"),
        db_index=False,
    )
    confirmed_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("confirmed by"),
        db_index=False,
    )
    corrected_to = models.CharField(_("corrected to"), max_length=500, blank=True, editable=False)

    class Meta:
        verbose_name = _("discrepancy")
        verbose_name_plural = _("discrepancies")
        indexes = [models.Index(fields=["attribute"], name="discrepancy_attribute")]

    def searched_text(self) -> str:
        return " ".join([super().searched_text(), self.recorded, self.observed, self.evidence])

    def clean_fields(self, exclude: Any = None) -> None:
        """Registering fills in what the item tells: whose it is, what is recorded, and a title that says both."""
        if self._state.adding and self.item_id:
            self._take_from_item()
        super().clean_fields(exclude=exclude)

    def get_attribute_display(self) -> str:
        return Words().name(self.attribute)

    def recorded_now(self) -> str:
        """What the item's record says at this moment, in words."""
        item = ConfigurationItem.objects.get(pk=self.item_id or 0)
        return Words().value(self.attribute, told(item).get(self.attribute))

    def _take_from_item(self) -> None:
        item = self.item
        assert item is not None
        if self.attribute not in attributes_of(item):
            raise ValidationError({"attribute": _now("Items of this class have nothing of this name.")})
        self.customer, self.site, self.service = item.customer, item.site, item.service
        self.observed = self.observed.strip()
        self.recorded = self.recorded_now()
        self._refuse_what_is_no_discrepancy()
        words = {"what": Words().name(self.attribute), "item": item.name}
        words |= {"recorded": self.recorded or "–", "observed": self.observed}
        text = _now("%(item)s, %(what)s: recorded %(recorded)s, observed %(observed)s") % words
        self.title = text[:250]

    def _refuse_what_is_no_discrepancy(self) -> None:
        if self.observed and self.observed.casefold() == self.recorded.casefold():
            raise ValidationError({"observed": _now("That is what is recorded: verify the item instead.")})
        same = Discrepancy.objects.filter(item=self.item_id, state__in=OPEN)
        known: Any = same.filter(attribute=self.attribute, observed__iexact=self.observed)
        if (first := known.first()) is not None:
            told_first = {"number": first.number}
            raise ValidationError(
                {"observed": _now("%(number)s says so already: confirm that one.") % told_first}
            )


def attributes_of(item: Any) -> dict[str, str]:
    """What of this item can be wrong: key → words."""
    words = Words()
    keys = (*COLUMNS, *(one.key for one in item.item_class.definitions.filter(is_active=True)))
    return {key: words.name(key) for key in keys}
