"""Conditions as rows of a form: field, operator, value. What is typed becomes the data that a rule keeps."""

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from notifications.conditions import FIELDS, MAX_CONDITIONS, OPERATORS, check
from notifications.conditions import Field as Asked

YES, NO = ("yes", "true", "1"), ("no", "false", "0")
Term = dict[str, Any]
SALT = "notifications.conditions"


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


ConditionForms = formset_factory(
    ConditionForm, extra=2, max_num=MAX_CONDITIONS, absolute_max=MAX_CONDITIONS, validate_max=True
)


class Conditions:
    """The conditions of a rule on its page, sent with the rest of it.

    What somebody else made of them meanwhile is told and not overwritten: they carry, sealed, what their reader saw.
    """

    def __init__(self, data: QueryDict | None, condition: list[Term]) -> None:
        self.kept = condition
        self.error = ""
        self.seen = signing.dumps(condition, salt=SALT)
        if data is None:
            rows = [{**term, "value": _typed(term.get("value"))} for term in condition]
            self.rows = ConditionForms(initial=rows, prefix="condition")
            return
        # Without what it was: a row sent unchanged would count as empty.
        self.rows = ConditionForms(data, prefix="condition")
        self.seen_before = _unsealed(data.get("seen_condition", ""), condition)

    def is_valid(self) -> bool:
        if not self.rows.is_valid():
            return False
        is_stale = self.seen_before != self.kept
        if is_stale and self.terms() not in (self.kept, self.seen_before):
            meanwhile = _t(
                "Somebody made them “%(words)s” meanwhile. Save again to put yours in their place."
            )
            self.error = meanwhile % {"words": words_of(self.kept) or "–"}
        return not self.error

    def terms(self) -> list[Term]:
        """What is to be kept. Only once it is valid."""
        filled = (form for form in self.rows.forms if form.cleaned_data.get("field"))
        typed = [form.term(form.cleaned_data) for form in filled]
        return self.kept if typed == self.seen_before else typed

    def changes(self) -> dict[str, list[str]]:
        """For the log: before and after, in words."""
        if self.terms() == self.kept:
            return {}
        return {"condition": [words_of(self.kept), words_of(self.terms())]}


def _unsealed(sealed: str, otherwise: list[Term]) -> list[Term]:
    try:
        seen: list[Term] = signing.loads(sealed, salt=SALT)
    except signing.BadSignature:
        return otherwise
    return seen


def words_of(condition: list[Term]) -> str:
    return "; ".join(
        f"{term['field']} {term['operator']} {_typed(term.get('value'))}".strip() for term in condition
    )


def _typed(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES[0] if value else NO[0]
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)
