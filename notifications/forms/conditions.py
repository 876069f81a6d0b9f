"""Conditions as rows of a form: field, operator, value. What is typed becomes the data that a rule keeps."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from notifications.conditions import FIELDS, MAX_CONDITIONS, OPERATORS, check
from notifications.conditions import Field as Asked

YES, NO = ("yes", "true", "1"), ("no", "false", "0")
Term = dict[str, Any]


class ConditionForm(forms.Form):
    """One condition; with nothing chosen it is none."""

    field = forms.ChoiceField(
        label=_("Field"),
        required=False,
        widget=forms.Select(attrs={"class": "form-select", "aria-label": _("Field")}),
        choices=[("", "–"), *((name, field.label) for name, field in FIELDS.items())],
    )
    operator = forms.ChoiceField(
        label=_("Comparison"),
        required=False,
        widget=forms.Select(attrs={"class": "form-select", "aria-label": _("Comparison")}),
        choices=[("", "–"), *((name, operator.label) for name, operator in OPERATORS.items())],
    )
    value = forms.CharField(
        label=_("Value"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "form-control", "aria-label": _("Value")}),
    )

    def clean(self) -> Term:
        given: Term = super().clean() or {}
        if not given.get("field"):
            return given
        if not given.get("operator"):
            raise ValidationError(_t("Choose how it is compared."))
        check([self.term(given)])
        return given

    def term(self, given: Term) -> Term:
        asked, operator = FIELDS[given["field"]], OPERATORS[given["operator"]]
        term: Term = {"field": given["field"], "operator": given["operator"]}
        text = str(given.get("value", "")).strip()
        if operator.needs == "list":
            term["value"] = [_read(one.strip(), asked) for one in text.split(",") if one.strip()]
        elif operator.needs == "value":
            term["value"] = _read(text, asked)
        elif text:
            term["value"] = text
        return term


def _read(text: str, asked: Asked) -> Any:
    """What was typed, as what the field holds; as typed where it is not that, for the check to refuse by name."""
    if asked.sort is int and text.lstrip("-").isdecimal() and len(text) < 10:
        return int(text)
    if asked.sort is bool and text.lower() in YES + NO:
        return text.lower() in YES
    return text


class _Rows(BaseFormSet[ConditionForm]):
    def terms(self) -> list[Term]:
        """The conditions as data. Only once the rows are valid."""
        return [form.term(form.cleaned_data) for form in self.forms if form.cleaned_data.get("field")]


ConditionForms = formset_factory(
    ConditionForm,
    formset=_Rows,
    extra=2,
    max_num=MAX_CONDITIONS,
    absolute_max=MAX_CONDITIONS,
    validate_max=True,
)


def condition_forms(data: QueryDict | None, condition: list[Term]) -> Any:
    if data is not None:
        # Without what it was: a row sent unchanged would count as empty.
        return ConditionForms(data, prefix="condition")
    rows = [{**term, "value": _typed(term.get("value"))} for term in condition]
    return ConditionForms(initial=rows, prefix="condition")


def _typed(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES[0] if value else NO[0]
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)
