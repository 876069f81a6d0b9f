"""What the steps of a complaint ask for."""

import re
from typing import Any

from django import forms
from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.models import User
from records.forms import HandOverAmongTheirOwnForm
from records.lifecycle import StepForm
from records.moments import check_to_come

NUMBER = re.compile(r"[A-Za-z]+\d+")
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def words(label: Any, help_text: Any = "", *, rows: int = 4, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, help_text=help_text, max_length=20_000, widget=widget, required=required
    )


def handlers(record: Any, step: str) -> QuerySet[User]:
    """Who may be given the complaint: whoever has the right, but never the person it is about."""
    found = User.objects.filter(is_active=True, is_system=False)
    found = found.filter(roles__rights__kind="complaint", roles__rights__step=step)
    subject: Any = getattr(record, "about_person_id", None)
    return found.exclude(pk=subject).distinct().order_by("name")


class AssignForm(StepForm):
    assignee = forms.ModelChoiceField(
        User.objects.none(), label=_("person"), help_text=_("From now on this person sees the complaint.")
    )

    def offer(self) -> None:
        self.fields["assignee"].queryset = handlers(self.record, "answer")  # type: ignore[attr-defined]


class HandOverForm(HandOverAmongTheirOwnForm):
    def people(self) -> QuerySet[User]:
        return handlers(self.record, "hand_over")


class PromiseForm(StepForm):
    promise = words(_("what is promised"), rows=3)
    promise_at = forms.DateTimeField(label=_("by when"), widget=MOMENT, validators=[check_to_come])


class AnswerForm(StepForm):
    answer = words(
        _("answer to the customer"),
        _("In the customer's words: what happened, why, and what is done about it. It is sent to him."),
        rows=6,
    )
    cause: Any = forms.ModelChoiceField(None, label=_("cause"), required=False)

    def offer(self) -> None:
        causes = apps.get_model("complaints", "Cause")._default_manager.filter(is_active=True)
        self.fields["cause"].queryset = causes  # type: ignore[attr-defined]
        self.initial.setdefault("cause", getattr(self.record, "cause_id", None))


class WriteForm(StepForm):
    text = words(_("to the customer"), _("It stands in the journal and is sent to the customer's contact."))


class CloseForm(StepForm):
    verdict = forms.ChoiceField(label=_("the customer is"), widget=forms.RadioSelect)
    cause: Any = forms.ModelChoiceField(
        None, label=_("cause"), help_text=_("What it is counted under: why it came to this.")
    )

    def offer(self) -> None:
        complaint = apps.get_model("complaints", "Complaint")
        self.fields["verdict"].choices = complaint._meta.get_field("verdict").choices  # type: ignore[attr-defined]
        AnswerForm.offer(self)  # type: ignore[arg-type]


class RateForm(StepForm):
    satisfaction = forms.TypedChoiceField(
        label=_("how content"),
        coerce=int,
        choices=[
            (5, _("5 – very content")),
            (4, _("4 – content")),
            (3, _("3 – neither")),
            (2, _("2 – not content")),
            (1, _("1 – not at all")),
        ],
        widget=forms.RadioSelect,
    )
    satisfaction_words = words(_("in the customer's words"), rows=3, required=False)


class MergeForm(StepForm):
    into = forms.CharField(label=_("number of the other complaint"), max_length=20)

    def clean_into(self) -> Any:
        """An open complaint that this person sees; of what he does not see he learns nothing."""
        complaint = apps.get_model("complaints", "Complaint")
        rows = complaint._default_manager.all()
        rows = rows if self.by is None else rows.visible_to(self.by)
        number = self.cleaned_data["into"].strip().upper()
        found = rows.filter(number=number, closed_at__isnull=True).first()
        if found is None or found.pk == getattr(self.record, "pk", None):
            raise forms.ValidationError(_("There is no other open complaint with this number."))
        return found
