"""Web, worker, beat, Redis and PostgreSQL are killed in turn while people work; then everything is counted.

`make faults` shows the counts.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from itsm.places import BASE
from tests.faults.load import Load
from tests.one_command import STOP_SECONDS, apart, ask, ours, started, wait_for, wait_until_ready

CLOCKS = 200
SECONDS = 45
BETWEEN = 10  # incidents to be acknowledged before the next blow
LONGEST_RECOVERY_SECONDS = 60
# What failed while the database was away is tried again after half a minute, then after a minute.
LONGEST_SETTLING_SECONDS = 240
# What is killed → words of its command line, and the check of /readyz that names it.
VICTIMS = {
    "web": ("itsm.web", ""),
    "worker": (" worker ", ""),
    "beat": (" beat ", ""),
    "redis": ("redis-server", "redis"),
    "postgres": ("bin/postgres ", "database"),
}
WAITING = {
    "clocks that are to fall due": (
        "SELECT count(*) FROM records_clock c JOIN records_record r ON r.id = c.record_id"
        " WHERE c.metric = 'response' AND c.due_at >= now() AND r.title LIKE 'Clock %'"
    ),
    "clocks due": "SELECT count(*) FROM records_clock WHERE next_at < now()",
    "entries to be told of": "SELECT count(*) FROM records_outboxevent WHERE told_at IS NULL",
    # Those that are lent to a worker, or tried again in a while, too.
    "notices to be handed over": (
        "SELECT count(*) FROM notifications_notice WHERE state IN ('queued', 'sending')"
    ),
}


@pytest.fixture
def variables(tmp_path: Path) -> Iterator[dict[str, str]]:
    with apart(tmp_path) as environment:
        # Every mail apart, so that each can be counted.
        yield environment | {"ITSM_BUNDLE_OVER": "100000"}


@dataclass
class Drill:
    variables: dict[str, str]
    desk: subprocess.Popen[str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.variables['ITSM_PORT']}"

    def prepare(self) -> str:
        """A token of an agent, in a desk whose clocks are about to fall due."""
        words = [sys.executable, "-m", "tests.faults.prepare", str(CLOCKS), str(SECONDS)]
        done = subprocess.run(
            words, cwd=BASE, env=self.variables, stdout=subprocess.PIPE, text=True, check=True
        )
        return done.stdout.strip().splitlines()[-1]

    def kill(self, name: str) -> float:
        """Kill it where it stands. Returns after how many seconds everything was ready again."""
        words, check = VICTIMS[name]
        before = self.running(words)
        begun = time.monotonic()
        with self.unrepaired() if check else nullcontext():
            os.kill(min(before), signal.SIGKILL)
            if check:
                self.wait_until(lambda told: told["checks"][check] != "ok")
        self.wait_until(lambda told: told["status"] == "ready" and bool(self.running(words) - before))
        return time.monotonic() - begun

    @contextmanager
    def unrepaired(self) -> Iterator[None]:
        """What dies stays dead meanwhile: a restart can be quicker than a question under load."""
        self.desk.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.desk.send_signal(signal.SIGCONT)

    def running(self, words: str) -> set[int]:
        found = ours(Path(self.variables["ITSM_VAR"]), port=self.variables["ITSM_REDIS_PORT"])
        return {pid for pid, command in found.items() if words in command}

    def wait_until(self, holds: Any) -> None:
        deadline = time.monotonic() + LONGEST_RECOVERY_SECONDS
        while True:
            try:
                if holds(httpx.get(f"{self.address}/readyz", timeout=5).json()):
                    return
            except httpx.TransportError:  # a web process died with the question in its hand
                pass
            assert time.monotonic() < deadline
            time.sleep(0.05)

    def number(self, statement: str) -> int:
        return int(str(ask(self.variables, statement)[0][0]))

    def waiting(self) -> dict[str, int]:
        return {what: self.number(statement) for what, statement in WAITING.items()}

    def settle(self) -> None:
        """Wait until the worker has done what lay there, second tries and what a dead one had in its hands included."""
        deadline = time.monotonic() + LONGEST_SETTLING_SECONDS
        while any((waiting := self.waiting()).values()):
            assert time.monotonic() < deadline, f"left undone: {waiting}"
            time.sleep(0.5)


def test_nothing_acknowledged_is_lost_and_nothing_happens_twice(variables: dict[str, str]) -> None:
    with started(variables) as desk:
        drill = Drill(variables, desk)
        wait_for(desk, "Ready: ")
        listening = threading.Thread(target=desk.stdout.read)  # type: ignore[union-attr]
        listening.start()
        wait_until_ready(variables)
        with Load(drill.address, drill.prepare()) as load:
            recovered = {}
            for name in VICTIMS:
                load.wait_for_more(BETWEEN)
                recovered[name] = drill.kill(name)
            load.wait_for_more(BETWEEN)
        drill.settle()
        report(load, recovered, drill)
        written = dict(ask(variables, "SELECT title, number FROM records_record WHERE title LIKE 'Load %'"))
        desk.send_signal(signal.SIGINT)
        assert desk.wait(STOP_SECONDS) == 0
        listening.join()
    assert load.acknowledged.items() <= written.items()
    assert not load.given_up
    assert not load.broken


def report(load: Load, recovered: dict[str, float], drill: Drill) -> None:
    """Print what was counted, and hold the counts against what must be."""
    print()
    for name, seconds in recovered.items():
        print(f"{name:<10} killed, everything ready again after {seconds:.1f} s")
    print(
        f"{len(load.acknowledged)} incidents acknowledged; refused meanwhile: {dict(load.refusals) or 'none'}"
    )
    for what, (statement, expected) in counts(load).items():
        found = drill.number(statement)
        print(f"{what}: {found}")
        assert found == expected, what


def counts(load: Load) -> dict[str, tuple[str, int]]:
    """What is counted → how, and what must come out."""
    breaches = (
        "SELECT {} FROM records_journalentry e JOIN records_record r ON r.id = e.record_id"
        " WHERE e.step = 'clock_breached' AND r.title LIKE 'Clock %'"
    )
    return {
        "incidents written twice": (
            "SELECT count(*) - count(DISTINCT title) FROM records_record WHERE title LIKE 'Load %'",
            0,
        ),
        "incidents without journal, clock or outbox": (
            """SELECT count(*) FROM records_record r WHERE title LIKE 'Load %' AND NOT (
                 EXISTS (SELECT FROM records_journalentry e JOIN records_outboxevent o ON o.entry_id = e.id
                         WHERE e.record_id = r.id AND e.step = 'register')
                 AND EXISTS (SELECT FROM records_clock c WHERE c.record_id = r.id))""",
            0,
        ),
        "clocks that fell due": (
            """SELECT count(*) FROM records_clock c JOIN records_record r ON r.id = c.record_id
               WHERE c.metric = 'response' AND c.due_at < now() AND r.title LIKE 'Clock %'""",
            CLOCKS,
        ),
        "clocks that fired": (breaches.format("count(DISTINCT e.record_id)"), CLOCKS),
        "clocks that fired twice": (breaches.format("count(*) - count(DISTINCT e.record_id)"), 0),
        "journal entries nobody was told of": (
            "SELECT count(*) FROM records_outboxevent WHERE told_at IS NULL",
            0,
        ),
        "owners told of a breach under the bell": (notices("in_app", "count(DISTINCT n.entry_id)"), CLOCKS),
        "owners told twice": (notices("in_app", "count(*) - count(DISTINCT n.entry_id)"), 0),
        "owners told by mail": (notices("email", "count(DISTINCT n.entry_id)"), CLOCKS),
        "notices that were never handed over": (
            "SELECT count(*) FROM notifications_notice WHERE state NOT IN ('sent', 'read', 'acknowledged')",
            0,
        ),
    }


def notices(channel: str, counted: str) -> str:
    return (
        f"SELECT {counted} FROM notifications_notice n JOIN records_journalentry e ON e.id = n.entry_id"
        " JOIN records_record r ON r.id = e.record_id"
        f" WHERE n.channel = '{channel}' AND e.step = 'clock_breached' AND r.title LIKE 'Clock %'"
        " AND n.user_id = r.owner_id"
    )
