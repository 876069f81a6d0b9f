"""People at work while things are killed: each goes on asking until his incident is acknowledged."""

from __future__ import annotations

import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field

import httpx

PATIENCE_SECONDS = 60
READ_PAUSE_SECONDS = 0.05


@dataclass
class Load:
    """Writers that create incidents by REST, each under a key of its own, and a reader of the list of incidents."""

    address: str
    token: str
    writers: int = 3
    acknowledged: dict[str, str] = field(default_factory=dict)  # title → number
    refusals: Counter[str] = field(default_factory=Counter)
    given_up: list[str] = field(default_factory=list)
    broken: list[str] = field(
        default_factory=list
    )  # answers that are neither what was asked for nor a sentence

    def __enter__(self) -> Load:
        self._is_over = threading.Event()
        work = [*[self._write] * self.writers, self._read]
        self._threads = [threading.Thread(target=each) for each in work]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self._is_over.set()
        for thread in self._threads:
            thread.join()

    def wait_for_more(self, count: int) -> None:
        """Until so many further incidents were acknowledged."""
        wanted, deadline = len(self.acknowledged) + count, time.monotonic() + PATIENCE_SECONDS
        while len(self.acknowledged) < wanted:
            assert time.monotonic() < deadline, self.refusals
            time.sleep(READ_PAUSE_SECONDS)

    def _client(self) -> httpx.Client:
        headers = {"Authorization": f"Bearer {self.token}"}
        return httpx.Client(base_url=self.address, headers=headers, timeout=15)

    def _write(self) -> None:
        with self._client() as client:
            while not self._is_over.is_set():
                self._create(client, f"Load {uuid.uuid4()}")

    def _create(self, client: httpx.Client, title: str) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            answer = self._ask(client, "POST", json={"title": title}, headers={"Idempotency-Key": title})
            if answer is not None and answer.status_code == 201:
                self.acknowledged[title] = answer.json()["number"]
                return
            time.sleep(READ_PAUSE_SECONDS)
        self.given_up.append(title)

    def _read(self) -> None:
        with self._client() as client:
            while not self._is_over.is_set():
                self._ask(client, "GET")
                time.sleep(READ_PAUSE_SECONDS)

    def _ask(self, client: httpx.Client, method: str, **more: object) -> httpx.Response | None:
        try:
            answer = client.request(method, "/api/v1/incidents/", **more)  # type: ignore[arg-type]
        except httpx.TransportError as error:
            self.refusals[type(error).__name__] += 1
            return None
        if answer.status_code >= 400:
            self.refusals[str(answer.status_code)] += 1
            if answer.status_code != 503 or not answer.json().get("detail"):
                self.broken.append(f"{answer.status_code} {answer.text[:300]}")
        return answer
