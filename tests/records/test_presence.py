"""Who has a record open: seen by the others, and gone thirty seconds after the last sign of life."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from records import presence
from tests import cast

pytestmark = pytest.mark.django_db


def test_two_people_on_one_record_see_each_other() -> None:
    incident, ann, bob = cast.incident(), cast.agent(name="Ann"), cast.agent(name="Bob")
    assert presence.arrive(incident, ann) == []
    assert [str(one) for one in presence.arrive(incident, bob, doing="remark")] == ["Ann"]
    assert [(str(one), one.doing) for one in presence.arrive(incident, ann)] == [("Bob", "remark")]


def test_somebody_on_another_record_is_not_here() -> None:
    ann, bob = cast.agent(), cast.agent()
    presence.arrive(cast.incident(), ann)
    assert presence.arrive(cast.incident(), bob) == []


def test_who_leaves_is_gone_at_once() -> None:
    incident, ann, bob = cast.incident(), cast.agent(), cast.agent()
    presence.arrive(incident, ann)
    presence.leave(incident, ann)
    assert presence.arrive(incident, bob) == []


def test_who_gives_no_sign_of_life_is_gone_after_thirty_seconds() -> None:
    incident, ann, bob = cast.incident(), cast.agent(), cast.agent()
    presence.arrive(incident, ann)
    with time_machine.travel(timezone.now() + timedelta(seconds=29)):
        assert len(presence.arrive(incident, bob)) == 1
    with time_machine.travel(timezone.now() + timedelta(seconds=31)):
        assert presence.arrive(incident, bob) == []


def test_pages_are_told_of_comings_and_not_of_every_sign_of_life(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[dict[str, object]] = []
    monkeypatch.setattr(presence.announcer, "publish", told.append)
    incident, ann = cast.incident(), cast.agent()
    presence.arrive(incident, ann)
    presence.arrive(incident, ann)
    assert [message["topics"] for message in told] == [[f"presence:{incident.number}"]]
    presence.arrive(incident, ann, doing="revise")
    presence.leave(incident, ann)
    assert len(told) == 3


def test_without_redis_nobody_is_shown_and_nothing_fails(
    monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"  # type: ignore[attr-defined]
    monkeypatch.setattr(presence, "_connection", None)
    incident, ann = cast.incident(), cast.agent()
    assert presence.arrive(incident, ann) == []
    presence.leave(incident, ann)
