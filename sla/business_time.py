"""Arithmetic in working time. The rules and their reasons: docs/algorithms/business-time.md.

Instants are aware datetimes (TypeError otherwise) and come back in UTC. Amounts are seconds, exact to the
microsecond.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from sla.timetable import SECOND, Timetable, Year, instant, micros

HORIZON_YEARS = 50
"""How far ahead is searched: a calendar that gives less working time than asked within it is a mistake."""


class NoWorkingTime(ValueError):
    """The calendar does not open, or not enough, within the horizon."""

    def __init__(self, calendar: Timetable) -> None:
        super().__init__(
            _("The calendar “%(calendar)s” has too few working hours in %(years)d years: check its hours.")
            % {"calendar": calendar.label, "years": HORIZON_YEARS}
        )
        self.calendar = calendar


def add(calendar: Timetable, start: datetime, seconds: float) -> datetime:
    """The first instant by which `seconds` of working time have passed since `start`.

    Zero seconds end at `start` itself, open or not; time that is used up at closing ends at closing, not at the
    next opening. Raises ValueError for negative seconds, NoWorkingTime where the calendar never gives that much.
    """
    if seconds < 0:
        raise ValueError("seconds must not be negative")
    needed = round(seconds * SECOND)
    if calendar.is_always_open or not needed:
        return start.astimezone(UTC) + timedelta(microseconds=needed)
    return instant(_reach(calendar, micros(start), needed))


def between(calendar: Timetable, start: datetime, end: datetime) -> float:
    """Working seconds from `start` to `end`; negative where `end` is the earlier.

    Raises ValueError where they lie further apart than the horizon.
    """
    # As numbers: Python compares and subtracts two times of one zone by their wall clocks alone.
    since, until = micros(start), micros(end)
    if until < since:
        return -between(calendar, end, start)
    if calendar.is_always_open:
        return (until - since) / SECOND
    first, last = _utc_year(start), _utc_year(end)
    if last - first > HORIZON_YEARS:
        raise ValueError(f"more than {HORIZON_YEARS} years apart")
    whole = sum(calendar.year(number).total for number in range(first, last))
    return (whole + _passed(calendar.year(last), until) - _passed(calendar.year(first), since)) / SECOND


def is_open(calendar: Timetable, at: datetime) -> bool:
    """Whether `at` is working time: from opening on, and no more at closing."""
    if calendar.is_always_open:
        return True
    year, moment = calendar.year(_utc_year(at)), micros(at)
    index = bisect_right(year.starts, moment) - 1
    return index >= 0 and moment < year.ends[index]


def next_opening(calendar: Timetable, at: datetime) -> datetime:
    """The first working instant not before `at`: `at` itself while open. Raises NoWorkingTime if none follows."""
    if is_open(calendar, at):
        return at.astimezone(UTC)
    moment = micros(at)
    for year in _years(calendar, _utc_year(at)):
        index = bisect_left(year.starts, moment)
        if index < len(year.starts):
            return instant(year.starts[index])
    raise NoWorkingTime(calendar)


def stretches(calendar: Timetable, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The working stretches between two instants, cut to them, in order."""
    if calendar.is_always_open:
        yield start.astimezone(UTC), end.astimezone(UTC)
        return
    since, until = micros(start), micros(end)
    for number in range(_utc_year(start), _utc_year(end) + 1):
        year = calendar.year(number)
        for index in range(bisect_right(year.ends, since), bisect_left(year.starts, until)):
            yield instant(max(year.starts[index], since)), instant(min(year.ends[index], until))


def _reach(calendar: Timetable, since: int, needed: int) -> int:
    first = _utc_year(instant(since))
    needed += _passed(calendar.year(first), since)
    for year in _years(calendar, first):
        if needed <= year.total:
            index = bisect_left(year.before, needed) - 1
            return year.starts[index] + needed - year.before[index]
        needed -= year.total
    raise NoWorkingTime(calendar)


def _years(calendar: Timetable, first: int) -> Iterator[Year]:
    if calendar.ever_opens:
        yield from (calendar.year(number) for number in range(first, first + HORIZON_YEARS + 1))


def _passed(year: Year, moment: int) -> int:
    """Working microseconds of the year before the moment."""
    index = bisect_right(year.starts, moment) - 1
    return year.before[index] + min(moment, year.ends[index]) - year.starts[index] if index >= 0 else 0


def _utc_year(at: datetime) -> int:
    return at.astimezone(UTC).year
