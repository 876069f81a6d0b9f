"""What the steps of a change ask for."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from changes.votes import VOTES
from cmdb.models import ConfigurationItem
from people.models import Team, User
from records.lifecycle import StepForm
from records.models import Record


def moment(label: Any, **more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **more)


def text(label: Any, help_text: Any = "", rows: int = 4) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, max_length=20_000, widget=widget)


def people() -> Any:
    return User.objects.filter(is_active=True, is_system=False).order_by("name")


class ItemForm(StepForm):
    item = forms.ModelChoiceField(ConfigurationItem.objects.all(), label=_("configuration item"))


class OwnItemForm(StepForm):
    item = forms.ModelChoiceField(ConfigurationItem.objects.all(), label=_("configuration item"))

    def offer(self) -> None:
        if self.record is not None:
            self.fields["item"].queryset = self.record.items.all()  # type: ignore[attr-defined]


class OriginForm(StepForm):
    cause = forms.ModelChoiceField(
        Record.objects.filter(kind__in=("incident", "problem")), label=_("problem or incident")
    )

    def offer(self) -> None:
        if self.by is not None:
            seen = Record.objects.visible_to(self.by).filter(kind__in=("incident", "problem"))
            self.fields["cause"].queryset = seen  # type: ignore[attr-defined]


class AssessForm(StepForm):
    team = forms.ModelChoiceField(
        Team.objects.filter(is_active=True), label=_("team that carries it out"), required=False
    )
    assignee = forms.ModelChoiceField(User.objects.none(), label=_("person"), required=False)

    def offer(self) -> None:
        self.fields["assignee"].queryset = people()  # type: ignore[attr-defined]


class VoteForm(StepForm):
    vote = forms.ChoiceField(label=_("your vote"), choices=VOTES, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("reason"),
        required=False,
        max_length=2_000,
        help_text=_("Needed where you refuse."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("vote") == "no" and not given.get("reason"):
            self.add_error("reason", _("Say why you refuse, so that it can be mended."))
        return given


class ScheduleForm(StepForm):
    starts_at = moment(_("window from"))
    ends_at = moment(_("window until"))
    assignee = forms.ModelChoiceField(User.objects.none(), label=_("carried out by"), required=False)

    def offer(self) -> None:
        self.fields["assignee"].queryset = people()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        start, end = given.get("starts_at"), given.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", _("The window ends before it begins: give a later end."))
        if end and end <= timezone.now():
            self.add_error("ends_at", _("This time has passed: give one that is still to come."))
        return given


class DoneForm(StepForm):
    outcome = text(_("outcome"), _("What was done, and what shows that it works."))


class BackOutForm(StepForm):
    outcome = text(_("what went wrong"), _("What happened, and in what state everything is now."))


class ReviewForm(StepForm):
    reason = text(_("review"), _("Did it do what it should? What is done otherwise the next time?"))
