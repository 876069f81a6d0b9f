"""What the steps of a visit ask for."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from people.models import User
from records.lifecycle import StepForm

OUTCOMES = (("fixed", _("fixed")), ("temporary", _("temporary repair")), ("not_fixed", _("not fixed")))
ROWS = forms.Textarea(attrs={"rows": 3})


class EngineerForm(StepForm):
    """Offers the engineers in the order of the answer: the nearest free one first, and chosen."""

    engineer = forms.ModelChoiceField(User.objects.none(), label=_("engineer"))

    def offer(self) -> None:
        from visits.candidates import engineers

        field: Any = self.fields["engineer"]
        field.queryset = engineers().order_by("name", "pk")
        if self.record is not None:
            self._in_order(field)

    def _in_order(self, field: Any) -> None:
        from visits.nearest import nearest_for

        answer: Any = nearest_for(self.record)  # type: ignore[arg-type]
        present = getattr(self.record, "engineer_id", None)
        offered = [one for one in answer.options if one.is_free and one.known.pk != present]
        field.choices = [(one.known.pk, f"{one.known.name} · {' '.join(one.reasons[:2])}") for one in offered]
        field.initial = offered[0].known.pk if offered else None


class HandOnForm(EngineerForm):
    reason = forms.CharField(label=_("note for the one who takes it"), max_length=1_000, widget=ROWS)


class EtaForm(StepForm):
    """A moment, or minutes from now: what is easier to say on the phone."""

    minutes = forms.IntegerField(label=_("there in minutes"), min_value=1, max_value=24 * 60, required=False)
    eta_at = forms.DateTimeField(
        label=_("or there at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        minutes = given.pop("minutes", None)
        if minutes:
            given["eta_at"] = timezone.now() + timedelta(minutes=minutes)
        if not given.get("eta_at"):
            self.add_error("minutes", _now("Say when you will be there: in minutes, or the time."))
        elif given["eta_at"] <= timezone.now():
            self.add_error("eta_at", _now("This time has passed: give one that is still to come."))
        return given


class FinishForm(StepForm):
    outcome = forms.ChoiceField(label=_("outcome"), choices=OUTCOMES, widget=forms.RadioSelect)
    findings = forms.CharField(label=_("what was found and done"), max_length=20_000, widget=ROWS)
    parts_used = forms.CharField(label=_("parts used"), max_length=2_000, required=False)
    serial_seen = forms.CharField(
        label=_("serial number on the plate"), max_length=200, required=False,
        help_text=_("What differs from the record opens a discrepancy."),
    )  # fmt: skip
    model_seen = forms.CharField(label=_("model on the plate"), max_length=200, required=False)
    confirmed_by = forms.CharField(
        label=_("confirmed by"),
        max_length=150,
        required=False,
        help_text=_("Name of the customer's person on site."),
    )
