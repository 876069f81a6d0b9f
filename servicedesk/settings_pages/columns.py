"""Columns of a list: read from a row, and drawn by their shape."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

from records.lifecycle import Text


@dataclass(frozen=True, kw_only=True)
class Column:
    """`shape` says how a value is drawn: text, code, number, tick, day, priority, branch. `cell` is its part on a
    phone: title, wide, spare."""

    label: Text
    read: Callable[[Any], Any]
    shape: str = "text"
    cell: str = ""
    url: Callable[[Any], str] | None = None

    def cell_of(self, row: Any) -> dict[str, Any]:
        value = self.read(row)
        return {
            "label": self.label,
            "value": value,
            "is_empty": value in (None, "", False) and self.shape != "priority",
            "shape": self.shape,
            "cell": self.cell,
            "url": self.url(row) if self.url else "",
        }


def column_of(model: type[models.Model], name: str) -> Column:
    """The column of a field, as its type asks to be drawn."""
    field = model._meta.get_field(name)
    return Column(label=field.verbose_name, read=_reader(field), shape=_shape(field))  # type: ignore[union-attr]


def _reader(field: Any) -> Callable[[Any], Any]:
    if field.choices:
        return lambda row: getattr(row, f"get_{field.name}_display")()
    return lambda row: getattr(row, field.name)


def _shape(field: Any) -> str:
    if isinstance(field, models.BooleanField):
        return "tick"
    if isinstance(field, models.DateField):
        return "day"
    return "code" if isinstance(field, models.SlugField) else "text"
