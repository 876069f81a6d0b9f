"""A book as one reader meets it: line by line, without what tells of records that he may not see."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from handovers.areas import AREA
from handovers.models import Book, BookRules, Line
from people.models import User
from people.models.names import in_readers_language
from records.kinds import kind_named
from records.models import Record
from records.sight import sees_internal
from records.telling import tell

# How long an unsigned book is shown on the board.
SHOWN_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Shown:
    """A line in the reader's language."""

    line: Line
    number: str
    title: str
    state: Any
    tone: str
    priority: int | None
    due_at: datetime | None
    is_late: bool
    person: str
    what: str
    record: Record | None


@dataclass(frozen=True)
class Part:
    """One section with its lines; `label` heads it."""

    section: str
    label: Any
    lines: list[Shown]


def parts_of(book: Book, user: User, *, with_left_out: bool = False) -> list[Part]:
    """Three queries, however long the book is."""
    lines = book.lines.select_related("by", "entry__by", "record")
    if not with_left_out:
        lines = lines.filter(is_left_out=False)
    found = list(lines)
    seen = set(
        Record.objects.visible_to(user)
        .filter(pk__in={line.record_id for line in found if line.record_id})
        .values_list("pk", flat=True)
    )
    shown = [_shown(line, book) for line in found if _may_read(line, user, seen)]
    return [
        Part(section, label, of_it)
        for section, label in Line.Section.choices
        if (of_it := [one for one in shown if one.line.section == section])
    ]


def without_left_out(parts: list[Part]) -> list[Part]:
    kept = [
        Part(part.section, part.label, [one for one in part.lines if not one.line.is_left_out])
        for part in parts
    ]
    return [part for part in kept if part.lines]


def _may_read(line: Line, user: User, seen: set[int]) -> bool:
    if line.record_id is None:
        return True
    if line.record_id not in seen:
        return False
    return line.record is None or sees_internal(user.rights, line.record.kind)


def _shown(line: Line, book: Book) -> Shown:
    told, record = line.told, line.record
    due_at = parse_datetime(told["due_at"]) if told.get("due_at") else None
    state = kind_named(record.kind).states.get(told.get("state", "")) if record is not None else None
    return Shown(
        line=line,
        number=record.number if record is not None else "",
        title=told.get("title", "") or (record.title if record is not None else ""),
        state=state.label if state else "",
        tone=state.tone if state else "",
        priority=told.get("priority"),
        due_at=due_at,
        is_late=due_at is not None and due_at < book.gathered_at and line.section != Line.Section.EVENT,
        person=_whose(told.get("with", "")),
        what=_what(line),
        record=record,
    )


def _whose(told: str | dict[str, str]) -> str:
    if isinstance(told, str):
        return told
    return in_readers_language(*(told.get(language, "") for language in ("label", "zh_hans", "zh_hant")))


def _what(line: Line) -> str:
    if line.entry is not None and line.record is not None:
        return f"{line.entry.by} {tell(line.entry, kind_named(line.record.kind)).sentence}"
    return str(line.told.get("what", ""))


def unsigned(user: User) -> list[Book]:
    """Books whose shift is over and that both shifts have not signed yet, of the person's own desks.

    Who is in no desk, as a director is, is shown those of every desk. One query, three where there is any.
    """
    if not user.rights.may(AREA, "see"):
        return []
    now = timezone.now()
    found = Book.objects.filter(incoming_at__isnull=True, ends_at__lt=now, ends_at__gt=now - SHOWN_FOR)
    books = list(found.select_related("desk", "outgoing").order_by("ends_at"))
    if not books:
        return []
    over = now - timedelta(minutes=BookRules.current().warn_minutes)
    is_of_a_desk = user.teams.filter(is_desk=True).exists()
    return [
        book
        for book in books
        if book.ends_at < over and (not is_of_a_desk or book.desk_id in user.rights.team_ids)
    ]
