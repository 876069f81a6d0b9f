"""Working time the slow and obvious way: look at the wall clock once a minute."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from sla.timetable import Timetable

MINUTE = timedelta(minutes=1)


def wall_says_open(calendar: Timetable, at: datetime) -> bool:
    if calendar.is_always_open:
        return True
    wall = at.astimezone(calendar.zone)
    second = wall.hour * 3600 + wall.minute * 60 + wall.second
    return any(opens <= second < closes for opens, closes in hours_of(calendar, wall.date()))


def hours_of(calendar: Timetable, on: date) -> Iterable[tuple[int, int]]:
    """Own days and the week only: holidays have their own tests, against the published calendars."""
    return calendar.own_days[on].spans if on in calendar.own_days else calendar.week[on.weekday()]


def slow_add(calendar: Timetable, start: datetime, minutes: int, step: timedelta = MINUTE) -> datetime:
    """Count open steps one by one. Start and spans must lie on whole steps."""
    left, at = minutes, start.astimezone(UTC)
    for _ in count():
        if not left:
            return at
        left -= wall_says_open(calendar, at)
        at += step
    raise AssertionError


def slow_between(calendar: Timetable, start: datetime, end: datetime, step: timedelta = MINUTE) -> int:
    at, steps = start.astimezone(UTC), 0
    while at < end:
        steps += wall_says_open(calendar, at)
        at += step
    return steps


def midnight(on: date) -> datetime:
    return datetime.combine(on, time(), UTC)
