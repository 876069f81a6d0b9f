"""Which days a page of the calendar covers."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

SPANS = ("month", "week", "day")
FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True)
class Sheet:
    """What one page of the calendar covers: `first` to `last`, both shown, around the day that was asked for."""

    span: str
    day: date
    first: date
    last: date

    @property
    def earlier(self) -> date:
        return _month(self.day, -1) if self.span == "month" else max(self.first - timedelta(days=1), FIRST)

    @property
    def later(self) -> date:
        return _month(self.day, 1) if self.span == "month" else min(self.last + timedelta(days=1), LAST)

    @property
    def start(self) -> datetime:
        return midnight(self.first)

    @property
    def end(self) -> datetime:
        return midnight(self.last + timedelta(days=1))

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]


def sheet_of(span: str, day: date) -> Sheet:
    if span == "day":
        return Sheet(span, day, day, day)
    if span == "week":
        first = day - timedelta(days=day.weekday())
        return Sheet(span, day, first, first + timedelta(days=6))
    weeks = calendar.Calendar().monthdatescalendar(day.year, day.month)
    return Sheet("month", day, weeks[0][0], weeks[-1][-1])


def _month(day: date, step: int) -> date:
    number = day.year * 12 + day.month - 1 + step
    return min(max(date(number // 12, number % 12 + 1, 1), FIRST), LAST)


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
