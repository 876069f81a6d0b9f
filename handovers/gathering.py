"""What the next shift must know, gathered from the records: each part is declared here, in the order it is read.

A line's text about a record is kept as it stood; who may not see the record is not shown the line.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from complaints.models import Complaint
from handovers.models import Book, Line
from records.kinds import kinds
from records.models import FollowUp, JournalEntry, Record
from records.models.journal import Via
from visits.models import Visit

Section = Line.Section
# More of one part is no hand-over any more; the most pressing ones come first.
MOST = 200
# Promises that fall due in the next shift and a little after it.
AHEAD = timedelta(hours=24)
# By kind: the states in which something runs that every shift must know of, and those in which it waits for others.
RUNNING: dict[str, tuple[str, ...]] = {
    "emergency": ("proposed", "active", "contained", "verifying"),
    "surge": ("warned", "running"),
    "campaign": ("running",),
    "release": ("piloting", "rolling_out", "halted"),
}
WAITING: dict[str, tuple[str, ...]] = {
    "incident": ("on_hold",),
    "change": ("waiting_for_parts",),
    "parts_order": ("requested", "ordered"),
}
# Steps worth telling of any record, and those that are so of a critical or high one alone.
NOTABLE = (
    "escalate", "reopen", "go_to_director", "halt", "roll_back", "back_out", "propose", "sign", "confirm_end",
    "contain", "end", "decline", "clock_breached",
)  # fmt: skip
NOTABLE_WHEN_HIGH = ("register", "resolve")


@dataclass(frozen=True)
class Draft:
    """A line to be. Two drafts of one `key` are the same thing told again."""

    section: str
    record: Record
    follow_up: FollowUp | None = None
    entry: JournalEntry | None = None
    told: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[Any, ...]:
        return (
            self.section,
            self.record.pk,
            self.follow_up.pk if self.follow_up else None,
            self.entry.pk if self.entry else None,
        )


def gather(book: Book, now: datetime) -> list[Draft]:
    """Every part in order. A record stands in the first of running, open, overdue and waiting that fits."""
    found: list[Draft] = []
    told_of: set[int] = set()
    for section, source in PARTS:
        for draft in source(book, now):
            if section in ONCE and draft.record.pk in told_of:
                continue
            found.append(draft)
            if section in ONCE:
                told_of.add(draft.record.pk)
    return found


def facts_of(record: Record, **more: Any) -> dict[str, Any]:
    return {
        "number": record.number,
        "title": record.title,
        "state": record.state,
        "priority": record.priority,
        "due_at": record.due_at.isoformat() if record.due_at else None,
        "with": _whose(record),
        "customer": str(record.customer or ""),
        **more,
    }


def _whose(record: Record) -> str | dict[str, str]:
    """A person's name, or a team's in each of its languages: nobody knows yet who reads the book."""
    if record.assignee is None and record.team is not None:
        return record.team.names
    return str(record.assignee or record.owner or "")


def _records(book: Book, *conditions: Q) -> "QuerySet[Record]":
    """Open records of this desk, and those that no desk answers for."""
    found = Record.objects.filter(*conditions, closed_at__isnull=True)
    found = found.filter(Q(desk=book.desk_id) | Q(desk__isnull=True))
    return found.select_related("assignee", "team", "owner", "customer").defer("description")


def _in_states(states: dict[str, tuple[str, ...]]) -> Q:
    within = Q(pk__in=[])
    for kind, names in states.items():
        within |= Q(kind=kind, state__in=names)
    return within


def _drafts(section: str, records: Iterable[Record]) -> Iterator[Draft]:
    for record in records:
        yield Draft(section, record, told=facts_of(record))


def _running(book: Book, now: datetime) -> Iterator[Draft]:
    found = _records(book, _in_states(RUNNING)).order_by("opened_at")[:MOST]
    yield from _drafts(Section.RUNNING, found)


def _open(book: Book, now: datetime) -> Iterator[Draft]:
    desks = [kind.name for kind in kinds() if kind.is_the_desks]
    found = _records(book, Q(priority__lte=2, kind__in=desks, resolved_at__isnull=True))
    yield from _drafts(Section.OPEN, found.order_by("priority", "due_at", "pk")[:MOST])


def _overdue(book: Book, now: datetime) -> Iterator[Draft]:
    found = _records(book, Q(due_at__lt=now, resolved_at__isnull=True)).order_by("due_at", "pk")[:MOST]
    yield from _drafts(Section.OVERDUE, found)


def _waiting(book: Book, now: datetime) -> Iterator[Draft]:
    found = _records(book, _in_states(WAITING)).order_by("due_at", "pk")[:MOST]
    yield from _drafts(Section.WAITING, found)


def _promised(book: Book, now: datetime) -> Iterator[Draft]:
    """Follow-ups that are due, promises to customers who complained, and engineers who were announced."""
    until = book.ends_at + AHEAD
    asked = FollowUp.objects.filter(answered_at__isnull=True, withdrawn_at__isnull=True, due_at__lt=until)
    asked = asked.filter(Q(asked_by__teams=book.desk_id) | Q(asked_of__teams=book.desk_id)).distinct()
    asked = asked.select_related(
        "asked_of", "asked_by", "record__assignee", "record__team", "record__owner", "record__customer"
    )
    for one in asked.order_by("due_at", "pk")[:MOST]:
        more = {"what": one.what, "due_at": one.due_at.isoformat(), "with": str(one.asked_of)}
        yield Draft(Section.PROMISED, one.record, follow_up=one, told=facts_of(one.record, **more))
    yield from _promised_to_customers(until)


def _promised_to_customers(until: datetime) -> Iterator[Draft]:
    complaints: Any = Complaint.objects.filter(
        closed_at__isnull=True, promise_at__lt=until, promise_kept_at__isnull=True
    )
    shown = ("assignee", "team", "owner", "customer")
    for one in complaints.select_related(*shown).order_by("promise_at")[:MOST]:
        more = {"what": one.promise, "due_at": one.promise_at.isoformat()}
        yield Draft(Section.PROMISED, one, told=facts_of(one, **more))
    visits: Any = Visit.objects.filter(is_under_way=True, eta_at__isnull=False, arrived_at__isnull=True)
    for one in visits.select_related("engineer", *shown).order_by("eta_at")[:MOST]:
        more = {"due_at": one.eta_at.isoformat(), "with": str(one.engineer)}
        yield Draft(Section.PROMISED, one, told=facts_of(one, **more))


def _events(book: Book, now: datetime) -> Iterator[Draft]:
    notable = Q(step__in=NOTABLE) | Q(step__in=NOTABLE_WHEN_HIGH, record__priority__lte=2)
    found = JournalEntry.objects.filter(
        notable, pk__gt=_last_before(book.starts_at), at__gte=book.starts_at, at__lt=book.ends_at
    )
    found = found.exclude(via=Via.IMPORT).filter(Q(record__desk=book.desk_id) | Q(record__desk__isnull=True))
    people = ("by", *(f"record__{name}" for name in ("assignee", "team", "owner", "customer")))
    for entry in found.select_related(*people).order_by("pk")[:MOST]:
        yield Draft(Section.EVENT, entry.record, entry=entry, told=facts_of(entry.record))


def _last_before(at: datetime) -> int:
    """The journal has no index by time: its newest entries are walked back to the beginning of the shift."""
    older = JournalEntry.objects.filter(at__lt=at).exclude(via=Via.IMPORT).order_by("-pk")
    return older.values_list("pk", flat=True).first() or 0


PARTS: list[tuple[str, Callable[[Book, datetime], Iterator[Draft]]]] = [
    (Section.RUNNING, _running),
    (Section.OPEN, _open),
    (Section.OVERDUE, _overdue),
    (Section.PROMISED, _promised),
    (Section.WAITING, _waiting),
    (Section.EVENT, _events),
]
ONCE = {Section.RUNNING, Section.OPEN, Section.OVERDUE, Section.WAITING}
