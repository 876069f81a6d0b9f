"""Tables that the desk holds as data. One entry is a list, a form, a history and a way out of use."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Model, QuerySet
from django.urls import reverse

from people.forms.lossless import LosslessForm
from records.lifecycle import Text
from servicedesk.settings_pages.columns import Column, column_of
from servicedesk.settings_pages.parts import Part


@dataclass(frozen=True)
class Switch:
    """How a row that is in use somewhere is taken out of use, and back: a column and its two values."""

    column: str = "is_active"
    on: Any = True
    off: Any = False


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A box beside the form of a row. `context` answers None where there is nothing to show."""

    title: Text
    icon: str
    template: str
    context: Callable[[Any], dict[str, Any] | None]


def nothing_follows(row: Any) -> Sequence[str]:
    return ()


@dataclass(frozen=True, kw_only=True)
class SettingsTable:
    """One table.

    `columns` are names of the model's fields or columns of their own; the first one leads to the row. `narrowed_by`
    are fields that filter the list, and fill the form of a new row. `made_of` are tables whose rows are pieces of this
    one's. `follows` tells, after a change, what it brings about, in sentences.
    """

    name: str
    label: Text
    one: Text
    hint: Text
    empty: Text
    icon: str
    model: type[Model]
    form: type[LosslessForm[Any]]
    columns: tuple[str | Column, ...]
    search: tuple[str, ...] = ("name", "name_zh_hans", "name_zh_hant", "code")
    ordering: tuple[str, ...] = ("name", "pk")
    related: tuple[str, ...] = ()
    prefetched: tuple[str, ...] = ()
    counted: Mapping[str, Count] = field(default_factory=dict)
    narrowed_by: tuple[str, ...] = ()
    switch: Switch | None = None
    parts: tuple[type[Part], ...] = ()
    made_of: tuple[type[Model], ...] = ()
    panels: tuple[Panel, ...] = ()
    follows: Callable[[Any], Sequence[str]] = nothing_follows

    @property
    def shown_columns(self) -> list[Column]:
        return [column_of(self.model, one) if isinstance(one, str) else one for one in self.columns]

    def rows(self) -> QuerySet[Any]:
        """What the list shows, with all it prints."""
        # Without a name select_related would follow every foreign key.
        rows = self.model._default_manager.select_related(*(self.related or (None,)))
        return rows.prefetch_related(*self.prefetched).annotate(**self.counted).order_by(*self.ordering)

    @property
    def log_key(self) -> str:
        """What the page of changes calls it."""
        return self.model._meta.label_lower

    @property
    def url(self) -> str:
        return reverse("desk:settings-table", args=[self.name])

    def row_url(self, row: Model) -> str:
        return reverse("desk:settings-row", args=[self.name, row.pk])

    def is_off(self, row: Model) -> bool:
        return self.switch is not None and getattr(row, self.switch.column) == self.switch.off


_tables: dict[str, SettingsTable] = {}


def register_table(table: SettingsTable) -> SettingsTable:
    _tables[table.name] = table
    return table


def tables() -> list[SettingsTable]:
    """Every table, in order of declaration."""
    return list(_tables.values())


def table_named(name: str) -> SettingsTable | None:
    return _tables.get(name)


def table_of(model: type[Model]) -> SettingsTable | None:
    return next((table for table in _tables.values() if table.model is model), None)
