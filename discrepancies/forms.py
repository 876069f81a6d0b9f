"""What the steps of a discrepancy ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from records.lifecycle import StepForm


class CorrectForm(StepForm):
    value = forms.CharField(
        label=_("correct value"),
        required=False,
        max_length=500,
        help_text=_("What the item's record says from now on. Left empty, it is what was observed."),
    )

    def offer(self) -> None:
        if self.record is not None:
            self.initial.setdefault("value", self.record.observed)  # type: ignore[attr-defined]


class DismissForm(StepForm):
    reason = forms.CharField(
        label=_("why the record is right"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
