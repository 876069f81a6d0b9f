"""What changed: columns before and after, in a form that still reads when the row it names is gone."""

from datetime import date, time
from typing import TYPE_CHECKING, Any

from django.db import models

from people.models.names import Named

if TYPE_CHECKING:
    from records.models import Record

# Bookkeeping that says nothing to a reader, or that follows from other columns.
SILENT = {"id", "record_ptr", "kind", "number", "version", "updated_at", "state", "due_at"}


def _columns(record: "Record") -> list[Any]:
    return [field for field in record._meta.concrete_fields if field.name not in SILENT]


def snapshot(record: "Record") -> dict[str, Any]:
    """The columns as they are now; a foreign key with its row where that is loaded already."""
    return {
        field.name: field.get_cached_value(record, default=None) or getattr(record, field.attname)
        if field.is_relation
        else getattr(record, field.attname)
        for field in _columns(record)
        if field.attname in record.__dict__
    }


def _key(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value


def differences(record: "Record", before: dict[str, Any]) -> dict[str, list[Any]]:
    """Column → [before, after] of what differs from the snapshot."""
    changed: dict[str, list[Any]] = {}
    for field in _columns(record):
        now = record.__dict__.get(field.attname)
        if field.name in before and _key(before[field.name]) != now:
            changed[field.name] = [
                _readable(field, before[field.name]),
                _readable(field, _current(record, field)),
            ]
    return changed


def _current(record: "Record", field: Any) -> Any:
    return getattr(record, field.name)


def _readable(field: Any, value: Any) -> Any:
    if value is None or value == "":
        return value
    if field.is_relation:
        row = (
            value
            if isinstance(value, models.Model)
            else field.related_model._default_manager.filter(pk=value).first()
        )
        names = row.names if isinstance(row, Named) else {"label": str(row) if row else ""}
        return {"id": _key(value), **names}
    # A moment is a date too.
    return value.isoformat() if isinstance(value, date | time) else value
