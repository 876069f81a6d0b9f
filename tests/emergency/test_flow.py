"""The sliding window: each storm once, whatever it does about its limit."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from emergency.surge_flow import Tide, quietest_limit, storms

BEGIN = datetime(2026, 11, 23, 8, tzinfo=UTC)
WINDOW = timedelta(minutes=30)


def flow(*minutes: int) -> list[tuple[datetime, int]]:
    return [(BEGIN + timedelta(minutes=minute), minutes.count(minute)) for minute in sorted(set(minutes))]


def test_it_begins_with_the_report_that_fills_the_limit():
    (found,) = storms(flow(0, 3, 7, 7, 9), limit=5, window=WINDOW)
    assert (found.began_at, found.reached_at) == (BEGIN, BEGIN + timedelta(minutes=9))
    assert found.peak == 5
    assert found.ended_at is None


def test_both_ends_of_the_window_belong_to_it():
    assert storms(flow(0, 30), limit=2, window=WINDOW)
    assert not storms(flow(0, 31), limit=2, window=WINDOW)


def test_it_ends_when_less_than_half_of_the_limit_is_left():
    (found,) = storms(flow(0, 1, 2, 3, 90), limit=4, window=WINDOW)
    # Of four reports the third leaves the window at minute 32: one is left.
    assert found.ended_at == BEGIN + timedelta(minutes=32)


def test_what_wavers_about_the_limit_is_one_storm():
    wavering = [minute for start in range(0, 200, 20) for minute in (start, start, start)]
    assert len(storms(flow(*wavering), limit=5, window=WINDOW)) == 1


def test_the_window_fills_unjudged_before_the_moment_from_which_it_counts():
    tide = Tide(3, WINDOW)
    assert not [one for drop in flow(0, 1, 2) for one in tide.rise(drop, counts=False)]
    assert [one.peak for one in tide.rise((BEGIN + timedelta(minutes=3), 1))] == [4]


@given(st.lists(st.integers(0, 600), max_size=120), st.integers(2, 12))
def test_it_finds_a_storm_exactly_where_some_window_holds_the_limit(minutes: list[int], limit: int):
    fullest = max((sum(1 for one in minutes if at - 30 <= one <= at) for at in minutes), default=0)
    found = storms(flow(*minutes), limit=limit, window=WINDOW)
    assert bool(found) == (fullest >= limit)
    assert max((one.peak for one in found), default=fullest) == fullest
    for earlier, later in pairwise(found):
        assert earlier.ended_at is not None
        assert earlier.ended_at <= later.reached_at


@given(st.lists(st.integers(0, 600), max_size=120), st.integers(1, 3))
def test_the_quietest_limit_leaves_at_most_so_many_storms(minutes: list[int], at_most: int):
    limit = quietest_limit(flow(*minutes), least=4, window=WINDOW, at_most=at_most)
    assert len(storms(flow(*minutes), limit=limit, window=WINDOW)) <= at_most
