"""The roster knows public holidays and the Saturdays that are worked in exchange."""

from datetime import date, time, timedelta

import pytest
from django.utils import translation

from roster.days import Days
from roster.fairness import loads
from roster.gaps import Span, gaps
from roster.models import CoverRule, ShiftPattern
from roster.models.duty import at_local
from roster.planning import plan_rotation, plan_shift
from sla.models import Calendar, CalendarException
from tests import cast
from tests.roster.people import planner, worker

pytestmark = pytest.mark.django_db
# National Day 2025: the first of October, a Wednesday; Saturday the eleventh is worked in exchange.
NATIONAL_DAY, MAKE_UP = date(2025, 10, 1), date(2025, 10, 11)


@pytest.fixture(autouse=True)
def usual() -> Calendar:
    Calendar.objects.filter(is_default=True).update(is_default=False)
    return Calendar.objects.create(name="Ours", region="CN", is_default=True)


def day(on: date) -> tuple[bool, str]:
    found = Days.between(on, on).day(on)
    return found.is_off, found.name


def test_a_holiday_is_off_and_has_its_name_in_the_readers_language() -> None:
    assert day(NATIONAL_DAY) == (True, "National Day")
    with translation.override("zh-hans"):
        assert day(NATIONAL_DAY) == (True, "国庆节")


def test_a_saturday_worked_in_exchange_is_no_day_off() -> None:
    assert day(MAKE_UP) == (False, "")
    assert day(MAKE_UP + timedelta(days=7)) == (True, "")


def test_the_houses_own_exception_beats_the_holiday(usual: Calendar) -> None:
    CalendarException.objects.create(calendar=usual, on=NATIONAL_DAY, is_working=True, name="Stocktaking")
    assert day(NATIONAL_DAY) == (False, "Stocktaking")


def test_a_rotation_of_working_days_leaves_holidays_out() -> None:
    pattern, by = ShiftPattern.objects.get(code="early"), planner()
    span = {"from_on": NATIONAL_DAY - timedelta(days=1), "until_on": NATIONAL_DAY + timedelta(days=1)}
    made, empty = plan_rotation([worker()], pattern, by=by, is_on_days_off=False, **span)
    assert ([one.starts_at.astimezone().date() for one in made], empty) == ([date(2025, 9, 30)], [])


def test_a_rule_for_weekdays_asks_for_nobody_on_a_holiday_and_for_somebody_on_a_made_up_saturday() -> None:
    pattern = ShiftPattern.objects.get(code="early")
    CoverRule.objects.create(team=cast.team("server"), pattern=pattern, needed=1)
    wanted = {}
    for on in (NATIONAL_DAY, MAKE_UP):
        start = at_local(on, time(0))
        found = gaps(Span.of(start, start + timedelta(days=1)))
        wanted[on] = any(gap.sort == "cover" for gap in found)
    assert wanted == {NATIONAL_DAY: False, MAKE_UP: True}


def test_work_on_a_holiday_weighs_like_a_weekend() -> None:
    user = worker()
    start = at_local(NATIONAL_DAY, time(9))
    plan_shift(user, by=planner(), starts_at=start, ends_at=start + timedelta(hours=8))
    (found,) = loads([user], start - timedelta(days=1), start + timedelta(days=1))
    assert found.weekend_hours == 8.0
