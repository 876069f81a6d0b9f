"""Many callers at once, and somebody who watches them on the pages."""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx

from tests.emergency.plans import PASSWORD
from tests.faults.person import Person, patiently

WRITERS = 6
PAUSE_SECONDS = 0.5
ROOM = re.compile(r"/emergencies/(EMG\d+)/")


@dataclass
class Storm:
    """Logs so many calls about one service, as fast as they are taken; `acknowledged` are their keys."""

    address: str
    told: dict[str, Any]
    calls: int
    refusals: Counter[str] = field(default_factory=Counter)
    acknowledged: list[int] = field(default_factory=list)
    seconds: float = 0.0

    def blow(self) -> None:
        self._left, begun = count(), time.monotonic()
        with ThreadPoolExecutor(WRITERS) as writers:
            for writer in [writers.submit(self._log) for _ in range(WRITERS)]:
                writer.result()
        self.seconds = time.monotonic() - begun

    def _log(self) -> None:
        agent = Person(self.address, self.told["tokens"]["agent"], self.refusals)
        service = self.told["services"][0]
        while (number := next(self._left)) < self.calls:
            caller = service["callers"][number % len(service["callers"])]
            reason = f"Storm {number}"
            made = agent.make("calls/", reason=reason, service=service["service"], **caller)
            self.acknowledged.append(made["id"])


@dataclass
class Watcher:
    """A supervisor before his screen: he opens the board, and the emergency room as soon as there is one."""

    address: str
    name: str
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    longest: dict[str, float] = field(default_factory=dict)
    room: str = ""

    def __enter__(self) -> Watcher:
        self.client = httpx.Client(base_url=self.address, timeout=60)
        self._sign_in()
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self._is_over.set()
        self._thread.join()
        self.client.close()

    def _sign_in(self) -> None:
        self.client.get("/sign-in/")
        proof = {"X-CSRFToken": self.client.cookies["csrftoken"]}
        told = {"username": self.name, "password": PASSWORD}
        answer = self.client.post("/sign-in/", data=told, headers=proof)
        assert answer.is_redirect, answer.text[:500]

    def _watch(self) -> None:
        while not self._is_over.is_set():
            self._open("board", "/")
            if not self.room:
                overview = self._open("emergencies", "/emergencies/")
                self.room = found[0] if (found := ROOM.search(overview)) else ""
            else:
                self._open("room", self.room)
            self._is_over.wait(PAUSE_SECONDS)

    def _open(self, page: str, path: str) -> str:
        begun = time.monotonic()
        answer = self.client.get(path)
        self.answers[page, answer.status_code] += 1
        self.longest[page] = max(self.longest.get(page, 0.0), time.monotonic() - begun)
        return answer.text

    def wait_for_room(self) -> None:
        """Until the room was opened at least once."""
        patiently(lambda: self.answers["room", 200], "the emergency room")
