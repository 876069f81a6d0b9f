"""Whom a complaint is about reads every address of the desk as if nobody had complained, those of later pages too."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.throttling import SimpleRateThrottle

from notifications.composing import tell_all
from people.tokens import issue
from tests import cast
from tests.client import client_of
from tests.complaints.people import director
from tests.complaints.test_sight import CHANGING, TITLE, scene

pytestmark = pytest.mark.django_db
# What a search box and a list are asked for by hand.
ASKED = (
    "search/?q=zebra", "search/palette/?q=zebra", "search/palette/?q=CPL", "queues/?show=all",
    "queues/complaints/?show=all", "queues/export/?plural=complaints&format=csv", "api/v1/search/?q=zebra",
    "api/v1/complaints/?show=all",
)  # fmt: skip
# It never ends; it answers by the listener, which has its own test.
STREAM = "live/stream/"
FEWEST = 150


def addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """All that need nothing but themselves, as the resolver has them."""
    for one in patterns:
        route = before + str(one.pattern).removeprefix("^").removesuffix("$").removesuffix(r"\Z")
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, route)
        elif not set("<(\\") & set(route) and route != STREAM:
            yield route


@pytest.fixture
def _read_as_fast_as_it_can(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SimpleRateThrottle, "allow_request", lambda *told: True)


@pytest.mark.usefixtures("_read_as_fast_as_it_can")
@pytest.mark.parametrize("role", ["supervisor", "agent"])
def test_every_address_reads_the_same_to_whom_it_is_about(role: str) -> None:
    subject = cast.person(role, teams=("desk",))
    client, robot = client_of(subject), Client(headers=bearer(subject))
    known = [*dict.fromkeys(addresses(get_resolver().url_patterns)), *ASKED]
    assert len(known) > FEWEST

    def read() -> dict[str, tuple[int, str]]:
        return {one: told(robot if one.startswith("api/") else client, one) for one in known}

    with time_machine.travel(datetime(2026, 11, 16, 9, 0, tzinfo=UTC), tick=False):
        desk = cast.agent()
        incident = cast.incident(desk, customer=cast.customer())
        by = cast.agent(), director()
        tell_all()
        read()  # what a first visit leaves behind stands in both
        before = read()
        one = scene(subject, incident, by=by)
        tell_all()
        after = read()
    assert {address for address in known if before[address] != after[address]} == set()
    assert [
        address for address in known if TITLE in after[address][1] or one.number in after[address][1]
    ] == []


@pytest.mark.usefixtures("_read_as_fast_as_it_can")
def test_the_same_look_finds_it_for_who_answers_for_complaints() -> None:
    lead = cast.person("supervisor")
    client, robot = client_of(lead), Client(headers=bearer(lead))
    one = scene(cast.engineer())
    read = [told(robot if address.startswith("api/") else client, address)[1] for address in ASKED]
    assert [TITLE in text or one.number in text for text in read] == [True] * len(ASKED)


def bearer(user: object) -> dict[str, str]:
    return {"Authorization": f"Bearer {issue(user, 'reader', by=user)[1]}"}  # type: ignore[arg-type]


def told(client: Client, address: str) -> tuple[int, str]:
    answer = client.get(f"/{address}")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    # A workbook holds the moment of its making in compressed form: its length tells of a row more.
    text = content.decode(errors="replace") if not content.startswith(b"PK") else str(len(content) // 64)
    return answer.status_code, CHANGING.sub("", text)
