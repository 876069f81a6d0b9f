"""Gives each choice of a settings form the control that fits, and offers only what is in use."""

from typing import Any

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst

from servicedesk.choices.offers import MOST_LISTED
from servicedesk.choices.sources import name_of, source_of
from servicedesk.choices.widgets import SearchSelect

PICK = forms.CheckboxSelectMultiple


def offer_rows(form: forms.BaseForm, *, also_unused: bool = False) -> None:
    """Short tables as a list, long ones as a search-select; labels begin with a capital."""
    for name, field in form.fields.items():
        field.label = capfirst(field.label) if field.label else field.label
        if isinstance(field, forms.ModelChoiceField):
            held = form.get_initial_for_field(field, name)
            is_many = isinstance(field, forms.ModelMultipleChoiceField)
            if not also_unused:
                field.queryset = _in_use(field.queryset, held if is_many else [held])
            if not is_many:
                _offer(form, field)


def _in_use(rows: Any, held: Any) -> Any:
    """What is in use, and what the row has already although it no longer is."""
    if not any(field.name == "is_active" for field in rows.model._meta.fields):
        return rows
    keys = [getattr(one, "pk", one) for one in held or () if one]
    return rows.filter(Q(is_active=True) | Q(pk__in=keys))


def _offer(form: forms.BaseForm, field: "forms.ModelChoiceField[Any]") -> None:
    source = source_of(field.queryset.model) if field.queryset is not None else None
    if field.queryset is None or source is None or field.widget.is_hidden:
        return
    if len(field.queryset[: MOST_LISTED + 1]) > MOST_LISTED:
        narrowed = [other for other in source.narrowed_by if other in form.fields]
        field.widget = SearchSelect(
            url=reverse("desk:choices", args=[name_of(source)]),
            narrowed_by=narrowed,
            attrs=field.widget.attrs,
        )
        field.widget.choices = field.choices
