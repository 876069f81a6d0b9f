"""`add` and `between` against a reference that looks at the wall clock once a minute (or second)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from sla.business_time import add, between, is_open, next_opening
from sla.timetable import OwnDay, Span, Timetable
from tests.sla.reference import MINUTE, slow_add, slow_between, wall_says_open
from tests.sla.timetables import Name

ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Shanghai"]
ZONES += ["America/Havana", "Asia/Beirut"]
# Around the nights on which these zones change in 2026, and around new year.
DAYS = [date(2026, 3, 8), date(2026, 3, 29), date(2026, 4, 5), date(2026, 10, 4), date(2026, 10, 25)]
DAYS += [date(2026, 11, 1), date(2026, 1, 1), date(2026, 7, 15)]


@st.composite
def days_hours(draw: st.DrawFn) -> tuple[Span, ...]:
    marks = draw(st.lists(st.integers(0, 96), max_size=6, unique=True).map(sorted))
    return tuple((opens * 900, closes * 900) for opens, closes in zip(marks[::2], marks[1::2], strict=False))


@st.composite
def calendars(draw: st.DrawFn) -> Timetable:
    week = draw(st.tuples(*[days_hours()] * 7))
    own = draw(st.dictionaries(st.sampled_from(DAYS), days_hours().map(OwnDay), max_size=3))
    return Timetable(Name("drawn"), ZoneInfo(draw(st.sampled_from(ZONES))), week, own_days=own)


def starts(step: timedelta = MINUTE) -> st.SearchStrategy[datetime]:
    midnights = st.sampled_from(DAYS).map(lambda day: datetime(day.year, day.month, day.day, tzinfo=UTC))
    return st.builds(lambda day, steps: day + steps * step, midnights, st.integers(-1440, 1440))


BEGAN = datetime(2024, 1, 1, tzinfo=UTC)


def open_within_a_week(calendar: Timetable, start: datetime) -> int:
    return int(between(calendar, start, start + timedelta(days=7)) // 60)


@given(calendars(), starts(), st.data())
@settings(max_examples=60, deadline=None)
def test_add_agrees_with_the_reference(calendar: Timetable, start: datetime, data: st.DataObject) -> None:
    minutes = data.draw(st.integers(0, open_within_a_week(calendar, start)))
    assert add(calendar, start, minutes * 60) == slow_add(calendar, start, minutes)


@given(calendars(), starts(), st.integers(0, 5 * 1440))
@settings(max_examples=60, deadline=None)
def test_between_agrees_with_the_reference(calendar: Timetable, start: datetime, minutes: int) -> None:
    end = start + minutes * MINUTE
    assert between(calendar, start, end) == 60 * slow_between(calendar, start, end)


@given(calendars(), starts(timedelta(seconds=7)), st.integers(0, 5000))
@settings(max_examples=40, deadline=None)
def test_between_agrees_by_the_second(calendar: Timetable, start: datetime, seconds: int) -> None:
    end = start + timedelta(seconds=seconds)
    assert between(calendar, start, end) == slow_between(calendar, start, end, timedelta(seconds=1))


@given(calendars(), starts())
@settings(deadline=None)
def test_open_is_what_the_wall_clock_says(calendar: Timetable, start: datetime) -> None:
    assert is_open(calendar, start) == wall_says_open(calendar, start)


@given(calendars(), starts())
@settings(max_examples=40, deadline=None)
def test_the_next_opening_is_open_and_nothing_before_it_is(calendar: Timetable, start: datetime) -> None:
    if not any(calendar.week):
        return
    opening = next_opening(calendar, start)
    assert is_open(calendar, opening)
    assert between(calendar, start, opening) == 0


moments = st.integers(0, 4 * 365 * 86_400_000_000).map(lambda since: BEGAN + timedelta(microseconds=since))
amounts = st.integers(0, 3_000_000)
open_calendars = calendars().filter(lambda calendar: any(calendar.week))


@given(open_calendars, moments, amounts)
@settings(max_examples=60, deadline=None)
def test_what_was_added_lies_between(calendar: Timetable, start: datetime, seconds: int) -> None:
    assert between(calendar, start, add(calendar, start, seconds)) == seconds


@given(open_calendars, moments, amounts, amounts)
@settings(max_examples=60, deadline=None)
def test_adding_in_parts_is_adding_at_once(calendar: Timetable, start: datetime, one: int, two: int) -> None:
    assert add(calendar, add(calendar, start, one), two) == add(calendar, start, one + two)


@given(open_calendars, moments, amounts, amounts)
@settings(max_examples=60, deadline=None)
def test_more_is_never_due_earlier(calendar: Timetable, start: datetime, first: int, second: int) -> None:
    less, more = sorted([first, second])
    assert start <= add(calendar, start, less) <= add(calendar, start, more)


@given(open_calendars, moments, moments, amounts)
@settings(max_examples=60, deadline=None)
def test_a_later_start_is_never_due_earlier(
    calendar: Timetable, one: datetime, other: datetime, amount: int
) -> None:
    early, late = sorted([one, other])
    assert add(calendar, early, amount) <= add(calendar, late, amount)


@given(calendars(), moments, moments, moments)
@settings(max_examples=60, deadline=None)
def test_parts_of_a_period_add_up(
    calendar: Timetable, one: datetime, other: datetime, third: datetime
) -> None:
    whole = between(calendar, one, third)
    # Each amount is exact to the microsecond; the sum of two floats may differ in the last bit.
    assert round(between(calendar, one, other) + between(calendar, other, third), 6) == round(whole, 6)


def test_it_counts_a_year_as_the_reference_does() -> None:
    week = (((3600 * 9, 3600 * 18),),) * 7
    calendar = Timetable(Name("Berlin"), ZoneInfo("Europe/Berlin"), week)
    start = datetime(2025, 12, 31, 12, tzinfo=UTC)
    end = datetime(2027, 1, 1, 12, tzinfo=UTC)
    assert between(calendar, start, end) == 900 * slow_between(calendar, start, end, timedelta(minutes=15))
