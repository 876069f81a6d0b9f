"""What the steps of an incident ask for."""

from typing import Any

from django import forms
from django.apps import apps
from django.utils.translation import gettext_lazy as _

from incidents.causes import nameable_by, withdrawable_by
from people.models import Team, User
from records.forms import ReasonForm
from records.lifecycle import StepForm
from records.models import Record
from records.moments import check_to_come


def staff() -> Any:
    """People who can be given work: active and no part of the system."""
    return User.objects.filter(is_active=True, is_system=False).order_by("name")


def usual_team(record: Record) -> int | None:
    """The team that has it, else the one that its category or its service usually goes to."""
    if record.team_id:
        return record.team_id
    category, service = record.category, record.service
    return (category.team_id if category else None) or (service.support_team_id if service else None)


class AssignForm(StepForm):
    team = forms.ModelChoiceField(Team.objects.filter(is_active=True), label=_("team"))
    assignee = forms.ModelChoiceField(
        User.objects.none(),
        label=_("person"),
        required=False,
        help_text=_("Leave empty to let the team take it from its queue."),
    )

    def offer(self) -> None:
        self.fields["assignee"].queryset = staff()  # type: ignore[attr-defined]
        if self.record is not None:
            self.initial.setdefault("team", usual_team(self.record))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        team, person = given.get("team"), given.get("assignee")
        if team and person and not person.memberships.filter(team=team).exists():
            self.add_error(
                "assignee", _("This person is not in the chosen team: choose a member, or the other team.")
            )
        return given


class EscalateForm(StepForm):
    team = forms.ModelChoiceField(Team.objects.filter(is_active=True), label=_("team that knows more"))
    reason = forms.CharField(
        label=_("why it goes there"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class HoldForm(StepForm):
    hold_reason = forms.ChoiceField(label=_("waiting for"))
    hold_until = forms.DateTimeField(
        label=_("until"),
        required=False,
        help_text=_("It comes back by itself at this time."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def offer(self) -> None:
        incident = apps.get_model("incidents", "Incident")
        self.fields["hold_reason"].choices = incident.HoldReason.choices  # type: ignore[attr-defined]

    def clean_hold_until(self) -> Any:
        until = self.cleaned_data["hold_until"]
        if until:
            check_to_come(until)
        return until


class ResolveForm(StepForm):
    closure_code = forms.ModelChoiceField(User.objects.none(), label=_("closure code"))
    solution = forms.CharField(
        label=_("solution"),
        max_length=20_000,
        help_text=_("What was done, in words that help with the next one."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def offer(self) -> None:
        codes = apps.get_model("incidents", "ClosureCode").objects.filter(is_active=True)
        self.fields["closure_code"].queryset = codes  # type: ignore[attr-defined]


class AttachForm(StepForm):
    parent = forms.CharField(label=_("number of the parent incident"), max_length=20)

    def clean_parent(self) -> Any:
        incident = apps.get_model("incidents", "Incident")
        seen = incident.objects.all() if self.by is None else incident.objects.visible_to(self.by)
        found = seen.filter(number__iexact=self.cleaned_data["parent"].strip()).first()
        if found is None:
            raise forms.ValidationError(_("There is no incident with this number."))
        return found


class CauseForm(StepForm):
    cause = forms.ModelChoiceField(
        Record.objects.all(),
        label=_("change or release"),
        help_text=_("By number, or by a word of its title. A known error is named at its problem."),
    )

    def offer(self) -> None:
        if self.by is not None:
            self.fields["cause"].queryset = nameable_by(self.by).order_by("-pk")  # type: ignore[attr-defined]


class WithdrawCauseForm(ReasonForm):
    cause = forms.ModelChoiceField(Record.objects.all(), label=_("change or release"))

    def offer(self) -> None:
        if self.record is not None and self.by is not None:
            found = withdrawable_by(self.by, self.record).order_by("-pk")
            self.fields["cause"].queryset = found  # type: ignore[attr-defined]
