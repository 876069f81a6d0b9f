"""A desk that runs as a start of its own, and the blows that fall on it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from itsm.places import BASE
from tests.one_command import STOP_SECONDS, ask, ours, started, wait_for, wait_until_ready

LONGEST_RECOVERY_SECONDS = 120
# What failed while the database was away is tried again after half a minute, then after a minute.
LONGEST_SETTLING_SECONDS = 240
LINES_SHOWN = 300  # of what the desk said, where a test fails
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


@dataclass
class Drill:
    variables: dict[str, str]
    desk: subprocess.Popen[str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.variables['ITSM_PORT']}"

    def fill(self, module: str, *words: object) -> str:
        """The last line that a module of ours prints which fills this desk."""
        command = [sys.executable, "-m", f"tests.faults.{module}", *map(str, words)]
        done = subprocess.run(
            command, cwd=BASE, env=self.variables, stdout=subprocess.PIPE, text=True, check=True
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
    def blow(self, name: str, after: float) -> Iterator[None]:
        """While the block works, kill it with everything it has begotten; go on when all is ready again.

        `after` are seconds from the beginning of the block.
        """
        words = VICTIMS[name][0]
        before = self.running(words)
        assert before, f"{name} does not run"
        strike = threading.Timer(after, self._strike, (before,))
        strike.start()
        try:
            yield
        finally:
            strike.join()
        self.wait_until(lambda told: told["status"] == "ready" and bool(self.running(words) - before))

    def _strike(self, found: set[int]) -> None:
        for pid in found:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:  # went with its parent
                continue

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

    def wait_until(self, holds: Callable[[Any], bool]) -> None:
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

    def hold(self, counts: dict[str, tuple[str, int]]) -> None:
        """Print what is counted, and hold it against what must be."""
        wrong = []
        for what, (statement, expected) in counts.items():
            found = self.number(statement)
            print(f"{what}: {found}")
            if found != expected:
                wrong.append(f"{what}: {found}, not {expected}")
        assert not wrong, wrong


@contextmanager
def running_desk(variables: dict[str, str]) -> Iterator[Drill]:
    """A desk that is ready; stopped at the end as a terminal stops it, which must go well."""
    with started(variables) as desk:
        wait_for(desk, "Ready: ")
        said: deque[str] = deque(maxlen=LINES_SHOWN)
        listening = threading.Thread(target=said.extend, args=(desk.stdout,))
        listening.start()
        try:
            wait_until_ready(variables)
            yield Drill(variables, desk)
        except BaseException:
            print("".join(said.copy()))
            raise
        desk.send_signal(signal.SIGINT)
        assert desk.wait(STOP_SECONDS) == 0
        listening.join()
