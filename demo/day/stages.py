"""Where the day is played: before a desk that runs, or within one process for a test."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
from django.utils import timezone

from demo import clock as demo_clock
from demo.day.script import Stage

BEGINS = (8, 50)
PATIENCE = 60.0  # seconds for a page
STEP = 0.5  # seconds of real time between two moves of the clock
SATURDAY = 5


def next_day(now: datetime) -> datetime:
    """The first working day whose 08:50 is still to come; its midnight."""
    day = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    while day + timedelta(hours=BEGINS[0], minutes=BEGINS[1]) < now or day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day


class Pace:
    """Moves the clock of a running desk on, `speed` times as fast as a clock runs."""

    def __init__(self, speed: float) -> None:
        self.speed = speed
        self._has_begun = False

    def move_to(self, at: datetime) -> None:
        if not self._has_begun:
            # From tonight to the morning nothing is to be watched.
            self._has_begun = True
            demo_clock.move_to(at)
        while (left := at - timezone.now()) > timedelta(seconds=1):
            demo_clock.move_to(timezone.now() + min(left, timedelta(seconds=self.speed * STEP)))
            time.sleep(STEP)


def running_desk(url: str, speed: float, tell: Callable[[str], Any]) -> Stage:
    """A desk at this address, which reads the same Redis as this process."""
    return Stage(
        day=next_day(timezone.now()),
        open_client=lambda: httpx.Client(base_url=url, timeout=PATIENCE, trust_env=False),
        move_to=Pace(speed).move_to,
        turn=lambda: time.sleep(1),
        tell=tell,
    )
