"""The bulk twin of the doors, for imports of history alone.

`bring_in` lays down in a few statements what `register` and the steps of a record's past would have left: the
record with a number of our own, its own columns, who answers for it, the words it is found by, and its journal, one
entry and one version per past step. What is over stays over: nobody is told (no outbox rows) and no clock is started
for what has ended. What is still open gets its clocks from this moment on: from now on the desk answers for it.

`connect_past` is the twin of `records.links.connect`, for what the source says led to what.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models.sql import InsertQuery
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from records.copying import copy_rows
from records.kinds import Kind, kind_of
from records.links import LinkType, mention
from records.live import announce
from records.models import JournalEntry, Ownership, Record, SearchWords
from records.models.journal import Via
from records.models.links import Link
from records.numbers import next_numbers
from records.words import vector

R = TypeVar("R", bound=Record)
BATCH = 2_000
ENTRY_COLUMNS = (
    "record_id", "at", "by_id", "via", "step", "from_state", "to_state", "changes", "note", "is_public", "version",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PastStep:
    """One line of history. `step` is a step of ours or the source's own word for what was done."""

    at: datetime
    step: str
    to_state: str
    note: str = ""
    changes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A record as its source left it: the columns at the end, and the steps that led there, oldest first.

    `source` and `source_key` together are unique: what came in once does not come in again.
    """

    source: str
    source_key: str
    owner: User
    fields: dict[str, Any]
    steps: Sequence[PastStep]


def objection(model: type[Record], past: Past) -> str:
    """Why this past cannot be brought in; empty where it can."""
    known = kind_of(model).states.keys()
    if not past.source_key:
        return _("It has no key at its source.")
    if not past.steps:
        return _("It has no history.")
    if any(later.at < earlier.at for earlier, later in pairwise(past.steps)):
        return _("Its steps are not in the order of time.")
    if past.steps[-1].at > timezone.now():
        return _("It lies in the future.")
    if strange := {step.to_state for step in past.steps} - known:
        return _("It has states that its kind does not know: %(states)s.") % {
            "states": ", ".join(sorted(strange))
        }
    return ""


@transaction.atomic
def bring_in(model: type[R], pasts: Sequence[Past], *, by: User) -> list[R]:
    """Bring records in with their past, all or none.

    Raises Forbidden, ValidationError by key at the source, or IntegrityError for a key that is here already.
    """
    kind = kind_of(model)
    by.rights.require(kind.name, "register")
    if refused := {past.source_key: [why] for past in pasts if (why := objection(model, past))}:
        raise ValidationError(refused)
    numbers = next_numbers(kind, len(pasts))
    records = [
        _as_it_ended(model, kind, past, number, by) for past, number in zip(pasts, numbers, strict=True)
    ]
    _insert(model, records)
    Ownership.objects.bulk_create([_ownership(record, by) for record in records], batch_size=BATCH)
    SearchWords.objects.bulk_create(
        [SearchWords(record_id=record.pk, words=vector(record.searched_text())) for record in records],
        batch_size=BATCH,
    )
    entries = (
        entry for record, past in zip(records, pasts, strict=True) for entry in _entries(record, past, by)
    )
    copy_rows(JournalEntry, ENTRY_COLUMNS, entries)
    for record in records:
        if record.is_open:
            record.after_register(by=by)  # type: ignore[attr-defined]
    if records:
        announce(records[-1])
    return records


@transaction.atomic
def connect_past(type_: LinkType, pairs: Iterable[tuple[int, int]], *, by: User) -> int:
    """Say of many at once what led to what: `pairs` are keys (earlier, later). Returns how many links are new.

    Both journals tell of it as of now, since the source does not say when somebody found out; nobody is told.
    """
    wanted = set(pairs)
    said = Link.objects.filter(type=type_.name, earlier__in={earlier for earlier, _later in wanted})
    new = sorted(wanted - set(said.values_list("earlier_id", "later_id")))
    Link.objects.bulk_create(
        [Link(type=type_.name, earlier_id=earlier, later_id=later, by=by) for earlier, later in new],
        batch_size=BATCH,
    )
    records = Record.objects.only("number", "state", "version").in_bulk({key for pair in new for key in pair})
    ends = [(records[earlier], records[later]) for earlier, later in new]
    lines = (line for pair in ends for line in _link_entries(type_, *pair, by))
    copy_rows(JournalEntry, ENTRY_COLUMNS, lines)
    return len(new)


def _as_it_ended(model: type[R], kind: Kind, past: Past, number: str, by: User) -> R:
    last = past.steps[-1]
    return model(
        kind=kind.name,
        number=number,
        state=last.to_state,
        owner=past.owner,
        opened_by=by,
        updated_at=last.at,
        version=len(past.steps),
        source=past.source,
        source_key=past.source_key,
        **past.fields,
    )


def _insert(model: type[R], records: Sequence[R]) -> None:
    """The shared rows, then each kind's own. Django's bulk_create does the first and refuses the second."""
    shared_columns = [column.attname for column in Record._meta.concrete_fields if not column.primary_key]
    shared = [Record(**{name: getattr(record, name) for name in shared_columns}) for record in records]
    Record.objects.bulk_create(shared, batch_size=BATCH)
    for record, row in zip(records, shared, strict=True):
        record.pk = record.id = row.pk
    own_columns: list[models.Field[Any, Any]] = list(model._meta.local_concrete_fields)
    for at in range(0, len(records), BATCH):
        query = InsertQuery(model)
        query.insert_values(own_columns, list(records[at : at + BATCH]))
        query.get_compiler(connection=connection).execute_sql()


def _ownership(record: Record, by: User) -> Ownership:
    return Ownership(record_id=record.pk, owner_id=record.owner_id, given_by=by, from_at=record.opened_at)


def _entries(record: Record, past: Past, by: User) -> Iterator[tuple[Any, ...]]:
    """In the order of `ENTRY_COLUMNS`."""
    state = ""
    for version, step in enumerate(past.steps, start=1):
        yield (
            record.pk, step.at, by.pk, Via.IMPORT.value, step.step, state, step.to_state, step.changes, step.note,
            False, version,
        )  # fmt: skip
        state = step.to_state


def _link_entries(type_: LinkType, earlier: Record, later: Record, by: User) -> Iterator[tuple[Any, ...]]:
    """In the order of `ENTRY_COLUMNS`: one line for each of the two."""
    told = ((earlier, "onward", later), (later, "back", earlier))
    for record, direction, other in told:
        yield (
            record.pk, timezone.now(), by.pk, Via.IMPORT.value, f"{type_.name}_{direction}", record.state,
            record.state, {"record": [None, mention(other)]}, "", False, record.version,
        )  # fmt: skip
