"""What the steps of a campaign ask for."""

from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from records.lifecycle import StepForm


class WindowForm(StepForm):
    """When it calls, and how often it tries: the only thing that may still move while it runs."""

    ends_on = forms.DateField(
        label=_("until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    opens_at = forms.TimeField(label=_("not before"), widget=forms.TimeInput(attrs={"type": "time"}))
    closes_at = forms.TimeField(label=_("not after"), widget=forms.TimeInput(attrs={"type": "time"}))
    tries = forms.IntegerField(label=_("most attempts"), min_value=1, max_value=20)

    def offer(self) -> None:
        record: Any = self.record
        if record is not None:
            for name in self.fields:
                self.fields[name].initial = getattr(record, name)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        opens, closes = given.get("opens_at"), given.get("closes_at")
        if isinstance(opens, time) and isinstance(closes, time) and closes <= opens:
            self.add_error("closes_at", _now("The hours end before they begin."))
        starts: date | None = getattr(self.record, "starts_on", None)
        if given.get("ends_on") and starts and given["ends_on"] < starts:
            self.add_error("ends_on", _now("It ends before it begins."))
        return given
