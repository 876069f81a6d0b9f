"""What the steps of a problem ask for."""

import re
from typing import Any

from django import forms
from django.apps import apps
from django.utils.translation import gettext_lazy as _

from incidents.forms import ResolveForm, staff
from people.models import User
from records.lifecycle import StepForm

MOST_INCIDENTS = 200
MOST_ACTIONS = 20
LONGEST_ACTION = 500  # characters, as of any follow-up
NUMBER = re.compile(r"[A-Za-z]+\d+")


def _words(rows: int, **field: Any) -> forms.CharField:
    return forms.CharField(max_length=20_000, widget=forms.Textarea(attrs={"rows": rows}), **field)


class CauseForm(StepForm):
    root_cause = _words(4, label=_("root cause"))
    workaround = _words(
        4,
        label=_("workaround"),
        required=False,
        help_text=_(
            "What helps until the cause is gone. It stands at once beside every incident it explains."
        ),
    )

    def offer(self) -> None:
        for name in ("root_cause", "workaround"):
            self.initial.setdefault(name, getattr(self.record, name, ""))


class WorkaroundForm(StepForm):
    plain = _words(
        5,
        label=_("in plain words"),
        help_text=_("As the desk says it to a caller: what to do, step by step."),
    )
    symptom_words = forms.CharField(
        label=_("words of callers"),
        max_length=500,
        required=False,
        help_text=_(
            "How callers tell it, in every language they speak. The article is found by these first."
        ),
    )

    def offer(self) -> None:
        self.initial.setdefault("plain", getattr(self.record, "workaround", ""))
        self.initial.setdefault("symptom_words", getattr(self.record, "title", ""))


class IncidentsForm(StepForm):
    incidents = forms.CharField(
        label=_("numbers of incidents"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("As many as you like, with anything between them."),
    )

    def clean_incidents(self) -> list[Any]:
        """The incidents, as far as this person sees them; what he does not see is no number."""
        numbers = list(
            dict.fromkeys(found.upper() for found in NUMBER.findall(self.cleaned_data["incidents"]))
        )
        if not numbers:
            raise forms.ValidationError(_("Give at least one number, such as INC0000123."))
        if len(numbers) > MOST_INCIDENTS:
            raise forms.ValidationError(_("At most %(most)s at once.") % {"most": MOST_INCIDENTS})
        incident = apps.get_model("incidents", "Incident")
        seen = incident.objects.all() if self.by is None else incident.objects.visible_to(self.by)
        found = {one.number: one for one in seen.filter(number__in=numbers)}
        if missing := [number for number in numbers if number not in found]:
            told = _("There is no incident with these numbers: %(numbers)s.")
            raise forms.ValidationError(told % {"numbers": ", ".join(missing[:20])})
        return [found[number] for number in numbers]


class SolveForm(ResolveForm):
    def offer(self) -> None:
        super().offer()
        self.fields["solution"].help_text = _(
            "Every open incident it explains is resolved with these words, and each caller is told them."
        )


class ReviewForm(StepForm):
    """What a major problem review asks (ITIL): what was right, what was not, what keeps it from coming back.

    What has to be done about it becomes follow-ups, or it would stay on paper.
    """

    went_well = _words(3, label=_("what went well"))
    went_wrong = _words(3, label=_("what went wrong"))
    prevention = _words(3, label=_("how it is kept from coming back"))
    actions = forms.CharField(
        label=_("what is to be done for it"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line. Each becomes a follow-up on this problem, with a person and a time."),
    )
    asked_of = forms.ModelChoiceField(User.objects.none(), label=_("asked of"), required=False)
    due_at = forms.DateTimeField(
        label=_("due"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def offer(self) -> None:
        self.fields["asked_of"].queryset = staff()  # type: ignore[attr-defined]

    def clean_actions(self) -> list[str]:
        lines = [line.strip(" \t-•*") for line in self.cleaned_data["actions"].splitlines()]
        actions = [line for line in lines if line]
        if len(actions) > MOST_ACTIONS:
            raise forms.ValidationError(_("At most %(most)s at once.") % {"most": MOST_ACTIONS})
        if any(len(action) > LONGEST_ACTION for action in actions):
            raise forms.ValidationError(_("At most %(most)s characters a line.") % {"most": LONGEST_ACTION})
        return actions

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("actions"):
            for name in ("asked_of", "due_at"):
                if name not in self.errors and not given.get(name):
                    self.add_error(name, _("Say who does it, and by when: a wish without both is forgotten."))
        return given
