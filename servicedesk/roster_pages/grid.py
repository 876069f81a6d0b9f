"""The calendar as the page draws it: one line per person, one cell per day."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.timezone import localdate

from people.models import User
from roster.days import Day, Days
from roster.gaps import Gap, Span, gaps
from roster.models import Leave, Shift
from roster.models.duty import at_local

MIDNIGHT = datetime.min.time()
WEEK, MONTH = "week", "month"


@dataclass(frozen=True)
class Period:
    """A week from Monday, or a calendar month; `day` lies in it."""

    sort: str
    day: date

    @property
    def first(self) -> date:
        back = self.day.weekday() if self.sort == WEEK else self.day.day - 1
        return self.day - timedelta(days=back)

    @property
    def length(self) -> int:
        return 7 if self.sort == WEEK else monthrange(self.day.year, self.day.month)[1]

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range(self.length)]

    @property
    def earlier(self) -> date:
        return self.first - timedelta(days=1)

    @property
    def later(self) -> date:
        return self.first + timedelta(days=self.length)

    def span(self) -> Span:
        return Span.of(at_local(self.first, MIDNIGHT), at_local(self.later, MIDNIGHT))


@dataclass
class Cell:
    """One person's day. A shift stands on the day it begins."""

    day: date
    shifts: list[Shift] = field(default_factory=list)
    leave: Leave | None = None
    is_double: bool = False
    is_off: bool = False
    holiday: str = ""

    @property
    def is_today(self) -> bool:
        return self.day == localdate()


@dataclass
class Line:
    user: User
    cells: list[Cell]


@dataclass(frozen=True)
class Grid:
    period: Period
    days: list[Cell]
    lines: list[Line]
    gaps: list[Gap]


def grid_of(period: Period, team: int | None) -> Grid:
    """Who is planned or away in the period, and all of the team where one is asked for."""
    span = period.span()
    busy = {row.user_id for row in (*span.shifts, *span.leaves)}
    who = Q(teams=team) if team else Q(pk__in=busy)
    users = User.objects.filter(who, is_active=True, is_system=False).distinct().order_by("name", "pk")
    days = Days.between(period.first, period.later)
    lines = [Line(user, _cells(user, period.days, span, days)) for user in users]
    return Grid(period, [_head(days.day(day)) for day in period.days], lines, gaps(span))


def _head(day: Day) -> Cell:
    return Cell(day.on, is_off=day.is_off, holiday=day.name)


def _cells(user: User, days: list[date], span: Span, calendar: Days) -> list[Cell]:
    shifts: dict[date, list[Shift]] = {}
    for shift in span.shifts:
        if shift.user_id == user.pk:
            # A night that began before the period is drawn on its first day.
            shifts.setdefault(max(localdate(shift.starts_at), days[0]), []).append(shift)
    mine: list[Any] = [leave for leave in span.leaves if leave.user_id == user.pk]
    cells = [_cell(day, shifts.get(day, []), mine) for day in days]
    for cell in cells:
        cell.is_off = calendar.is_off(cell.day)
    return cells


def _cell(day: date, shifts: list[Shift], leaves: list[Leave]) -> Cell:
    start, end = at_local(day, MIDNIGHT), at_local(day + timedelta(days=1), MIDNIGHT)
    leave = next((one for one in leaves if one.starts_at < end and one.ends_at > start), None)
    is_double = leave is not None and any(
        one.starts_at < leave.ends_at and one.ends_at > leave.starts_at for one in shifts
    )
    return Cell(day, sorted(shifts, key=lambda one: one.starts_at), leave, is_double)


def period_of(sort: str, asked: str) -> Period:
    """What the address asks for; anything unreadable is this week."""
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        day = timezone.localdate()
    return Period(MONTH if sort == MONTH else WEEK, min(max(day, date(2000, 1, 1)), date(2100, 1, 1)))
