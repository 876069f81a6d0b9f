"""Swaps: asked and agreed, arranged for others, taken over while they run."""

import pytest
from django.core.exceptions import ValidationError

from people.rights import Forbidden
from records.errors import Refused
from roster.models import Swap
from roster.planning import change_shift
from roster.swaps import answer, ask, take_over, waiting_for, withdraw
from tests import cast
from tests.roster.people import at, leave, planner, shift, worker

pytestmark = pytest.mark.django_db


def test_an_asked_swap_changes_nothing_until_the_other_agrees() -> None:
    one, two = worker(), worker()
    mine = shift(one)
    swap = ask(mine, two, by=one)
    mine.refresh_from_db()
    assert (mine.user, list(waiting_for(two))) == (one, [swap])
    answer(swap, by=two, is_agreed=True)
    mine.refresh_from_db()
    assert (mine.user, list(waiting_for(two))) == (two, [])


def test_two_shifts_of_the_same_hours_change_hands_in_one_stroke() -> None:
    one, two = worker(), worker()
    mine, theirs = shift(one, 1, 9), shift(two, 1, 9)
    answer(ask(mine, two, by=one, in_return=theirs), by=two, is_agreed=True)
    mine.refresh_from_db(), theirs.refresh_from_db()
    assert (mine.user, theirs.user) == (two, one)


def test_a_supervisor_arranges_a_swap_for_two_others_at_once() -> None:
    one, two = worker(), worker()
    mine = shift(one)
    swap = ask(mine, two, by=planner(), reason="Training")
    mine.refresh_from_db()
    assert (mine.user, swap.outcome) == (two, Swap.Outcome.AGREED)


def test_a_swap_stays_with_its_shift_when_that_is_moved() -> None:
    one, two = worker(), worker()
    mine = shift(one, 1, 9)
    swap = ask(mine, two, by=one)
    change_shift(mine, by=planner(), starts_at=at(25), ends_at=at(33))
    answer(swap, by=two, is_agreed=True)
    mine.refresh_from_db()
    assert mine.user == two


def test_it_is_refused_where_the_taker_is_busy_or_away() -> None:
    one, two, three = worker(), worker("Busy"), worker("Away")
    mine = shift(one)
    shift(two), leave(three)
    for taker, why in ((two, "Busy has a shift"), (three, "Away is on leave")):
        with pytest.raises(ValidationError) as refused:
            ask(mine, taker, by=one)
        assert refused.value.message_dict["taker"][0].startswith(why)


def test_what_changed_since_it_was_asked_is_looked_at_again() -> None:
    one, two = worker(), worker()
    swap = ask(shift(one), two, by=one)
    shift(two, 2, 4)
    with pytest.raises(ValidationError):
        answer(swap, by=two, is_agreed=True)


def test_nobody_gives_away_the_shift_of_another_and_nobody_answers_for_another() -> None:
    one, two = worker(), worker()
    mine = shift(one)
    with pytest.raises(Refused):
        ask(mine, two, by=two)
    swap = ask(mine, two, by=one)
    with pytest.raises(Refused):
        answer(swap, by=one, is_agreed=True)
    with pytest.raises(Forbidden):
        ask(mine, two, by=cast.person("auditor"))


def test_declined_and_withdrawn_end_it() -> None:
    one, two = worker(), worker()
    mine = shift(one)
    answer(ask(mine, two, by=one), by=two, is_agreed=False)
    swap = withdraw(ask(mine, two, by=one), by=one)
    with pytest.raises(Refused):
        answer(swap, by=two, is_agreed=True)
    mine.refresh_from_db()
    assert mine.user == one


def test_a_running_shift_is_taken_over_and_what_was_worked_stays() -> None:
    one, two = worker(), worker()
    running = shift(one, -2, 6)
    rest = take_over(running, two, by=planner())
    running.refresh_from_db()
    assert (running.user, rest.user) == (one, two)
    assert running.ends_at == rest.starts_at
    with pytest.raises(Refused):
        take_over(shift(one, 10, 12), two, by=planner())
