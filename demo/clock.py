"""A clock that a demonstration moves ahead: every process of the desk reads it and lives at the same moved time.

Redis holds by how many seconds the desk is ahead. Each process (web, worker, beat) has a thread that looks a few times
a second and moves `time` and `datetime` with it; intervals, which count by the monotonic clock, are not touched. Only a
desk with ITSM_DEMO has it; elsewhere nothing is read, and setting it raises.
"""

import logging
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import time_machine
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from redis import Redis, RedisError

# Desks that share a Redis have a clock each.
KEY = f"itsm:demo-clock:{settings.DATABASES['default']['NAME']}"
LOOKS_EVERY = 0.2  # seconds
logger = logging.getLogger(__name__)


def redis() -> Redis:
    return Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=2)


class DemoClock:
    """This process's part. `seconds` is how far ahead it lives."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._travel: time_machine.travel | None = None
        self._thread: threading.Thread | None = None

    def follow(self) -> None:
        """Live at the desk's time from now on. Does nothing where the desk is no demonstration."""
        if not settings.IS_DEMO or (self._thread is not None and self._thread.is_alive()):
            return
        self._thread = threading.Thread(target=self._look, name="demo-clock", daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while True:
            # Without Redis the desk stays at the time at which it is.
            with suppress(RedisError, ValueError):
                self.move_to(seconds_ahead())
            time.sleep(LOOKS_EVERY)

    def move_to(self, seconds: float) -> None:
        if abs(seconds - self.seconds) < 0.001:
            return
        if self._travel is not None:
            self._travel.stop()
        self._travel, self.seconds = None, seconds
        if seconds:
            at = datetime.now(UTC) + timedelta(seconds=seconds)
            self._travel = time_machine.travel(at, tick=True)
            self._travel.start()


def seconds_ahead() -> float:
    with redis() as server:
        return float(server.get(KEY) or 0)


def move_to(at: datetime) -> float:
    """Move the whole desk to a moment. Returns by how many seconds it is ahead now.

    Raises ImproperlyConfigured where the desk is no demonstration, ValueError for a moment that has passed: what was
    written down would lie in the future.
    """
    if not settings.IS_DEMO:
        raise ImproperlyConfigured("Only a desk with ITSM_DEMO may have its clock moved.")
    now = seconds_ahead()
    clock.move_to(now)
    ahead = now + (at - datetime.now(UTC)).total_seconds()
    if ahead < now - 1:
        raise ValueError(f"{at} has passed on this desk.")
    with redis() as server:
        server.set(KEY, ahead)
    clock.move_to(ahead)
    return ahead


clock = DemoClock()
