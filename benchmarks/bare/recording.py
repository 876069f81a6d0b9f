"""Writing down what a request asks the database, for the empty view to ask again."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

FOLDER = "BENCH_RECORDINGS"


@dataclass(frozen=True)
class Recording:
    """One request: its statements, in order, and the bytes it was answered with."""

    statements: list[str]
    body: str
    content_type: str = "text/html; charset=utf-8"
    # What a registration gave its record: to be replaced by what the next one gives.
    given: dict[str, str] = field(default_factory=dict)


def record(path: str, headers: dict[str, str], body: dict[str, Any] | None = None) -> Recording:
    """Make the request in this process. The second of two, so that nothing is done that only a first one does."""
    client = Client(headers={**headers, "Host": "127.0.0.1"})

    def ask() -> Any:
        if body is None:
            return client.get(path)
        return client.post(path, data=json.dumps(body), content_type="application/json")

    ask()
    with CaptureQueriesContext(connection) as captured:
        answer = ask()
    assert answer.status_code in (200, 201), (path, answer.status_code)
    statements = [query["sql"] for query in captured.captured_queries]
    return Recording(statements, answer.content.decode(), answer["Content-Type"])


def keep(name: str, recordings: dict[str, Recording]) -> None:
    """Where the web processes find them, under the name of the measurement."""
    told = {key: asdict(recording) for key, recording in recordings.items()}
    _file(name).write_text(json.dumps(told), encoding="utf-8")


@cache
def kept(name: str) -> dict[str, Recording]:
    """What was kept; read once by each web process."""
    told = json.loads(_file(name).read_text(encoding="utf-8"))
    return {key: Recording(**recording) for key, recording in told.items()}


def _file(name: str) -> Path:
    return Path(os.environ[FOLDER]) / f"{name}.json"
