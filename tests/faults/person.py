"""Somebody at a tool that asks by REST, and asks again while the desk is being shot at."""

from __future__ import annotations

import time
import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any, TypeVar

import httpx

PATIENCE_SECONDS = 180
PAUSE_SECONDS = 0.2  # reads are limited by the minute
T = TypeVar("T")


class Person:
    """Says a thing until it is answered; `refusals` counts what he met meanwhile: 503, or nobody there."""

    def __init__(self, address: str, token: str, refusals: Counter[str]) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        self.client = httpx.Client(base_url=f"{address}/api/v1/", headers=headers, timeout=30)
        self.refusals = refusals

    def get(self, path: str) -> Any:
        return self._answered("GET", path).json()

    def make(self, path: str, **given: Any) -> Any:
        """Under a key of its own: however often it is said, it is done once."""
        answer = self._answered("POST", path, json=given, headers={"Idempotency-Key": str(uuid.uuid4())})
        assert answer.is_success, answer.text
        return answer.json()

    def post(self, path: str) -> httpx.Response:
        return self._answered("POST", path, json={})

    def take(self, path: str, step: str, is_taken: Callable[[Any], bool], **inputs: Any) -> None:
        """Take a step. One whose answer was lost is refused the second time: then it must have been taken."""
        answer = self._answered("POST", f"{path}steps/{step}/", json=inputs)
        if answer.status_code == 409:
            assert is_taken(self.get(path)), answer.text
        else:
            assert answer.is_success, answer.text

    def _answered(self, method: str, path: str, **more: Any) -> httpx.Response:
        return patiently(lambda: self._ask(method, path, **more))

    def _ask(self, method: str, path: str, **more: Any) -> httpx.Response | None:
        try:
            answer = self.client.request(method, path, **more)
        except httpx.TransportError as error:
            self.refusals[type(error).__name__] += 1
            return None
        if answer.status_code < 500:
            return answer
        assert answer.status_code == 503, f"{path}: {answer.status_code} {answer.text[:500]}"
        assert answer.json()["detail"], "no sentence"
        self.refusals["503"] += 1
        return None


def patiently(look: Callable[[], T | None], what: str = "an answer") -> T:
    """What `look` finds, once it finds something."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (found := look()):
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(PAUSE_SECONDS)
    return found
