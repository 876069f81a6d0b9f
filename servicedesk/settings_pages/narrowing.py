"""The filters of a settings list, made from the fields it is narrowed by. They stand in the address."""

from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from servicedesk.settings_pages.forms.controls import offer_rows
from servicedesk.settings_pages.tables import SettingsTable

YES_OR_NO = {"1": True, "0": False}


class Narrowing(forms.Form):
    """One field for each; an empty one does not narrow."""

    def __init__(self, table: SettingsTable, data: QueryDict) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.table = table
        for name in table.narrowed_by:
            self.fields[name] = _field(table.model._meta.get_field(name))
        offer_rows(self, also_unused=True)

    def narrow(self, rows: Any) -> Any:
        return rows.filter(**self.given())

    def given(self) -> dict[str, Any]:
        found = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        return {
            name: YES_OR_NO.get(value, value) if name == "is_active" else value
            for name, value in found.items()
        }


def _field(field: Any) -> forms.Field:
    label = capfirst(field.verbose_name)
    if isinstance(field, models.ForeignKey):
        rows = field.related_model._default_manager.all()
        return forms.ModelChoiceField(rows, label=label, required=False, empty_label=_("all"))
    if isinstance(field, models.BooleanField):
        in_use = [("", _("in use or not")), ("1", _("in use")), ("0", _("no longer in use"))]
        return forms.ChoiceField(label=label, choices=in_use, required=False)
    return forms.ChoiceField(label=label, choices=[("", _("all")), *field.choices], required=False)
