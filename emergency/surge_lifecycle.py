"""The life of a surge: early warning → running → ended, all by the watch; people say where its callers are attached."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from people.models import User
from records.lifecycle import Life, StepForm, step
from records.models import Record

LEADERS = ("shift_leader", "supervisor", "incident_manager", "problem_manager")
OPEN = ("warned", "running")
PARENTS = ("incident", "emergency")
"""Kinds that a caller can be attached to."""


def parent_numbered(number: str, by: User | None) -> Record:
    """The open incident or emergency with this number. Raises ValidationError with the remedy."""
    seen = Record.objects.all() if by is None else Record.objects.visible_to(by)
    found = seen.filter(number__iexact=number.strip(), kind__in=PARENTS).first()
    if found is None:
        raise ValidationError(_now("There is no incident and no emergency with this number."))
    if not found.is_open:
        raise ValidationError(_now("%(number)s is not open any more.") % {"number": found.number})
    return found


class PointForm(StepForm):
    parent = forms.CharField(
        label=_("number of the incident or the emergency"),
        max_length=20,
        help_text=_("A further caller on this is attached to it by one key."),
    )

    def clean_parent(self) -> Record:
        return parent_numbered(self.cleaned_data["parent"], self.by)


class SurgeLife(Life):
    @step(
        _("More than usual"), source="warned", icon="trending-up", is_automatic=True,
        sentence=_("saw more reports than are usual at this hour of the week"),
    )  # fmt: skip
    def warn(self, *, by: User, warned_at: datetime, usual: float) -> None:
        self.warned_at, self.usual = warned_at, usual

    @step(
        _("Limit reached"), source="warned", target="running", icon="trending-up", tone="alarm", is_automatic=True,
        sentence=_("counted %(peak)s reports within the window"),
    )  # fmt: skip
    def swell(self, *, by: User, reached_at: datetime, peak: int) -> None:
        self.reached_at, self.peak, self.peak_at = reached_at, peak, reached_at
        # A surge that is written down with its limit reached has this peak already: its sentence names it all the same.
        self.also_told = {"peak": [None, peak]}

    @step(
        _("Ended"), source=OPEN, target="ended", icon="checks", is_automatic=True,
        sentence=_("saw the reports fall below half of the limit"),
    )  # fmt: skip
    def subside(self, *, by: User, ended_at: datetime) -> None:
        self.ended_at, self.is_running = ended_at, False
        self.resolved_at = self.closed_at = timezone.now()

    @step(
        _("Attach callers to"), source=OPEN, inputs=PointForm, roles=LEADERS, icon="paperclip", key="p",
        tone="primary", sentence=_("has further callers attached to %(attaches_to)s"),
    )  # fmt: skip
    def point(self, *, by: User, parent: Record) -> None:
        self.attaches_to = parent
