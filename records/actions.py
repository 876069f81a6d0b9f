"""The four doors. Nothing else changes a record: register, revise, advance, remark.

Each is one transaction: lock the row, check sight, right and state, change, save, write the journal with its outbox
row, let consequences follow, and announce the change once it is committed.
"""

from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from records import journal
from records.changes import differences, snapshot
from records.desks import desk_for
from records.errors import Refused
from records.kinds import Kind, kind_of
from records.live import announce, deciding
from records.models import JournalEntry, Ownership, Record, SearchWords
from records.numbers import next_numbers
from records.priorities import priority_for
from records.sight import admits
from records.staleness import refuse_stale
from records.steps import refuse_closed, step_named
from records.validation import check
from records.words import vector

R = TypeVar("R", bound=Record)


@transaction.atomic
def register(model: type[R], *, by: User, via: str = "page", note: str = "", **fields: Any) -> R:
    """Bring a record into being. Raises Forbidden, or ValidationError naming the column."""
    kind = kind_of(model)
    by.rights.require(kind.name, "register")
    own = None if kind.is_the_desks else by
    owner, desk = desk_for(by, owner=fields.pop("owner", own), desk=fields.pop("desk", None))
    record = model(kind=kind.name, state=kind.initial, owner=owner, desk=desk, opened_by=by, **fields)
    check(record, kind.writable, required=kind.required)
    record.priority = priority_for(record.impact, record.urgency)
    record.number = next_numbers(kind)[0]
    record.save(force_insert=True)
    Ownership.objects.create(record_id=record.pk, owner=owner, given_by=by, from_at=record.opened_at)
    SearchWords.objects.create(record_id=record.pk, words=vector(record.searched_text()))
    journal.write(record, "register", by=by, via=via, note=note)
    _follow(record, "register", by=by)
    announce(record)
    return record


@transaction.atomic
def revise(
    record: R, *, by: User, version: int | None = None, via: str = "page", note: str = "", **fields: Any
) -> R:
    """Correct columns that no step sets. With `version`, raises Stale where somebody changed the same columns since.

    Columns that nobody else touched are merged; a revision that changes nothing writes nothing.
    """
    locked = _lock(record, by)
    kind = locked.declared
    by.rights.require(kind.name, "revise")
    _refuse_foreign_columns(kind, fields)
    refuse_stale(locked, version, fields)
    before, was = snapshot(locked), deciding(locked)
    for name, value in fields.items():
        setattr(locked, name, value)
    check(locked, tuple(fields), required=kind.required)
    if {"impact", "urgency"} & fields.keys():
        locked.priority = priority_for(locked.impact, locked.urgency)
    changes = differences(locked, before)
    if changes:
        _save(locked, changes)
        _rewrite_words(locked, changes)
        journal.write(locked, "revise", by=by, via=via, note=note, from_state=locked.state, changes=changes)
        _follow(locked, "revise", by=by, changes=changes)
        announce(locked, was=was)
    return locked


@transaction.atomic
def advance(record: R, step: str, *, by: User, via: str = "page", note: str = "", **inputs: Any) -> R:
    """Take a step of the record's life. Raises Forbidden, Refused, or ValidationError naming the input.

    An input called `reason` is the journal's note where no other note is given.
    """
    locked = _lock(record, by)
    kind = locked.declared
    declared = step_named(kind, step)
    by.rights.require(kind.name, step)
    refuse_closed(locked, declared, by)
    from_state, before, was = locked.state, snapshot(locked), deciding(locked)
    getattr(locked, step)(by=by, **inputs)
    changes = differences(locked, before)
    _save(locked, changes)
    _rewrite_words(locked, changes)
    said, told = note or str(inputs.get("reason", "")), {**locked.also_told, **changes}
    journal.write(locked, step, by=by, via=via, note=said, from_state=from_state, changes=told)
    _follow(locked, step, by=by, **inputs)
    announce(locked, was=was)
    return locked


@transaction.atomic
def remark(
    record: Record,
    *,
    by: User,
    text: str,
    is_public: bool = False,
    via: str = "page",
    step: str = "remark",
    changes: dict[str, Any] | None = None,
) -> JournalEntry:
    """Add to the history without changing the record: a note, a file, a follow-up (`step` says which)."""
    locked = _lock(record, by)
    by.rights.require(locked.kind, "remark")
    _save(locked, {})
    entry = journal.write(
        locked, step, by=by, via=via, note=text, from_state=locked.state, changes=changes, is_public=is_public
    )
    _follow(locked, "remark", by=by, is_public=is_public)
    announce(locked)
    return entry


def _lock(record: R, by: User) -> R:
    """The record as it is in the database now, ours until the transaction ends. Invisible is absent."""
    model = record.declared.model
    Record.objects.select_for_update(of=("self",)).only("pk").get(pk=record.pk)
    locked = model.objects.get(pk=record.pk)
    if not admits(by.rights, deciding(locked)):
        raise model.DoesNotExist(record.number)
    return locked  # type: ignore[return-value]


def _save(record: Record, changes: dict[str, Any]) -> None:
    record.version += 1
    record.updated_at = timezone.now()
    record.save(update_fields={"state", "version", "updated_at", *changes})


def _follow(record: Record, step: str, *, by: User, **inputs: Any) -> None:
    consequence = getattr(record, f"after_{step}", None)
    if consequence is not None:
        consequence(by=by, **inputs)


def _rewrite_words(record: Record, changes: dict[str, Any]) -> None:
    if changes:
        SearchWords.objects.filter(record_id=record.pk).update(words=vector(record.searched_text()))


def _refuse_foreign_columns(kind: Kind, fields: dict[str, Any]) -> None:
    foreign = fields.keys() - set(kind.revisable)
    if foreign:
        raise Refused(
            _("%(fields)s cannot be revised: a step sets it.") % {"fields": ", ".join(sorted(foreign))},
            code="not_revisable",
        )
