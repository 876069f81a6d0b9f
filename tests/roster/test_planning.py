"""Planning: double bookings are refused, gaps are shown, nobody without the right plans."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from people.models import AccessLog
from people.rights import Forbidden
from roster.gaps import Span, gaps
from roster.models import CoverRule, Leave, Shift, ShiftPattern
from roster.planning import change_shift, plan_rotation, plan_shift, remove
from tests import cast
from tests.roster.people import at, leave, planner, post, shift, worker

pytestmark = pytest.mark.django_db


def words(hours: float = 48) -> list[str]:
    return [gap.words for gap in gaps(Span.of(at(-1), at(hours)))]


def test_a_second_shift_at_the_same_time_is_refused_with_the_first_one_named() -> None:
    user = worker("Luo Bin")
    shift(user, 1, 9)
    with pytest.raises(ValidationError) as refused:
        shift(user, 8, 12)
    assert refused.value.message_dict["user"][0].startswith("Luo Bin has a shift from ")
    assert shift(user, 9, 12).pk


def test_the_database_itself_refuses_two_shifts_at_once() -> None:
    user = worker()
    shift(user, 1, 9)
    with pytest.raises(IntegrityError), transaction.atomic():
        Shift.objects.create(user=user, starts_at=at(2), ends_at=at(3))


def test_a_shift_during_leave_is_refused() -> None:
    user = worker()
    leave(user)
    with pytest.raises(ValidationError, match="on leave"):
        shift(user)


def test_who_falls_ill_leaves_a_gap_that_is_shown() -> None:
    user = worker("Luo Bin")
    shift(user)
    leave(user, sort=Leave.Sort.ILLNESS)
    assert "Luo Bin has a shift and is on leave: give the shift to somebody else." in words()


def test_a_post_that_nobody_fills_is_a_gap_of_exactly_that_time() -> None:
    first, third = worker(), worker()
    room = post(first)
    leave(first, 2, 10)
    shift(third, 4, 6, post=room)
    found = [gap for gap in gaps(Span.of(at(0), at(24))) if gap.sort == "post"]
    lengths = [round((gap.ends_at - gap.starts_at).total_seconds() / 3600, 1) for gap in found]
    assert lengths == [2.0, 4.0]


def test_too_few_people_on_a_pattern_are_counted() -> None:
    pattern = ShiftPattern.objects.get(code="early")
    CoverRule.objects.create(team=cast.team("server"), pattern=pattern, needed=2, is_on_weekends=True)
    plan_rotation([worker()], pattern, by=planner(), from_on=date(2031, 3, 3), until_on=date(2031, 3, 3))
    start, _end = pattern.span(date(2031, 3, 3))
    found = gaps(Span.of(start - timedelta(hours=7), start + timedelta(hours=17)))
    assert [gap.words for gap in found if gap.sort == "cover"] == ["Server, Early: 1 person is missing."]


def test_short_rest_is_shown_and_not_refused() -> None:
    user = worker("Luo Bin")
    shift(user, 1, 9)
    shift(user, 14, 20)
    assert any(text.startswith("Luo Bin has 5 hours of rest") for text in words())


def test_a_rotation_passes_over_who_is_away_and_tells_the_days_that_nobody_takes() -> None:
    one, two = worker("One"), worker("Two")
    by, pattern = planner(), ShiftPattern.objects.get(code="night")
    start, _end = pattern.span(date(2031, 3, 4))
    Leave.objects.create(user=two, starts_at=start, ends_at=start + timedelta(hours=1))
    made, empty = plan_rotation(
        [one, two], pattern, by=by, from_on=date(2031, 3, 3), until_on=date(2031, 3, 5)
    )
    assert [str(each.user) for each in made] == ["One", "One", "One"]
    assert empty == []
    made, empty = plan_rotation([one], pattern, by=by, from_on=date(2031, 3, 5), until_on=date(2031, 3, 6))
    assert [day for day, _why in empty] == [date(2031, 3, 5)]


def test_only_planners_plan_and_each_change_is_written_down() -> None:
    user = worker()
    with pytest.raises(Forbidden):
        plan_shift(user, by=user, starts_at=at(1), ends_at=at(2))
    made = shift(user)
    key = made.pk
    change_shift(made, by=planner(), ends_at=made.ends_at + timedelta(hours=1))
    remove(made, by=planner())
    events = AccessLog.objects.filter(subject=f"roster.Shift:{key}").values_list("event", flat=True)
    assert list(events) == ["removed", "changed", "created"]


@pytest.mark.django_db(transaction=True)
def test_two_planners_at_once_do_not_book_one_person_twice() -> None:
    user, by = worker(), planner()
    start, end = timezone.now() + timedelta(hours=1), timezone.now() + timedelta(hours=9)
    barrier, outcomes = Barrier(2), []

    def plan() -> None:
        barrier.wait()
        try:
            plan_shift(user, by=by, starts_at=start, ends_at=end)
            outcomes.append("planned")
        except ValidationError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=plan) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["planned", "refused"]
    assert Shift.objects.filter(user=user).count() == 1
