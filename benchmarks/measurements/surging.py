"""A hundred calls a second on one service, while the watch looks every two seconds: what each costs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import Any

from django.db import connection

from benchmarks import database
from benchmarks.client import seconds
from benchmarks.desk import Desk
from benchmarks.measuring import Figure
from calls.log import log_call
from cmdb.models import Service
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


class Watch:
    """Looks as the worker does, in a process of its own."""

    def __init__(self) -> None:
        self.looks: list[float] = []
        self.found_after: float | None = None
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        environment = {**os.environ, "DATABASE_URL": database.url_of(str(connection.settings_dict["NAME"]))}
        command = [sys.executable, "-c", LOOKING.format(every=LOOKS_EVERY)]
        self._process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        self._process.stdout.readline()  # it stands ready

    def stop(self) -> None:
        assert self._process is not None
        told = json.loads(self._process.communicate("")[0])
        self.looks, self.found_after = told["looks"], told["found_after"]


LOOKING = """
import json, os, select, sys, time
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
import django
django.setup()
from emergency.models import Surge
from emergency.watching import look
before = Surge.objects.count()
looks, found_after = [], None
print("ready", flush=True)
started = time.perf_counter()
while not select.select([sys.stdin], [], [], {every})[0]:
    began = time.perf_counter()
    look()
    looks.append(time.perf_counter() - began)
    if found_after is None and Surge.objects.count() > before:
        found_after = time.perf_counter() - started
print(json.dumps({{"looks": looks, "found_after": found_after}}))
"""


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
