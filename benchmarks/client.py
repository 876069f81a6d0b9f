"""A lean HTTP client over one kept connection: what it costs is not what is measured."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Mapping
from typing import Any

SECONDS = 120
KEPT_OPEN = 3.0  # seconds; the server ends a silent connection after five


class Refused(RuntimeError):
    """An answer that was not 200 or 201."""


class Browser:
    """One connection to the server, with the headers of one person or tool."""

    def __init__(self, port: int, headers: Mapping[str, str]) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
        self.headers = dict(headers)
        self.asked_at = 0.0

    def get(self, path: str) -> bytes:
        return self._ask("GET", path, None, self.headers)

    def post(self, path: str, told: Mapping[str, Any]) -> bytes:
        body = json.dumps(told).encode()
        return self._ask("POST", path, body, {**self.headers, "Content-Type": "application/json"})

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> bytes:
        if time.monotonic() - self.asked_at > KEPT_OPEN:
            self.connection.close()  # before the server does; it opens again by itself
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        self.asked_at = time.monotonic()
        if answer.status not in (200, 201):
            raise Refused(f"{method} {path}: {answer.status} {content[:300]!r}")
        return content

    def close(self) -> None:
        self.connection.close()


def seconds(act: Any, *given: Any) -> float:
    """How long the call takes."""
    started = time.perf_counter()
    act(*given)
    return time.perf_counter() - started
