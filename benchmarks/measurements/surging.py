"""A hundred calls a second on one service, while the watch looks every two seconds: what each costs."""

from __future__ import annotations

import threading
import time
from typing import Any

from django.db import connection

from benchmarks.client import seconds
from benchmarks.desk import Desk
from benchmarks.measuring import Figure
from calls.log import log_call
from cmdb.models import Service
from emergency.models import Surge
from emergency.watching import look
from people.models import User

A_SECOND = 100
LASTS = 20  # seconds
LOOKS_EVERY = 2.0


class Storm:
    """Calls at an even pace; how late the last one was, and what each took."""

    def __init__(self, service: Service, by: User) -> None:
        self.service, self.by = service, by
        self.times: list[float] = []
        self.behind = 0.0

    def blow(self) -> None:
        started = time.perf_counter()
        for place in range(A_SECOND * LASTS):
            wait = started + place / A_SECOND - time.perf_counter()
            if wait > 0:
                time.sleep(wait)
            self.behind = max(self.behind, -wait)
            self.times.append(seconds(self._log, place))

    def _log(self, place: int) -> None:
        log_call(by=self.by, service=self.service, reason=f"Cannot connect to the remote server ({place})")


class Watch(threading.Thread):
    """Looks as the worker does, on a connection of its own."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.looks: list[float] = []
        self.found_after: float | None = None
        self._stops = threading.Event()

    def run(self) -> None:
        started = time.perf_counter()
        while not self._stops.wait(LOOKS_EVERY):
            self.looks.append(seconds(look))
            if self.found_after is None and Surge.objects.filter(is_running=True).exists():
                self.found_after = time.perf_counter() - started
        connection.close()

    def stop(self) -> None:
        self._stops.set()
        self.join()


def _stormed(desk: Desk, *, watched: bool) -> tuple[Storm, Watch]:
    service = Service.objects.create(code=f"storm-{time.time_ns()}", name="Storm")
    storm, watch = Storm(service, User.objects.get(username="agent")), Watch()
    if watched:
        watch.start()
    storm.blow()
    if watched:
        watch.stop()
    return storm, watch


class Logging:
    """A call logged while the watch looks, against the same without it; the rate is what was kept up with."""

    name = "surge-log"

    def measure(self, desk: Desk) -> Figure:
        bare, _none = _stormed(desk, watched=False)
        ours, _watch = _stormed(desk, watched=True)
        rate = [len(one.times) / (LASTS + one.behind) for one in (ours, bare)]
        return Figure(name=self.name, ours=ours.times, bare=bare.times, rate=rate[0], bare_rate=rate[1])


class Looking:
    """One look of the watch meanwhile."""

    name = "surge-look"

    def measure(self, desk: Desk) -> Figure:
        _storm, watch = _stormed(desk, watched=True)
        assert watch.found_after is not None
        assert watch.found_after < 5, "found too late"
        return Figure(name=self.name, ours=watch.looks)


SURGES: list[Any] = [Logging(), Looking()]
