"""A person at the desk as the desk meets him: a browser that signs in, opens pages, sends forms and asks by REST."""

import re
from html import unescape
from typing import Any

import httpx

from demo.staff import PASSWORD

REST = "/api/v1/"
OPENING = re.compile(r'name="opening" value="([^"]*)"')


class NotSeen(AssertionError):
    """A line of the story did not happen, or somebody does not see it."""


class Person:
    """`client` is his alone: it keeps his cookies."""

    def __init__(self, name: str, client: httpx.Client) -> None:
        self.name, self.client = name, client

    def sign_in(self) -> None:
        self.client.get("/sign-in/")
        told = {"username": self.name, "password": PASSWORD}
        answer = self.client.post("/sign-in/", data=told, headers=self._proof())
        if answer.status_code >= 400 or "/sign-in/" in str(answer.headers.get("location", "")):
            raise NotSeen(f"{self.name} could not sign in: {answer.status_code}")

    def page(self, path: str, *, expect: int = 200) -> str:
        answer = self.client.get(path, follow_redirects=True)
        self._expect(answer, path, expect)
        return unescape(answer.text)

    def form(self, path: str, *, expect: int = 0, **given: Any) -> str:
        """Send a form. A redirect is followed; where it ends is what he sees."""
        answer = self.client.post(path, data=given, headers=self._proof(), follow_redirects=True)
        self._expect(answer, path, expect)
        return unescape(answer.text)

    def get(self, path: str, *, expect: int = 0, **words: Any) -> Any:
        answer = self.client.get(REST + path, params=words)
        self._expect(answer, path, expect)
        return answer.json()

    def post(self, path: str, *, expect: int = 0, **given: Any) -> Any:
        answer = self.client.post(REST + path, json=given, headers=self._proof())
        self._expect(answer, path, expect)
        return answer.json() if answer.content else None

    def step(self, plural: str, number: str, step: str, *, expect: int = 0, **inputs: Any) -> Any:
        return self.post(f"{plural}/{number}/steps/{step}/", expect=expect, **inputs)

    def log_call(self, *, attach: str = "", **given: Any) -> None:
        """Log a call on the call pad, as an agent does."""
        found = OPENING.search(self.page("/calls/new/"))
        if found is None:
            raise NotSeen(f"{self.name} has no call pad")
        told: dict[str, Any] = {
            "outcome": "incident",
            "direction": "in",
            "channel": "phone",
            "impact": 3,
            "urgency": 3,
        }
        self.form("/calls/new/", **told | given, opening=found[1], attach=attach)

    def _proof(self) -> dict[str, str]:
        return {"X-CSRFToken": self.client.cookies.get("csrftoken") or ""}

    def _expect(self, answer: httpx.Response, path: str, expect: int) -> None:
        is_well = answer.status_code == expect if expect else answer.status_code < 400
        if not is_well:
            text = re.sub(r"<[^>]+>|\s+", " ", answer.text)[:400]
            raise NotSeen(f"{self.name} {path}: {answer.status_code} {text}")
