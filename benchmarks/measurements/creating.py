"""Incidents by REST: one tool alone, and four at once."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from benchmarks.bare.recording import Recording, keep, record
from benchmarks.client import Browser, seconds
from benchmarks.desk import Desk
from benchmarks.measuring import PATIENCE, Figure, in_turn
from records.models import JournalEntry, Record

PATH = "/api/v1/incidents/"
BARE = "/bare/creation"
ALONE = 300
CLIENTS = 4
ROUNDS = 4
EACH = 75  # requests of each client in a round


def record_creation(headers: dict[str, str], told: dict[str, Any]) -> None:
    """Register one incident in this process, and keep its statements for the bare limit."""
    recording = record(PATH, headers, told)
    newest = Record.objects.order_by("-pk")[0]
    entry = JournalEntry.objects.filter(record=newest).order_by("pk")[0]
    given = {
        "number": newest.number.removeprefix("INC"),
        "records_record": str(newest.pk),
        "records_journalentry": str(entry.pk),
    }
    keep(
        "creation",
        {"creation": Recording(recording.statements, recording.body, recording.content_type, given)},
    )


class Alone:
    """One client that sends the next incident as soon as the last one is answered."""

    name = "create-1"

    def measure(self, desk: Desk) -> Figure:
        headers = desk.tool_headers()
        told = desk.incidents(ALONE + PATIENCE)
        record_creation(headers, told[0])
        ours, bare = desk.browser(headers), desk.browser({})
        times = in_turn(
            lambda turn: seconds(ours.post, PATH, told[turn]),
            lambda turn: seconds(bare.post, BARE, told[turn]),
            ALONE,
        )
        return Figure(name=self.name, ours=times[0], bare=times[1])


class Together:
    """Four clients; how many incidents a second all of them get in. Ours and the bare limit round by round."""

    name = "create-4"

    def measure(self, desk: Desk) -> Figure:
        headers = desk.tool_headers()
        told = desk.incidents(CLIENTS * EACH)
        record_creation(headers, told[0])
        ours = [desk.browser(headers) for _ in range(CLIENTS)]
        bare = [desk.browser({}) for _ in range(CLIENTS)]
        _round(ours, PATH, told)
        _round(bare, BARE, told)
        rounds = [(_round(ours, PATH, told), _round(bare, BARE, told)) for _ in range(ROUNDS)]
        return Figure(
            name=self.name,
            ours=[one for round_, _ in rounds for one in round_[0]],
            bare=[one for _, round_ in rounds for one in round_[0]],
            rate=_rate([round_ for round_, _ in rounds]),
            bare_rate=_rate([round_ for _, round_ in rounds]),
        )


Round = tuple[list[float], float]


def _round(browsers: list[Browser], path: str, told: list[dict[str, Any]]) -> Round:
    """The seconds of each request, and of the whole round."""
    shares = [told[place :: len(browsers)] for place in range(len(browsers))]
    started = time.perf_counter()
    with ThreadPoolExecutor(len(browsers)) as pool:
        found = pool.map(_send, browsers, [path] * len(browsers), shares)
        times = [one for share in found for one in share]
    return times, time.perf_counter() - started


def _send(browser: Browser, path: str, told: list[dict[str, Any]]) -> list[float]:
    return [seconds(browser.post, path, one) for one in told]


def _rate(rounds: list[Round]) -> float:
    return sum(len(times) for times, _ in rounds) / sum(whole for _, whole in rounds)


CREATIONS: list[Any] = [Alone(), Together()]
