"""The live stream tells each person what he may see, within a second, and nothing else."""

import asyncio
import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from records.actions import advance, remark
from records.live import announcer, deciding
from servicedesk.live import views
from servicedesk.live.hub import BACKLOG, Hub, Listener
from tests import cast

SECONDS = 30


class Ear:
    """An open stream, read event by event."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.response = response

    def next_change(self) -> dict[str, object]:
        name = ""
        while sent := self.response.readline():
            line = sent.decode().strip()
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: ") and name == "change":
                return json.loads(line.removeprefix("data: "))
        raise EOFError("the server ended the stream")


@contextmanager
def listening(live: str, user, topics: str, past: int | str = 0) -> Iterator[Ear]:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    connection = http.client.HTTPConnection(urlsplit(live).netloc, timeout=SECONDS)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    connection.request("GET", f"/live/stream/?topics={topics}&past={past}", headers={"Cookie": cookie})
    response = connection.getresponse()
    assert response.status == 200
    ear = Ear(response)
    while response.readline().strip() != b"event: ping":
        pass
    yield ear
    connection.close()


def test_a_change_reaches_who_may_see_it(live) -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    with listening(live, cast.agent(), incident.number) as ear:
        remark(incident, by=agent, text="Rang again.")
        assert ear.next_change()["number"] == incident.number


def test_a_change_does_not_reach_who_may_not_see_it(live) -> None:
    agent, engineer = cast.agent(), cast.engineer("network")
    hidden, visible = cast.incident(by=agent), cast.incident(by=agent)
    advance(visible, "assign", by=agent, team=cast.team("network"))
    with listening(live, engineer, "board") as ear:
        remark(hidden, by=agent, text="Nothing for him.")
        remark(visible, by=agent, text="For him.")
        assert ear.next_change()["number"] == visible.number


def test_who_loses_sight_of_a_record_sees_it_leave(live) -> None:
    agent, engineer = cast.agent(), cast.engineer("network")
    incident = advance(cast.incident(by=agent), "assign", by=agent, team=cast.team("network"))
    with listening(live, engineer, "board") as ear:
        advance(incident, "escalate", by=agent, team=cast.team("development"), reason="Theirs.")
        assert ear.next_change()["number"] == incident.number


def test_nobody_listens_to_another_persons_topic(live) -> None:
    agent, other = cast.agent(), cast.agent()
    with listening(live, other, f"user:{agent.pk},incident") as ear:
        first = cast.incident(by=agent)
        assert ear.next_change()["topics"] != [f"user:{agent.pk}"]
        assert first.number


def test_what_changed_while_the_page_was_on_its_way_is_told_first(live) -> None:
    agent, engineer = cast.agent(), cast.engineer("network")
    hidden, visible = cast.incident(by=agent), cast.incident(by=agent)
    advance(visible, "assign", by=agent, team=cast.team("network"))
    remark(visible, by=agent, text="Before anybody listens.")
    remark(hidden, by=agent, text="Nothing for him.")
    topics = f"{hidden.number},{visible.number}"
    with listening(live, engineer, topics, past=10_000) as ear:
        assert ear.next_change() == {"topics": [visible.number]}


@pytest.mark.parametrize("past", ["", "-5", "soon", "9" * 40, "٣"])
def test_an_age_that_is_none_is_passed_over(live, past) -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    with listening(live, agent, incident.number, past=quote(past)) as ear:
        remark(incident, by=agent, text="Rang again.")
        assert ear.next_change()["number"] == incident.number


def test_signed_out_it_is_closed(live) -> None:
    connection = http.client.HTTPConnection(urlsplit(live).netloc, timeout=SECONDS)
    connection.request("GET", "/live/stream/?topics=board")
    assert connection.getresponse().status == 403


def test_who_was_signed_out_hears_no_more_however_much_there_is_to_tell(live, monkeypatch) -> None:
    monkeypatch.setattr(views, "PING_SECONDS", 0.5)
    agent = cast.agent()
    incident = cast.incident(by=agent)
    with listening(live, cast.agent(), incident.number) as ear:
        Session.objects.all().delete()
        with pytest.raises(EOFError):
            for _ in range(200):
                remark(incident, by=agent, text="Still more to tell.")
                ear.next_change()


@pytest.mark.django_db
def test_a_notice_to_one_person_is_nobody_elses() -> None:
    agent, other = cast.agent(), cast.agent()
    change = {"topics": [f"user:{agent.pk}"]}
    topics = frozenset({f"user:{agent.pk}"})
    assert Listener(agent.rights, topics).wants(change)
    assert not Listener(other.rights, topics).wants(change)


@pytest.mark.django_db
def test_who_falls_far_behind_starts_over() -> None:
    incident = cast.incident()
    listener = Listener(cast.agent().rights, frozenset({"board"}))
    for _ in range(BACKLOG + 1):
        listener.offer({**deciding(incident), "topics": ["board"]})
    assert listener.queue.get_nowait() is None


@pytest.mark.django_db
def test_who_comes_while_the_last_one_leaves_is_heard() -> None:
    """As when one page is left for another: the old stream closes in the same moment as the new one opens."""
    agent = cast.agent()
    topic = f"user:{agent.pk}"
    rights = agent.rights

    async def change_of_page() -> Any:
        station = Hub()
        before, after = (Listener(rights, frozenset({topic})) for _each in range(2))
        assert await station.join(before)
        station.leave(before)
        await asyncio.sleep(0)  # the subscription of the first one is saying good-bye
        assert await station.join(after)
        await asyncio.to_thread(announcer.publish, {"topics": [topic]})
        heard = await asyncio.wait_for(after.queue.get(), SECONDS)
        station.leave(after)
        await asyncio.sleep(0.1)
        return heard

    assert asyncio.run(change_of_page()) == {"topics": [topic]}
