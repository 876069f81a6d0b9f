"""Gives each choice of a form the control that fits: a plain list while it is short, else a search-select."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext as _

from people.models import User
from servicedesk.choices.sources import Source, source_of
from servicedesk.choices.widgets import SearchSelect

MOST_LISTED = 30


def offer(form: forms.BaseForm, user: User, address: str) -> None:
    """`address` + "choices/<field>/" answers what a search-select of this form finds."""
    for name, field in form.fields.items():
        if isinstance(field, forms.ModelChoiceField) and not isinstance(
            field, forms.ModelMultipleChoiceField
        ):
            _offer_one(form, name, field, f"{address}choices/{name}/")


def _offer_one(form: forms.BaseForm, name: str, field: "forms.ModelChoiceField[Any]", url: str) -> None:
    field.empty_label = _("Choose one") if field.required else ""
    rows = field.queryset
    source = source_of(rows.model) if rows is not None else None
    if rows is None or source is None or _has_its_own_few(field):
        return
    if (
        not set(source.narrowed_by) & set(form.fields)
        and len(listed := list(rows[: MOST_LISTED + 1])) <= MOST_LISTED
    ):
        field.widget.choices = [("", field.empty_label), *((row.pk, str(row)) for row in listed)]
        return
    field.widget = SearchSelect(
        url=url, narrowed_by=[other for other in source.narrowed_by if other in form.fields]
    )
    field.widget.choices = field.choices


def _has_its_own_few(field: "forms.ModelChoiceField[Any]") -> bool:
    """The form has put them in an order, or says more of each than its name: the nearest engineer first, and why."""
    choices: Any = field.choices
    return not isinstance(choices, ModelChoiceIterator) and len(choices) <= MOST_LISTED


def found_for(form: forms.BaseForm, name: str, text: str, given: dict[str, Any]) -> QuerySet[Any] | None:
    """The rows of a form's own field that hold the words; None where the field offers no search."""
    field = form.fields.get(name)
    if not isinstance(field, forms.ModelChoiceField) or field.queryset is None:
        return None
    source = source_of(field.queryset.model)
    return source.among(field.queryset, text, narrowing(source, given)) if source else None


def narrowing(source: Source, given: dict[str, Any]) -> dict[str, int]:
    """The values of the columns that narrow this choice, as far as they are numbers."""
    found = {source.narrowed_by[name]: str(given.get(name, "")) for name in source.narrowed_by}
    return {
        lookup: int(value)
        for lookup, value in found.items()
        if value.isascii() and value.isdigit() and len(value) < 19
    }
