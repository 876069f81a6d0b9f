"""The script: every line of the story at its minute, and the stage that it is played on."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx
from django.utils import timezone

from demo.day.person import NotSeen, Person

PATIENCE = 20.0  # seconds of real time in which what the worker does must be seen
MOST_CONTACTS = 60


@dataclass(frozen=True, kw_only=True)
class Line:
    at: str
    title: str
    play: Callable[["Stage"], None]


_lines: list[Line] = []


def line(at: str, title: str) -> Callable[[Callable[["Stage"], None]], Callable[["Stage"], None]]:
    """Declare a scene: at this minute it happens, and what each role sees of it is asserted in it."""

    def declare(play: Callable[["Stage"], None]) -> Callable[["Stage"], None]:
        _lines.append(Line(at=at, title=title, play=play))
        return play

    return declare


def lines() -> list[Line]:
    from demo.day import afternoon, calling, emergency, ending, morning, noon  # noqa: F401  (declare themselves)

    return sorted(_lines, key=lambda one: one.at)


@dataclass
class Stage:
    """A running desk. `open_client` makes a browser for it, `move_to` moves its clock, and `turn` lets its worker work:
    in one process it does what the beat would, with a desk that runs it waits a moment."""

    day: datetime
    open_client: Callable[[], httpx.Client]
    move_to: Callable[[datetime], None]
    turn: Callable[[], None]
    tell: Callable[[str], None]
    found: dict[str, Any] = field(default_factory=dict)
    _people: dict[str, Person] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        if name not in self._people:
            person = Person(name, self.open_client())
            person.sign_in()
            self._people[name] = person
        return self._people[name]

    def at(self, clock: str) -> datetime:
        hour, minute = (int(part) for part in clock.split(":"))
        return self.day.replace(hour=hour, minute=minute, second=0, microsecond=0)

    def go_to(self, clock: str, *, seconds: int = 0) -> None:
        self.move_to(self.at(clock) + timedelta(seconds=seconds))

    def seen(self, is_so: Any, what: str) -> None:
        """Said aloud where it is so, and the end of the play where it is not."""
        if not is_so:
            raise NotSeen(what)
        self.tell(f"        {what}")

    def until(self, question: Callable[[], Any], what: str) -> Any:
        """The answer as soon as there is one: what the worker brings about within seconds."""
        started = time.monotonic()
        while True:
            self.turn()
            answer = question()
            if answer:
                self.tell(f"        {what}")
                return answer
            if time.monotonic() - started > PATIENCE:
                raise NotSeen(what)

    def name_of(self, key: int) -> str:
        """Who signs in by what name, of whom others speak by this key."""
        self.key_of("supervisor")
        return next(name for name, known in self.found["keys"].items() if known == key)

    def key_of(self, name: str) -> int:
        """Whom others name by this key."""
        if "keys" not in self.found:
            rows = self.person("administrator").get("users/", limit=100)["results"]
            self.found["keys"] = {row["username"]: row["id"] for row in rows}
        return int(self.found["keys"][name])

    def contacts(self) -> list[dict[str, Any]]:
        """Callers, each of another customer."""
        if "contacts" not in self.found:
            rows = self.person("agent").get("contacts/", limit=100)["results"]
            by_customer: dict[Any, dict[str, Any]] = {}
            for row in rows:
                by_customer.setdefault(_key(row["customer"]), row)
            self.found["contacts"] = list(by_customer.values())[:MOST_CONTACTS]
        return list(self.found["contacts"])


def _key(value: Any) -> Any:
    return value["id"] if isinstance(value, dict) else value


def play(stage: Stage, *, begin: str = "", until: str = "", pause: Callable[[], None] = lambda: None) -> int:
    """Play the lines of the day in order. Returns how many. Raises NotSeen with what was missing."""
    played = 0
    for one in lines():
        if (begin and one.at < begin) or (until and one.at > until):
            continue
        stage.move_to(max(stage.at(one.at), timezone.now()))
        stage.tell(f"{one.at}  {one.title}")
        one.play(stage)
        played += 1
        pause()
    return played
