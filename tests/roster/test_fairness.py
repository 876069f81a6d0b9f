"""Hours, nights and weekends of each person over a span, in the desk's own time."""

from datetime import date, time, timedelta

import pytest

from roster.fairness import loads
from roster.models import ShiftPattern
from roster.models.duty import at_local
from roster.planning import plan_shift
from tests.roster.people import planner, worker

pytestmark = pytest.mark.django_db
FRIDAY = date(2031, 3, 7)
MIDNIGHT = at_local(FRIDAY, time(0))


def test_a_friday_night_is_eight_hours_seven_at_night_and_seven_at_the_weekend() -> None:
    user, idle = worker(), worker()
    starts_at, ends_at = ShiftPattern.objects.get(code="night").span(FRIDAY)
    plan_shift(user, by=planner(), starts_at=starts_at, ends_at=ends_at)
    first, second = loads([user, idle], MIDNIGHT, MIDNIGHT + timedelta(days=7))
    assert (first.user, first.hours, first.night_hours, first.nights) == (user, 8.0, 7.0, 1)
    assert (first.weekend_hours, first.share) == (7.0, 2.0)
    assert (second.user, second.hours, second.share) == (idle, 0.0, 0.0)


def test_only_what_lies_in_the_span_counts() -> None:
    user = worker()
    starts_at, ends_at = ShiftPattern.objects.get(code="night").span(FRIDAY)
    plan_shift(user, by=planner(), starts_at=starts_at, ends_at=ends_at)
    saturday = MIDNIGHT + timedelta(days=1)
    (found,) = loads([user], saturday, saturday + timedelta(days=1))
    assert (found.hours, found.night_hours, found.weekend_hours) == (7.0, 6.0, 7.0)


def test_a_whole_day_across_two_nights() -> None:
    user = worker()
    starts_at = MIDNIGHT + timedelta(hours=1)
    plan_shift(user, by=planner(), starts_at=starts_at, ends_at=starts_at + timedelta(hours=22))
    (found,) = loads([user], MIDNIGHT, MIDNIGHT + timedelta(days=7))
    assert (found.hours, found.night_hours, found.nights, found.weekend_hours) == (22.0, 6.0, 2, 0.0)


def test_it_costs_four_queries_however_many_people(django_assert_num_queries) -> None:
    people = [worker() for _ in range(5)]
    with django_assert_num_queries(4):
        assert len(loads(people, MIDNIGHT, MIDNIGHT + timedelta(days=7))) == 5
