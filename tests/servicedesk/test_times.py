"""Times and clocks say in words how late it is, and keep the exact time behind."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests.servicedesk.drawing import draw

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("past", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=5, seconds=40), "5 min ago"),
        (timedelta(hours=3, minutes=50), "3 h ago"),
        (timedelta(days=2, hours=23), "2 d ago"),
        (timedelta(days=40), "2026-01-21"),
        (timedelta(minutes=-10, seconds=-5), "in 10 min"),
    ],
)
def test_a_time_is_told_from_now(past: timedelta, words: str, time_machine) -> None:
    now = datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI)
    time_machine.move_to(now, tick=False)
    assert f">{words}</time>" in draw("{% ago moment %}", moment=now - past)


def test_a_time_keeps_the_exact_one_behind(time_machine) -> None:
    moment = datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI)
    time_machine.move_to(moment + timedelta(minutes=5))
    drawn = draw("{% ago moment %}", moment=moment.astimezone(ZoneInfo("UTC")))
    assert 'datetime="2026-03-02T01:30:00+00:00"' in drawn
    assert 'title="Mon 2026-03-02 09:30:00 CST"' in drawn


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(hours=2, minutes=5), "due in 2 h 05 min"),
        (timedelta(hours=2), "due in 2 h"),
        (timedelta(seconds=40), "due in 40 s"),
        (timedelta(days=3, hours=4), "due in 3 d 4 h"),
        (timedelta(minutes=-37), "overdue 37 min"),
    ],
)
def test_a_due_time_says_what_is_left(ahead: timedelta, words: str, time_machine) -> None:
    now = datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI)
    time_machine.move_to(now, tick=False)
    assert words in draw("{% due moment %}", moment=now + ahead)


def test_no_time_is_a_dash() -> None:
    assert draw("{% ago moment %}", moment=None) == "–"


def clock(**given: Any) -> SimpleNamespace:
    now = timezone.now()
    plain = {
        "label": "Resolution",
        "started_at": now,
        "due_at": now + timedelta(hours=2, seconds=30),
        "percent": 20,
        "is_paused": False,
        "is_breached": False,
    }
    return SimpleNamespace(**plain | given)


@pytest.mark.parametrize(
    ("given", "state", "words"),
    [
        ({}, "fine", "due in 2 h"),
        ({"percent": 50}, "half", "due in 2 h"),
        ({"percent": 75}, "late", "due in 2 h"),
        (
            {"is_breached": True, "percent": 180, "due_at": timezone.now() - timedelta(days=1)},
            "overdue",
            "overdue 1 d",
        ),
        ({"is_paused": True}, "paused", "paused"),
        ({"is_met": True, "is_breached": False}, "met", "met"),
    ],
)
def test_a_clock_says_its_state_in_words(given: dict[str, Any], state: str, words: str) -> None:
    drawn = draw("{% clock_ring clock %}", clock=clock(**given))
    assert f'data-clock="{state}"' in drawn
    assert words in drawn
    assert "Resolution" in drawn


def test_a_clock_says_why_it_is_due_then() -> None:
    assert "four hours, around the clock" in draw(
        "{% clock_ring c %}", c=clock(why="four hours, around the clock")
    )


def test_a_paused_clock_is_not_counted_down_by_the_browser() -> None:
    assert "data-time" not in draw("{% clock_ring clock %}", clock=clock(is_paused=True))
