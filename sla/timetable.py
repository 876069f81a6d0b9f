"""A calendar compiled for arithmetic: which instants are working time. Pure; knows no database.

An instant is open exactly when a clock on the office wall then reads a time within one of that day's spans. So a
span over a spring-forward night is as short, and one over a fall-back night as long, as that night really was.
"""

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from itertools import pairwise
from typing import Protocol
from zoneinfo import ZoneInfo

from sla.days import public_days

Span = tuple[int, int]
"""Opening and closing time of day, in seconds since midnight on the wall clock; closing may be 86400."""

DAY_SECONDS = 86_400
SECOND = 1_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


class Labelled(Protocol):
    @property
    def label(self) -> str: ...


@dataclass(frozen=True)
class OwnDay:
    """A calendar's own rule for one date, which beats week and holiday. No spans: closed."""

    spans: tuple[Span, ...]
    name: str = ""


class Because(Enum):
    """What decided a day's hours."""

    WEEK = "week"
    HOLIDAY = "holiday"
    MAKE_UP = "make-up day"
    OWN = "own exception"


@dataclass(frozen=True)
class Day:
    spans: tuple[Span, ...]
    because: Because


@dataclass(frozen=True)
class Year:
    """The working stretches of one UTC year, in order, in microseconds since the epoch."""

    starts: "array[int]"
    ends: "array[int]"
    before: "array[int]"
    """Working microseconds of this year before each stretch."""
    total: int


@dataclass(frozen=True)
class Timetable:
    named: Labelled
    zone: ZoneInfo
    week: tuple[tuple[Span, ...], ...] = ((),) * 7
    """Spans of Monday to Sunday, each day's in order and apart."""
    region: str = ""
    make_up_weekday: int = 0
    own_days: Mapping[date, OwnDay] = field(default_factory=dict)
    is_always_open: bool = False
    _years: dict[int, Year] = field(default_factory=dict, init=False, compare=False, repr=False)

    @property
    def label(self) -> str:
        return self.named.label

    @property
    def ever_opens(self) -> bool:
        return self.is_always_open or any(self.week) or any(own.spans for own in self.own_days.values())

    def day(self, on: date) -> Day:
        """The hours of one date and what decided them: own exception, then holiday, then week."""
        if own := self.own_days.get(on):
            return Day(own.spans, Because.OWN)
        public = public_days(self.region, on.year)
        if on in public.off:
            return Day((), Because.HOLIDAY)
        if on in public.make_up:
            return Day(self.week[self.make_up_weekday], Because.MAKE_UP)
        return Day(self.week[on.weekday()], Because.WEEK)

    def year(self, number: int) -> Year:
        """The stretches within one UTC year, worked out once; two threads may both do so, to one result."""
        if number not in self._years:
            self._years[number] = _compile(self, number)
        return self._years[number]


def micros(at: datetime) -> int:
    """Microseconds since the epoch. Raises TypeError for a datetime without a time zone."""
    return (at - EPOCH) // timedelta(microseconds=1)


def instant(microseconds: int) -> datetime:
    return EPOCH + timedelta(microseconds=microseconds)


def _compile(timetable: Timetable, number: int) -> Year:
    starts, ends, before, total = array("q"), array("q"), array("q"), 0
    for start, end in _stretches(timetable, number):
        starts.append(start * SECOND)
        ends.append(end * SECOND)
        before.append(total)
        total += (end - start) * SECOND
    return Year(starts, ends, before, total)


def _stretches(timetable: Timetable, number: int) -> Iterator[tuple[int, int]]:
    """Working stretches in seconds since the epoch, cut at the year's edges and at every change of offset."""
    for since, until, offset in _offsets(timetable.zone, _new_year(number), _new_year(number + 1)):
        first, last = (since + offset) // DAY_SECONDS, (until - 1 + offset) // DAY_SECONDS
        for day in range(first, last + 1):
            midnight = day * DAY_SECONDS - offset
            for opens, closes in timetable.day(date.fromordinal(day + _EPOCH_ORDINAL)).spans:
                start, end = max(midnight + opens, since), min(midnight + closes, until)
                if start < end:
                    yield start, end


def _new_year(number: int) -> int:
    return (date(number, 1, 1).toordinal() - _EPOCH_ORDINAL) * DAY_SECONDS


def _offsets(zone: ZoneInfo, since: int, until: int) -> Iterator[tuple[int, int, int]]:
    """(from, to, seconds east of UTC) for each part of the period with one offset.

    Looks once a day: no zone of the tz database has changed twice within three days since 1970.
    """
    start = since
    for today, tomorrow in pairwise([*range(since, until, DAY_SECONDS), until]):
        if _offset(zone, today) != _offset(zone, tomorrow):
            change = _change(zone, today, tomorrow)
            yield start, change, _offset(zone, today)
            start = change
    if start < until:
        yield start, until, _offset(zone, start)


def _offset(zone: ZoneInfo, second: int) -> int:
    utc = EPOCH + timedelta(seconds=second)
    shift = utc.astimezone(zone).utcoffset() or timedelta()
    return shift // timedelta(seconds=1)


def _change(zone: ZoneInfo, before: int, after: int) -> int:
    """The first second with the later offset."""
    old = _offset(zone, before)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(zone, middle) == old:
            before = middle
        else:
            after = middle
    return after
