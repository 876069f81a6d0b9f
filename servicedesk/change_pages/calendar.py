"""The calendar of changes: a month or a week, with what collides and what is frozen."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from changes.models import Change, FreezeWindow
from changes.scheduling import PLACED, Conflict, conflicts_among
from people.models import User
from people.views.doors import Asked, asked_for, needs
from records.models import Record
from servicedesk.change_pages.tabs import tabs_at
from servicedesk.htmx import wants_fragment

SPANS = ("month", "week")
FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)
SHOWN_A_DAY = 4
LONG_TEXTS = ("description", "plan", "back_out_plan", "tests", "outcome", "risk_reasons")


@dataclass
class Entry:
    change: Any
    conflicts: list[Conflict]
    begins_here: bool


@dataclass
class Day:
    on: date
    is_outside: bool
    is_today: bool
    entries: list[Entry] = field(default_factory=list)
    freezes: list[FreezeWindow] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True)
class Sheet:
    """What one page of the calendar covers: `first` to `last`, both shown, around the day that was asked for."""

    span: str
    day: date
    first: date
    last: date

    @property
    def earlier(self) -> date:
        return max(self.first - timedelta(days=1), FIRST) if self.span == "week" else _month(self.day, -1)

    @property
    def later(self) -> date:
        return min(self.last + timedelta(days=1), LAST) if self.span == "week" else _month(self.day, 1)


def _month(day: date, step: int) -> date:
    number = day.year * 12 + day.month - 1 + step
    return min(max(date(number // 12, number % 12 + 1, 1), FIRST), LAST)


def sheet_of(span: str, day: date) -> Sheet:
    if span == "week":
        first = day - timedelta(days=day.weekday())
        return Sheet(span, day, first, first + timedelta(days=6))
    weeks = calendar.Calendar().monthdatescalendar(day.year, day.month)
    return Sheet("month", day, weeks[0][0], weeks[-1][-1])


@require_safe
@needs("changes", "see")
def change_calendar(request: Asked) -> HttpResponse:
    """GET /changes/calendar/?span=month|week&day=2026-11-23 — anything unreadable is the month of today."""
    sheet = sheet_of(*_asked(request))
    start, end = _midnight(sheet.first), _midnight(sheet.last + timedelta(days=1))
    changes = _changes(request.user, start, end)
    conflicts = conflicts_among(change for change in changes if change.state in PLACED)
    freezes = list(
        FreezeWindow.objects.filter(starts_at__lt=end, ends_at__gt=start).select_related(
            "service", "customer"
        )
    )
    days = _days(sheet)
    _place(days, changes, conflicts)
    _freeze(days, freezes)
    context = {
        "tabs": tabs_at("change-calendar"),
        "sheet": sheet,
        "today": timezone.localdate(),
        "weeks": [days[number : number + 7] for number in range(0, len(days), 7)],
        "weekdays": days[:7],
        "pairs": _pairs(conflicts, changes),
        "freezes": freezes,
        "count": len(changes),
        "here": request.get_full_path(),
    }
    template = "calendar_body" if wants_fragment(request) else "calendar"
    return render(request, f"change_pages/{template}.html", context)


def _asked(request: Asked) -> tuple[str, date]:
    span = asked_for(request, "span")
    try:
        day = parse_date(asked_for(request, "day"))
    except ValueError:
        day = None
    day = day if day is not None and FIRST <= day <= LAST else timezone.localdate()
    return span if span in SPANS else "month", day


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _changes(user: User, start: datetime, end: datetime) -> list[Any]:
    """Windows that overlap this time, what is over with them; what was called off apart."""
    rows: Any = Change.objects
    seen = rows.filter(pk__in=Record.objects.visible_to(user), starts_at__lt=end, ends_at__gt=start)
    return list(
        seen.exclude(state__in=("rejected", "cancelled"))
        .select_related("item", "assignee", "team")
        .prefetch_related("items")
        .defer(*LONG_TEXTS)
        .order_by("starts_at", "pk")
    )


def _days(sheet: Sheet) -> list[Day]:
    today, count = timezone.localdate(), (sheet.last - sheet.first).days + 1
    days = (sheet.first + timedelta(days=number) for number in range(count))
    is_month = sheet.span == "month"
    return [Day(day, is_month and day.month != sheet.day.month, day == today) for day in days]


def _covered(days: list[Day], starts_at: datetime, ends_at: datetime) -> list[Day]:
    # What ends at midnight does not stand on the next day.
    first = timezone.localtime(starts_at).date()
    last = timezone.localtime(ends_at - timedelta(microseconds=1)).date()
    begin = max((first - days[0].on).days, 0)
    return days[begin : max((last - days[0].on).days + 1, 0)]


def _place(days: list[Day], changes: Iterable[Any], conflicts: dict[int, list[Conflict]]) -> None:
    most = SHOWN_A_DAY if len(days) > 7 else 1_000
    for change in changes:
        for day in _covered(days, change.starts_at, change.ends_at):
            if len(day.entries) < most:
                begins_here = timezone.localtime(change.starts_at).date() == day.on
                day.entries.append(Entry(change, conflicts.get(change.pk, []), begins_here))
            else:
                day.more += 1


def _freeze(days: list[Day], freezes: Iterable[FreezeWindow]) -> None:
    for freeze in freezes:
        for day in _covered(days, freeze.starts_at, freeze.ends_at):
            day.freezes.append(freeze)


def _pairs(conflicts: dict[int, list[Conflict]], changes: Iterable[Any]) -> list[tuple[Any, Conflict]]:
    """Each collision once, in the order in which they happen."""
    return [
        (change, conflict)
        for change in changes
        for conflict in conflicts.get(change.pk, [])
        if (change.starts_at, change.pk) < (conflict.change.starts_at, conflict.change.pk)
    ]
