from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from changes.lifecycle import ChangeLife
from changes.scheduling import moment_words
from cmdb.models import ConfigurationItem
from people.models import Named
from records.models import Record


class ChangeModel(Named):
    """A change approved once for all its repetitions: what is done, how it is undone."""

    code = models.SlugField(_("code"), max_length=80, unique=True)
    plan = models.TextField(_("plan"))
    back_out_plan = models.TextField(_("back-out plan"))
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        verbose_name = _("standard change")
        verbose_name_plural = _("standard changes")


class Change(ChangeLife, Record):
    """The addition, modification or removal of anything that could affect services (ITIL 4)."""

    class Sort(models.TextChoices):
        STANDARD = "standard", _("standard")
        NORMAL = "normal", _("normal")
        EMERGENCY = "emergency", _("emergency")

    class Risk(models.IntegerChoices):
        LOW = 1, _("low")
        MEDIUM = 2, _("medium")
        HIGH = 3, _("high")

    sort = models.CharField(_("sort"), max_length=10, choices=Sort.choices, default=Sort.NORMAL)
    standard = models.ForeignKey(
        ChangeModel,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="changes",
        verbose_name=_("standard change"),
        help_text=_("Only for a standard change: plan and back-out plan come from there."),
    )
    origin = models.ForeignKey(
        Record,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("settles"),
        help_text=_("The problem or incident that it comes from; further ones can be named later."),
    )
    items = models.ManyToManyField(
        ConfigurationItem, related_name="touching_changes", blank=True, verbose_name=_("further items")
    )
    plan = models.TextField(_("plan"), blank=True, help_text=_("What is done, step by step, and by whom."))
    back_out_plan = models.TextField(
        _("back-out plan"), blank=True, help_text=_("How it is undone, and by when that must be decided.")
    )
    tests = models.TextField(
        _("tests"), blank=True, help_text=_("What was tried beforehand, where, and with which result.")
    )
    starts_at = models.DateTimeField(_("window from"), null=True, blank=True, editable=False)
    ends_at = models.DateTimeField(_("window until"), null=True, blank=True, editable=False)
    risk = models.PositiveSmallIntegerField(
        _("risk"), choices=Risk.choices, null=True, blank=True, editable=False
    )
    risk_reasons = models.JSONField(_("reasons of the risk"), default=list, editable=False)
    voting_round = models.PositiveSmallIntegerField(_("round of votes"), default=0, editable=False)
    began_at = models.DateTimeField(_("began"), null=True, blank=True, editable=False)
    has_failed = models.BooleanField(_("backed out"), default=False, editable=False)
    outcome = models.TextField(_("outcome"), blank=True, editable=False)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = pgettext_lazy("kind of record", "changes")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["starts_at"], name="change_window", condition=models.Q(starts_at__isnull=False)
            )
        ]

    def searched_text(self) -> str:
        return " ".join([super().searched_text(), self.plan])

    @property
    def promised_at(self) -> datetime | None:
        return self.ends_at

    @property
    def standing(self) -> str:
        if self.starts_at is None:
            return ""
        return _now("window from %(start)s") % {"start": moment_words(self.starts_at)}

    @property
    def all_items(self) -> list[ConfigurationItem]:
        """The item it is registered for, and the further ones."""
        further = list(self.items.all()) if self.pk else []
        return [*([self.item] if self.item else []), *(one for one in further if one != self.item)]
