"""Waking who reads the outbox, right after a commit."""

from typing import Any

import pytest
import redis
from celery import current_app
from django.db import transaction

from records import live
from records.actions import remark
from records.live import Announcer
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tasks sent, with nobody having been woken lately."""
    names: list[str] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, **options: names.append(name))
    asked = set[str]()

    def is_first(self: Announcer, key: str, *, milliseconds: int) -> bool:
        return key not in asked and not asked.add(key)  # type: ignore[func-returns-value]

    monkeypatch.setattr(Announcer, "is_first", is_first)
    return names


def test_a_commit_wakes_the_reader(sent: list[str]) -> None:
    cast.incident()
    assert sent == ["notifications.tasks.tell"]


def test_a_storm_wakes_it_once(sent: list[str]) -> None:
    incident = cast.incident()
    for _ in range(20):
        remark(incident, by=incident.owner, text="Again.")
    assert len(sent) == 1


def test_what_is_rolled_back_wakes_nobody(sent: list[str]) -> None:
    agent = cast.agent()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        cast.incident(by=agent)
        raise ZeroDivisionError
    assert sent == []


def test_for_some_time_only_the_first_one_asks() -> None:
    announcer = Announcer()
    key = f"test:{id(announcer)}"
    assert announcer.is_first(key, milliseconds=5_000)
    assert not announcer.is_first(key, milliseconds=5_000)


def test_without_redis_a_door_opens_all_the_same(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    class Nowhere:
        def __getattr__(self, name: str) -> Any:
            raise redis.ConnectionError

    monkeypatch.setattr(live.announcer, "_client", Nowhere())
    monkeypatch.setattr(live.announcer, "_silent_until", 0.0)
    assert cast.incident().pk
    assert not live.announcer.is_first("test:nowhere", milliseconds=10)
