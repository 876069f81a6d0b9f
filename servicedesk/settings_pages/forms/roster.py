"""Forms of what the roster is planned by."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from people.forms.lossless import LosslessForm
from roster.models import CoverRule, DutyRules, ShiftPattern
from servicedesk.settings_pages.forms.grading import NAMES


def clock() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ShiftPatternRow(LosslessForm[ShiftPattern]):
    class Meta:
        model = ShiftPattern
        fields = (*NAMES, "code", "starts_at", "ends_at", "is_active")
        widgets = {"starts_at": clock(), "ends_at": clock()}


class CoverRuleRow(LosslessForm[CoverRule]):
    class Meta:
        model = CoverRule
        fields = ("team", "pattern", "needed", "is_on_weekdays", "is_on_weekends")


class DutyRulesRow(LosslessForm[DutyRules]):
    class Meta:
        model = DutyRules
        fields = ("night_from", "night_until", "rest_hours")
        widgets = {"night_from": clock(), "night_until": clock()}

    def clean(self) -> Any:
        if self.instance.pk is None and DutyRules.objects.exists():
            raise ValidationError(_("There is one set of rules: change that one."))
        return super().clean()
