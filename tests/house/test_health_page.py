"""The page that says what works and what waits."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client, override_settings
from django.utils import timezone

from itsm import health_page
from itsm.tasks import beat_the_heart
from notifications.models import Notice
from records.models import Clock
from tests import cast

pytestmark = pytest.mark.django_db
NOBODY_LISTENS = "redis://127.0.0.1:1/0"


def signed_in(role: str = "administrator") -> Client:
    client = Client()
    client.force_login(cast.person(role))
    return client


def tones() -> dict[str, str]:
    return {line.name: line.tone for line in health_page.lines()}


def test_all_is_well_where_the_worker_beats_and_nothing_waits() -> None:
    beat_the_heart()
    page = signed_in().get("/health/").content.decode()
    assert "Everything works" in page
    assert set(tones().values()) == {"done"}


def test_what_does_not_answer_is_named_with_what_it_means() -> None:
    client = signed_in()
    with override_settings(REDIS_URL=NOBODY_LISTENS):
        page = client.get("/health/").content.decode()
    assert "Something needs looking after" in page
    assert "clocks and notices wait" in page
    assert "127.0.0.1:1" not in page


def test_a_clock_that_nobody_acts_on_shows() -> None:
    cast.incident()
    assert tones()["clocks"] == "done"
    Clock.objects.update(next_at=timezone.now() - timedelta(minutes=10))
    assert tones()["clocks"] == "waiting"
    assert "10 min" in signed_in().get("/health/").content.decode()


def test_notices_that_failed_are_counted() -> None:
    record = cast.incident()
    entry = record.journal.get()
    Notice.objects.create(
        record_id=record.pk, entry=entry, user=record.owner, channel="email", subject="x", state="failed"
    )
    assert tones()["failures"] == "waiting"
    assert "1 given up since yesterday" in signed_in().get("/health/").content.decode()


def test_what_cannot_be_counted_leaves_the_rest_standing(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> float:
        raise OperationalError

    waiting = health_page.WAITING | {"clocks": (health_page.WAITING["clocks"][0], away)}
    monkeypatch.setattr(health_page, "WAITING", waiting)
    monkeypatch.setattr(health_page.connection, "close", lambda: None)
    assert set(tones()) == set(health_page.CHECKS)


@pytest.mark.parametrize(("role", "status"), [("agent", 403), ("supervisor", 200), ("administrator", 200)])
def test_it_is_open_to_who_may_see_the_settings(role: str, status: int) -> None:
    assert signed_in(role).get("/health/").status_code == status


def test_it_renews_only_its_lines() -> None:
    part = signed_in().get("/health/", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<section")
    assert "<html" not in part
