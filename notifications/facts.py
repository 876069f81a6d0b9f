"""What happened, as rules and texts read it: the record as the entry left it, and the entry.

A notice is written a moment after its entry, and the record may have moved on by then: what it was is read from the
entry and from those that came after it.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from people.models import User
from records.kinds import Kind, kind_named
from records.models import JournalEntry, Record

# Columns that make up a notice; one join for a whole batch.
SHOWN = (
    "owner",
    "assignee",
    "team__lead",
    "desk__lead",
    "customer",
    "site",
    "contact",
    "service",
    "category",
    "item",
)
REGISTER = "register"


@dataclass(frozen=True)
class Facts:
    """A journal entry and its record. Loads nothing that `SHOWN` covers, unless the record has moved on since."""

    record: Record
    entry: JournalEntry

    @property
    def kind(self) -> Kind:
        return kind_named(self.record.kind)

    @property
    def actor(self) -> User:
        return self.entry.by

    @cached_property
    def specific(self) -> Record:
        """The record with its kind's own columns; one query, asked for by few texts."""
        return self.record.specific

    @cached_property
    def later(self) -> list[dict[str, Any]]:
        """What the entries since changed, oldest first; no query unless there are any."""
        if self.record.version <= self.entry.version:
            return []
        since = JournalEntry.objects.filter(record_id=self.record.pk, version__gt=self.entry.version)
        return list(since.order_by("version", "pk").values_list("changes", flat=True))

    def change(self, column: str) -> tuple[Any, Any] | None:
        """[before, after] of a column in this entry; None where it did not change."""
        return _pair(self.entry.changes.get(column))

    def has_changed(self, column: str) -> bool:
        """Whether the entry set the column. Registering sets every column that has a value."""
        if self.entry.step == REGISTER:
            return self.after(column) not in (None, "")
        return self.change(column) is not None

    def after(self, column: str) -> Any:
        """The column's value once the entry was written; a row as its key."""
        changed = self.change(column)
        if changed is not None:
            return _key(changed[1])
        for changes in self.later:
            if (undone := _pair(changes.get(column))) is not None:
                return _key(undone[0])
        return getattr(self.record, f"{column}_id", None) or getattr(self.record, column, None)

    def before(self, column: str) -> Any:
        changed = self.change(column)
        return _key(changed[0]) if changed is not None else self.after(column)

    def row(self, column: str) -> Any:
        """The row that a column of the shared table named once the entry was written; None for none."""
        field = self.record._meta.get_field(column)
        key = self.after(column)
        if key is None or key == getattr(self.record, f"{column}_id"):
            return getattr(self.record, column) if key is not None else None
        return field.related_model._default_manager.filter(pk=key).first()  # type: ignore[union-attr]


def _pair(value: Any) -> tuple[Any, Any] | None:
    return (value[0], value[1]) if isinstance(value, list) and len(value) == 2 else None


def _key(value: Any) -> Any:
    return value["id"] if isinstance(value, dict) and "id" in value else value
