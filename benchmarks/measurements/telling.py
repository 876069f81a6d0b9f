"""From one person's change to another person's browser, over the live stream."""

from __future__ import annotations

import http.client
import threading
import time
from typing import Any

from benchmarks.desk import Desk
from benchmarks.measurements.creating import BARE, PATH, record_creation
from benchmarks.measuring import PATIENCE, Figure

EVENTS = 100
SECONDS_TO_ARRIVE = 10


class Listener(threading.Thread):
    """A browser whose stream is open: notes when each incident's first event arrives."""

    def __init__(self, port: int, headers: dict[str, str]) -> None:
        super().__init__(daemon=True)
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.connection.request("GET", "/live/stream/?topics=incident", headers=headers)
        self.stream = self.connection.getresponse()
        self.arrived = threading.Condition()
        self.last = 0.0
        self.count = 0

    def run(self) -> None:
        for line in self.stream:
            if line.startswith(b"data: ") and b'"number"' in line:
                with self.arrived:
                    self.last, self.count = time.perf_counter(), self.count + 1
                    self.arrived.notify_all()

    def after(self, count: int) -> float:
        """When the event after the first `count` ones arrived."""
        with self.arrived:
            if not self.arrived.wait_for(lambda: self.count > count, SECONDS_TO_ARRIVE):
                raise TimeoutError("An event did not arrive.")
            return self.last


class Told:
    """From sending an incident by REST until the other browser's stream names it."""

    name = "event"

    def measure(self, desk: Desk) -> Figure:
        headers, told = desk.tool_headers(), desk.incidents(1)[0]
        record_creation(headers, told)
        listener = Listener(desk.port, desk.page_headers("supervisor"))
        listener.start()
        sender, bare_sender = desk.browser(headers), desk.browser({})

        def once(browser: Any, path: str) -> float:
            before, started = listener.count, time.perf_counter()
            browser.post(path, told)
            return listener.after(before) - started

        pairs = [(once(sender, PATH), once(bare_sender, BARE)) for _ in range(PATIENCE + EVENTS)][PATIENCE:]
        return Figure(name=self.name, ours=[one for one, _ in pairs], bare=[one for _, one in pairs])


TELLINGS = [Told()]
