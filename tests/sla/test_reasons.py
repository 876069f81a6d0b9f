from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from sla.account import Pause, account
from sla.business_time import NoWorkingTime, add, between
from sla.reasons import explain
from sla.timetable import OwnDay, Timetable
from sla.wall import amount, weekly_hours
from tests.sla.test_business_time_properties import BEGAN, open_calendars
from tests.sla.timetables import always, at, office, spans

HOUR = 3600
SHANGHAI = office(hours="09:00-12:00 13:00-18:00", region="CN", name="Shanghai office")


def pause(
    calendar: Timetable, began: str, ended: str = "", reason: str = "waiting for the customer"
) -> Pause:
    return Pause(at(calendar, began), at(calendar, ended) if ended else None, reason)


def told(calendar: Timetable, start: str, hours: float, *pauses: Pause, due: str = "") -> str:
    kept = at(calendar, due) if due else None
    return explain(calendar, start=at(calendar, start), seconds=hours * HOUR, pauses=pauses, due=kept)


def test_it_tells_of_holidays_in_one_line() -> None:
    assert told(SHANGHAI, "2026-09-30 16:30", 4) == (
        "4 h of working time from Wed 30 September 16:30 on the calendar “Shanghai office” "
        "(Mon–Fri 09:00–12:00, 13:00–18:00). "
        "Counted: 1 h 30 min on Wed 30 September; Thu 1 October – Wed 7 October closed (National Day); "
        "the rest, 2 h 30 min, on Thu 8 October until 11:30. "
        "Due Thu 8 October 11:30."
    )


def test_it_tells_of_one_day_without_ado() -> None:
    assert told(office(), "2026-03-02 10:00", 2) == (
        "2 h of working time from Mon 2 March 10:00 on the calendar “Office” (Mon–Fri 09:00–18:00). "
        "Counted: all of it on Mon 2 March until 12:00. Due Mon 2 March 12:00."
    )


def test_it_tells_when_counting_began() -> None:
    text = told(office(), "2026-03-07 03:00", 2)
    assert "It was closed then; the time counts from Mon 9 March 09:00." in text
    assert "Counted: Sat 7 March – Sun 8 March closed; all of it on Mon 9 March until 11:00." in text


def test_it_tells_of_make_up_days() -> None:
    text = told(SHANGHAI, "2026-10-09 17:00", 2)
    assert "1 h on Fri 9 October; the rest, 1 h, on Sat 10 October (make-up working day) until 10:00." in text


def test_it_tells_of_own_exceptions() -> None:
    own = {
        date(2026, 3, 3): OwnDay((), "Stocktaking"),
        date(2026, 3, 7): OwnDay(spans("10:00-12:00"), "Moving day"),
    }
    text = told(office(own_days=own), "2026-03-02 17:00", 4)
    assert "1 h on Mon 2 March; Tue 3 March closed (Stocktaking); the rest, 3 h, on Wed 4 March" in text
    text = told(office(own_days=own), "2026-03-06 17:00", 2)
    assert "the rest, 1 h, on Sat 7 March (Moving day) until 11:00" in text


def test_it_sums_long_stretches_up() -> None:
    text = told(SHANGHAI, "2026-09-18 17:00", 80)
    assert (
        "Counted: 1 h on Fri 18 September; 72 h on the 9 working days from Sun 20 September to Thu 8 October; "
        "the rest, 7 h, on Fri 9 October until 17:00."
    ) in text
    assert (
        "Closed in between: the weekly days off; Fri 25 September – Sun 27 September (Mid-Autumn Festival); "
        "Thu 1 October – Wed 7 October (National Day). Worked in exchange: Sun 20 September."
    ) in text


def test_a_very_long_one_stays_short() -> None:
    assert len(told(SHANGHAI, "2023-01-02 09:00", 5000)) < 1000


def test_it_says_the_year_where_it_is_another() -> None:
    assert told(office(), "2026-12-31 17:00", 2).endswith("Due Fri 1 January 2027 10:00.")


def test_it_tells_of_pauses() -> None:
    calendar = office()
    text = told(calendar, "2026-03-06 10:00", 4, pause(calendar, "2026-03-06 11:00", "2026-03-06 11:35"))
    assert "from Fri 6 March 11:00 to Fri 6 March 11:35 (waiting for the customer)" in text
    assert "Paused for 35 min of working time" in text
    assert text.endswith("Due Fri 6 March 14:35.")


def test_a_pause_over_the_weekend_counts_by_the_calendar() -> None:
    calendar = office()
    text = told(calendar, "2026-03-06 16:00", 3, pause(calendar, "2026-03-06 17:00", "2026-03-09 10:00"))
    assert "Paused for 2 h of working time" in text
    assert text.endswith("Due Mon 9 March 12:00.")


def test_a_pause_while_closed_moved_nothing() -> None:
    calendar = office()
    text = told(calendar, "2026-03-06 16:00", 3, pause(calendar, "2026-03-06 19:00", "2026-03-08 10:00"))
    assert "lay outside working hours and moved nothing" in text
    assert text.endswith("Due Mon 9 March 10:00.")


def test_many_pauses_are_summed_up() -> None:
    calendar = office()
    pauses = [
        pause(calendar, f"2026-03-06 1{n}:00", f"2026-03-06 1{n}:10", f"reason {n % 2}") for n in range(5)
    ]
    assert "Paused for 50 min of working time in 5 pauses (reason 0, reason 1)." in told(
        calendar, "2026-03-06 09:00", 8, *pauses
    )


def test_while_it_stands_still_it_says_what_is_left() -> None:
    calendar = office()
    text = told(calendar, "2026-03-06 16:00", 3, pause(calendar, "2026-03-06 17:00", reason=""))
    assert "Counted: 1 h on Fri 6 March." in text
    assert text.endswith("It stands still since Fri 6 March 17:00 (no reason given), with 2 h to go.")


def test_it_owns_up_to_a_due_time_of_yesterdays_calendar() -> None:
    assert "The record still says Mon 2 March 15:00" in told(
        office(), "2026-03-02 10:00", 2, due="2026-03-02 15:00"
    )
    assert "still says" not in told(office(), "2026-03-02 10:00", 2, due="2026-03-02 12:00")


def test_it_owns_up_to_holidays_not_announced_yet() -> None:
    assert "For 2031 the holidays are those of the law" in told(SHANGHAI, "2031-03-03 10:00", 2)
    assert "those of the law" not in told(SHANGHAI, "2026-03-02 10:00", 2)


def test_it_names_another_zone() -> None:
    assert told(office("Europe/Berlin"), "2026-03-02 10:00", 2).endswith("Times are those of Europe/Berlin.")


def test_around_the_clock_needs_few_words() -> None:
    assert told(always(), "2026-10-02 16:30", 4) == (
        "4 h from Fri 2 October 16:30 on the calendar “Around the clock”: every hour counts. Due Fri 2 October 20:30."
    )


def test_the_end_of_a_day_is_24() -> None:
    text = told(office(hours="20:00-24:00"), "2026-03-02 22:00", 2)
    assert "(Mon–Fri 20:00–24:00)" in text
    assert "until 24:00" in text


def test_a_calendar_without_hours_cannot_be_explained() -> None:
    with pytest.raises(NoWorkingTime):
        told(office(hours=""), "2026-03-02 10:00", 2)


def test_it_names_the_holiday_in_the_readers_language() -> None:
    with translation.override("zh-hans"):
        assert "国庆节" in told(SHANGHAI, "2026-09-30 16:30", 4)


def test_odd_seconds_are_rounded_so_that_they_add_up() -> None:
    start = at(office(), "2026-03-02 16:29:40")
    text = explain(office(), start=start, seconds=4 * HOUR)
    assert "1 h 30 min on Mon 2 March; the rest, 2 h 30 min, on Tue 3 March until 11:29" in text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 min"),
        (0.4, "1 s"),
        (59, "59 s"),
        (60, "1 min"),
        (3600, "1 h"),
        (5400, "1 h 30 min"),
        (360_000, "100 h"),
    ],
)
def test_amounts_read_as_hours_and_minutes(seconds: float, text: str) -> None:
    assert amount(seconds) == text


def test_the_week_is_told_by_like_days() -> None:
    calendar = office()
    week = (*calendar.week[:4], spans("09:00-15:00"), spans("10:00-12:00 13:00-24:00"), ())
    assert weekly_hours(Timetable(calendar.named, calendar.zone, week)) == (
        "Mon–Thu 09:00–18:00; Fri 09:00–15:00; Sat 10:00–12:00, 13:00–24:00"
    )
    assert weekly_hours(office(hours="")) == "no weekly hours"


# The figures behind the words

minutes_apart = st.lists(st.integers(0, 20_000), max_size=8)


def drawn_pauses(start: datetime, gaps: list[int]) -> list[Pause]:
    moments, moment = [], start
    for gap in gaps:
        moment += timedelta(minutes=gap)
        moments.append(moment)
    return [Pause(began, ended) for began, ended in zip(moments[::2], moments[1::2], strict=False)]


@given(open_calendars, st.integers(0, 200_000), st.integers(1, 300_000), minutes_apart)
@settings(max_examples=60, deadline=None)
def test_the_account_adds_up(calendar: Timetable, since: int, seconds: int, gaps: list[int]) -> None:
    start = BEGAN + timedelta(minutes=since)
    pauses = drawn_pauses(start, gaps)
    found = account(calendar, start, seconds, pauses)
    assert found.due_at is not None
    assert round(sum(portion.seconds for portion in found.portions), 3) == seconds
    before = [pause for pause in pauses if pause.began_at < found.due_at]
    paused = sum(between(calendar, pause.began_at, pause.ended_at or start) for pause in before)
    assert between(calendar, start, found.due_at) == seconds + paused
    assert explain(calendar, start=start, seconds=seconds, pauses=pauses, due=found.due_at)


@given(open_calendars, st.integers(0, 200_000), st.integers(1, 300_000))
@settings(max_examples=30, deadline=None)
def test_without_pauses_it_is_plain_addition(calendar: Timetable, since: int, seconds: int) -> None:
    start = BEGAN + timedelta(minutes=since)
    assert account(calendar, start, seconds).due_at == add(calendar, start, seconds)


def test_overlapping_and_unordered_pauses_count_once() -> None:
    calendar = always()
    start = datetime(2026, 3, 2, tzinfo=UTC)
    hours = [start + timedelta(hours=number) for number in range(8)]
    pauses = [Pause(hours[2], hours[5]), Pause(hours[3], hours[4]), Pause(hours[1], hours[3])]
    assert account(calendar, start, 2 * HOUR, pauses).due_at == hours[6]


def test_time_used_up_when_a_pause_begins_is_due_then() -> None:
    calendar = office()
    later = pause(calendar, "2026-03-02 12:00", "2026-03-02 13:00")
    assert told(calendar, "2026-03-02 10:00", 2, later).endswith("Due Mon 2 March 12:00.")
