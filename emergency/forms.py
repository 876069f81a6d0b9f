"""What the steps of an emergency ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.models import ClosureCode
from people.models import User
from problems.forms import IncidentsForm
from records.lifecycle import StepForm

ROWS = forms.Textarea(attrs={"rows": 3})


class ProposeForm(StepForm):
    reason = forms.CharField(
        label=_("what speaks for it besides the criteria"), max_length=2_000, required=False, widget=ROWS
    )


class SignForm(StepForm):
    password = forms.CharField(
        label=_("your password"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("You sign with it: the plan comes into force at once."),
    )


class CallerLineForm(StepForm):
    caller_line = forms.CharField(
        label=_("what to tell callers"),
        max_length=1_000,
        widget=ROWS,
        help_text=_("In plain words. Every agent sees it on the call pad."),
    )

    def offer(self) -> None:
        self.initial.setdefault("caller_line", getattr(self.record, "caller_line", ""))


class StatusForm(StepForm):
    text = forms.CharField(
        label=_("note to the customers"),
        max_length=2_000,
        widget=ROWS,
        help_text=_("Goes to everybody whose incident is attached."),
    )


class DecideForm(StepForm):
    reason = forms.CharField(label=_("decision"), max_length=2_000, widget=ROWS)


class AttachForm(IncidentsForm):
    """Numbers of incidents, as on a problem."""


class ManForm(StepForm):
    """Another person for a line of the roll-call."""

    line: Any = forms.ModelChoiceField(None, label=_("post or role"))
    person = forms.ModelChoiceField(User.objects.none(), label=_("person"))
    reason = forms.CharField(label=_("reason"), max_length=500)

    def offer(self) -> None:
        from emergency.models import Called

        lines: Any = self.fields["line"]
        people: Any = self.fields["person"]
        chosen = Called.objects.filter(substitute__isnull=True).select_related("post", "role", "user")
        lines.queryset = chosen.filter(emergency=self.record.pk) if self.record is not None else chosen
        people.queryset = User.objects.filter(is_active=True, is_system=False).order_by("name", "pk")


class CheckForm(StepForm):
    check: Any = forms.ModelChoiceField(None, label=_("what is checked"))

    def offer(self) -> None:
        from emergency.models import Check

        field: Any = self.fields["check"]
        left = Check.objects.filter(done_at__isnull=True)
        field.queryset = left.filter(emergency=self.record.pk) if self.record is not None else left


class ContainForm(StepForm):
    cause = forms.CharField(label=_("cause"), max_length=4_000, widget=ROWS)
    solution = forms.CharField(
        label=_("what was done"),
        max_length=4_000,
        widget=ROWS,
        help_text=_("The attached incidents are resolved with it, and their callers told."),
    )
    closure_code = forms.ModelChoiceField(ClosureCode.objects.filter(is_active=True), label=_("closure code"))


class CallBackForm(StepForm):
    OUTCOMES = (
        ("recovered", _("back to normal")),
        ("disturbed", _("not back to normal")),
        ("unreached", _("not reached")),
    )
    call: Any = forms.ModelChoiceField(None, label=_("customer called back"))
    outcome = forms.ChoiceField(label=_("outcome"), choices=OUTCOMES, widget=forms.RadioSelect)
    words = forms.CharField(label=_("what the customer said"), max_length=500, required=False)

    def offer(self) -> None:
        from emergency.models import DrillCallBack

        field: Any = self.fields["call"]
        waiting = DrillCallBack.objects.filter(outcome="open").select_related("customer")
        if self.record is not None:
            waiting = waiting.filter(emergency=self.record.pk)
            # The next of the draw, as the runner of a real one would bring him.
            field.initial = waiting.order_by("position").first()
        field.queryset = waiting
