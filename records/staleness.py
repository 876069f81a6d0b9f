"""Two people on one record: neither loses a word. A revision of columns that somebody else changed is sent back."""

from typing import Any

from django.db import models

from records.errors import Conflict, Stale
from records.models import JournalEntry, Record


def _same(record: Record, name: str, value: Any) -> bool:
    field = record._meta.get_field(name)
    current = getattr(record, getattr(field, "attname", name))
    return bool(current == (value.pk if isinstance(value, models.Model) else value))


def refuse_stale(record: Record, version: int | None, fields: dict[str, Any]) -> None:
    """Raise Stale where `fields` would overwrite what others changed after `version`."""
    if version is None or version >= record.version:
        return
    later = JournalEntry.objects.filter(record_id=record.pk, version__gt=version).select_related("by")
    conflicts: dict[str, Conflict] = {}
    for entry in later.order_by("version", "id"):
        for name in entry.changes.keys() & fields.keys():
            if not _same(record, name, fields[name]):
                conflicts[name] = Conflict(
                    field=name,
                    label=str(getattr(record._meta.get_field(name), "verbose_name", name)),
                    theirs=entry.changes[name][1],
                    yours=fields[name],
                    by=str(entry.by),
                    at=entry.at,
                )
    if conflicts:
        raise Stale(list(conflicts.values()), record.version)
