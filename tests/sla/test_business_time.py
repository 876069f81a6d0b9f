from datetime import UTC, date, datetime, timedelta
from time import perf_counter

import pytest

from sla.business_time import NoWorkingTime, add, between, is_open, next_opening, stretches
from sla.timetable import OwnDay, Timetable
from tests.sla.timetables import always, at, office, spans, wall

HOUR = 3600


def due(calendar: Timetable, start: str, hours: float) -> str:
    return wall(calendar, add(calendar, at(calendar, start), hours * HOUR))


def test_it_carries_the_rest_over_the_night() -> None:
    assert due(office(), "2026-03-02 16:30", 4) == "2026-03-03 11:30"


def test_it_carries_the_rest_over_the_weekend() -> None:
    assert due(office(), "2026-03-06 16:30", 4) == "2026-03-09 11:30"


def test_it_skips_the_lunch_break() -> None:
    assert due(office(hours="09:00-12:00 13:00-18:00"), "2026-03-02 11:00", 2) == "2026-03-02 14:00"


def test_it_starts_counting_at_the_next_opening() -> None:
    assert due(office(), "2026-03-07 03:00", 1) == "2026-03-09 10:00"


def test_time_used_up_at_closing_is_due_at_closing() -> None:
    assert due(office(), "2026-03-06 17:00", 1) == "2026-03-06 18:00"


def test_time_used_up_at_the_years_last_closing_is_due_in_that_year() -> None:
    assert due(office(), "2026-12-31 17:00", 1) == "2026-12-31 18:00"
    # In Berlin the year of UTC ends within these hours.
    berlin = office("Europe/Berlin", "00:00-02:00", "0123456")
    assert due(berlin, "2026-12-31 12:00", 1) == "2027-01-01 01:00"
    assert due(berlin, "2026-12-31 12:00", 2) == "2027-01-01 02:00"


def test_zero_seconds_are_due_at_the_start_even_while_closed() -> None:
    assert due(office(), "2026-03-07 03:00", 0) == "2026-03-07 03:00"


def test_a_span_may_end_at_midnight_and_join_the_next_day() -> None:
    early = {date(2026, 3, 3): OwnDay(spans("00:00-06:00"))}
    calendar = office(hours="22:00-24:00", weekdays="0", own_days=early)
    assert due(calendar, "2026-03-02 21:00", 3) == "2026-03-03 01:00"


def test_around_the_clock_is_wall_time() -> None:
    assert due(always(), "2026-10-03 23:00", 26) == "2026-10-05 01:00"


def test_it_counts_microseconds_exactly() -> None:
    start = at(office(), "2026-03-06 17:59:59.999999")
    assert wall(office(), end := add(office(), start, 1)) == "2026-03-09 09:00"
    assert between(office(), start, end) == 1


def test_an_own_exception_closes_a_day() -> None:
    calendar = office(own_days={date(2026, 3, 3): OwnDay((), "Stocktaking")})
    assert due(calendar, "2026-03-02 16:00", 4) == "2026-03-04 11:00"


def test_an_own_exception_opens_a_day() -> None:
    calendar = office(own_days={date(2026, 3, 7): OwnDay(spans("10:00-12:00"), "Moving day")})
    assert due(calendar, "2026-03-06 17:00", 2.5) == "2026-03-07 11:30"


def test_between_is_negative_backwards() -> None:
    monday, friday = at(office(), "2026-03-02 12:00"), at(office(), "2026-03-06 12:00")
    assert between(office(), monday, friday) == 36 * HOUR
    assert between(office(), friday, monday) == -36 * HOUR


def test_it_closes_at_the_closing_time_itself() -> None:
    calendar = office()
    assert is_open(calendar, at(calendar, "2026-03-02 09:00"))
    assert is_open(calendar, at(calendar, "2026-03-02 17:59:59.999999"))
    assert not is_open(calendar, at(calendar, "2026-03-02 18:00"))
    assert not is_open(calendar, at(calendar, "2026-03-02 08:59:59.999999"))


def test_the_next_opening_is_now_while_open() -> None:
    calendar = office()
    assert wall(calendar, next_opening(calendar, at(calendar, "2026-03-02 10:10"))) == "2026-03-02 10:10"
    assert wall(calendar, next_opening(calendar, at(calendar, "2026-03-06 18:00"))) == "2026-03-09 09:00"
    assert wall(calendar, next_opening(calendar, at(calendar, "2025-12-31 20:00"))) == "2026-01-01 09:00"
    assert wall(always(), next_opening(always(), at(calendar, "2026-03-06 18:00"))) == "2026-03-06 18:00"


def test_it_lists_the_stretches_of_a_period() -> None:
    calendar = office(hours="09:00-12:00 13:00-18:00")
    found = stretches(calendar, at(calendar, "2026-03-06 11:00"), at(calendar, "2026-03-09 09:30"))
    assert [(wall(calendar, start)[-5:], wall(calendar, end)[-5:]) for start, end in found] == [
        ("11:00", "12:00"),
        ("13:00", "18:00"),
        ("09:00", "09:30"),
    ]


def test_a_period_that_begins_at_closing_has_no_empty_stretch() -> None:
    calendar = office()
    assert list(stretches(calendar, at(calendar, "2026-03-06 18:00"), at(calendar, "2026-03-09 09:00"))) == []


# Germany leaps from 02:00 to 03:00 on 2026-03-29, and falls back from 03:00 to 02:00 on 2026-10-25: Sundays.


def test_a_span_over_the_spring_night_is_an_hour_shorter() -> None:
    calendar = office("Europe/Berlin", "01:00-04:00", weekdays="6")
    assert between(calendar, at(calendar, "2026-03-29 00:00"), at(calendar, "2026-03-29 12:00")) == 2 * HOUR
    assert due(calendar, "2026-03-29 00:00", 1.5) == "2026-03-29 03:30"


def test_a_span_over_the_autumn_night_is_an_hour_longer() -> None:
    calendar = office("Europe/Berlin", "01:00-04:00", weekdays="6")
    assert between(calendar, at(calendar, "2026-10-25 00:00"), at(calendar, "2026-10-25 12:00")) == 4 * HOUR


def test_a_span_that_falls_into_the_gap_does_not_exist_that_night() -> None:
    calendar = office("Europe/Berlin", "02:15-02:45", weekdays="6")
    assert between(calendar, at(calendar, "2026-03-29 00:00"), at(calendar, "2026-03-30 00:00")) == 0


def test_a_span_within_the_repeated_hour_is_worked_twice() -> None:
    calendar = office("Europe/Berlin", "02:15-02:45", weekdays="6")
    assert between(calendar, at(calendar, "2026-10-25 00:00"), at(calendar, "2026-10-26 00:00")) == HOUR
    second_half = add(calendar, at(calendar, "2026-10-25 00:00"), 0.75 * HOUR)
    assert second_half == at(calendar, "2026-10-25 02:30", fold=1).astimezone(UTC)


def test_wall_time_in_one_zone_counts_the_hours_that_passed() -> None:
    berlin = always("Europe/Berlin")
    assert between(berlin, at(berlin, "2026-10-25 00:00"), at(berlin, "2026-10-25 12:00")) == 13 * HOUR
    assert due(berlin, "2026-03-29 00:00", 12) == "2026-03-29 13:00"
    twice = at(berlin, "2026-10-25 02:30"), at(berlin, "2026-10-25 02:30", fold=1)
    assert between(berlin, *twice) == HOUR
    assert between(office("Europe/Berlin", "00:00-24:00", "6"), *twice) == HOUR


def test_lord_howe_shifts_by_half_an_hour() -> None:
    calendar = office("Australia/Lord_Howe", "01:00-04:00", weekdays="6")
    assert between(calendar, at(calendar, "2026-04-05 00:00"), at(calendar, "2026-04-05 12:00")) == 3.5 * HOUR
    assert between(calendar, at(calendar, "2026-10-04 00:00"), at(calendar, "2026-10-04 12:00")) == 2.5 * HOUR


def test_a_day_that_a_zone_left_out_has_no_hours() -> None:
    # Samoa crossed the date line at the end of 2011-12-29; its Friday the 30th never was.
    calendar = office("Pacific/Apia")
    assert due(calendar, "2011-12-29 17:00", 2) == "2012-01-02 10:00"


def test_a_calendar_without_hours_says_so() -> None:
    with pytest.raises(NoWorkingTime, match="Empty"):
        add(office(hours="", name="Empty"), datetime(2026, 3, 2, tzinfo=UTC), 1)
    with pytest.raises(NoWorkingTime, match="Empty"):
        next_opening(office(hours="", name="Empty"), datetime(2026, 3, 2, tzinfo=UTC))


def test_a_calendar_that_opens_too_little_says_so_soon() -> None:
    once = office(hours="", own_days={date(2026, 3, 3): OwnDay(spans("09:00-10:00"))})
    began = perf_counter()
    with pytest.raises(NoWorkingTime):
        add(once, datetime(2026, 3, 2, tzinfo=UTC), 2 * HOUR)
    assert perf_counter() - began < 5


def test_it_refuses_what_has_no_meaning() -> None:
    with pytest.raises(ValueError, match="negative"):
        add(office(), datetime(2026, 3, 2, tzinfo=UTC), -1)
    with pytest.raises(TypeError):
        add(office(), datetime(2026, 3, 2), 1)  # noqa: DTZ001
    with pytest.raises(ValueError, match="years apart"):
        between(office(), datetime(1000, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))


def test_ten_thousand_hours_cost_microseconds() -> None:
    calendar, start = office(region="CN"), datetime(2026, 3, 2, tzinfo=UTC)
    end = add(calendar, start, 10_000 * HOUR)
    assert timedelta(days=4 * 365) < end - start < timedelta(days=6 * 365)
    began = perf_counter()
    for _ in range(1000):
        add(calendar, start, 10_000 * HOUR)
        between(calendar, start, end)
    # Some 20 µs a pair in truth; the bound leaves room for a busy machine and none for a loop by minutes.
    assert perf_counter() - began < 1
