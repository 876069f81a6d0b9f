"""Who fills a post now, and why."""

import pytest

from roster.duty import active_posts, filling, fillings
from tests.roster.people import leave, post, shift, worker

pytestmark = pytest.mark.django_db


def test_a_fills_it_who_is_not_away() -> None:
    first, second = worker("Guo Zhen"), worker("Huang Yi")
    found = filling(post(first, second))
    assert (found.person, found.holder) == (first, "A")
    assert found.reasons == ("Guo Zhen is holder A and is not away.",)


def test_b_fills_it_while_a_is_on_leave_and_the_reason_names_both() -> None:
    first, second = worker("Guo Zhen"), worker("Huang Yi")
    leave(first)
    found = filling(post(first, second))
    assert (found.person, found.holder) == (second, "B")
    assert found.reasons[0].startswith("Holder A, Guo Zhen, is away until ")
    assert "(holiday)" in found.reasons[0]
    assert found.reasons[1] == "Huang Yi is holder B and is not away."


def test_nobody_is_said_aloud() -> None:
    first, second = worker(), worker()
    leave(first), leave(second)
    found = filling(post(first, second))
    assert (found.person, found.holder) == (None, "")
    assert found.reasons[-1] == "Nobody is left: name somebody."


def test_leave_that_is_over_or_still_to_come_counts_for_nothing() -> None:
    first = worker()
    leave(first, -9, -1), leave(first, 1, 9)
    assert filling(post(first)).person == first


def test_a_shift_at_the_post_goes_before_its_holders() -> None:
    first, third = worker(), worker("Liang Bo")
    room = post(first)
    shift(third, -1, 7, post=room)
    found = filling(room)
    assert (found.person, found.holder) == (third, "shift")


def test_who_has_the_shift_and_is_away_is_passed_over_with_the_reason() -> None:
    first, third = worker(), worker("Liang Bo")
    room = post(first)
    shift(third, -1, 7, post=room)
    leave(third, -0.5, 5)
    found = filling(room)
    assert (found.person, found.holder) == (first, "A")
    assert found.reasons[0].startswith("Liang Bo, who has the shift, is away until ")


def test_who_no_longer_works_here_holds_nothing() -> None:
    first, second = worker(is_active=False), worker()
    found = filling(post(first, second))
    assert found.person == second
    assert "no longer works here" in found.reasons[0]


def test_all_posts_cost_as_much_as_one(django_assert_num_queries) -> None:
    for number in range(5):
        post(worker(), worker(), code=f"post-{number}")
    posts = active_posts()
    with django_assert_num_queries(2):
        assert len(fillings(posts)) == 5
