from __future__ import annotations

import pytest
import time_machine
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client, override_settings

from itsm import health
from itsm.tasks import beat_the_heart, redis
from tests import cast

NOBODY_LISTENS = "redis://127.0.0.1:1/0"


def ready(client: Client) -> tuple[int, dict[str, str]]:
    answer = client.get("/readyz")
    return answer.status_code, answer.json()["checks"]


def test_it_is_alive_without_asking_the_database(client: Client) -> None:
    # No database mark: a query would fail this test.
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_it_is_ready_when_all_parts_work(client: Client) -> None:
    beat_the_heart()
    status, checks = ready(client)
    assert (status, set(checks.values())) == (200, {"ok"})


@pytest.mark.django_db
def test_it_is_not_ready_without_a_worker(client: Client) -> None:
    with redis() as server:
        server.delete(settings.HEARTBEAT_KEY)
    status, checks = ready(client)
    assert status == 503
    assert checks == {
        "database": "ok",
        "migrations": "ok",
        "redis": "ok",
        "worker": "No worker has been heard for 60 seconds.",
    }


@pytest.mark.django_db
def test_it_is_not_ready_while_a_migration_waits(client: Client) -> None:
    health.migrations_are_applied.cache_clear()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    status, checks = ready(client)
    assert (status, checks["migrations"]) == (503, "1 migrations wait to be applied.")


@pytest.mark.django_db
def test_it_is_not_ready_without_redis(client: Client) -> None:
    with override_settings(REDIS_URL=NOBODY_LISTENS):
        status, checks = ready(client)
    assert status == 503
    assert checks["redis"] == "Redis does not answer."
    assert checks["database"] == "ok"


@pytest.mark.django_db
def test_it_is_not_ready_without_the_database(client: Client) -> None:
    refused: list[str] = []

    def refuse(*call: object) -> None:
        refused.append("query")
        raise OperationalError("gone")

    with connection.execute_wrapper(refuse):
        status, checks = ready(client)
    assert (status, checks["database"], refused[:1]) == (503, "The database does not answer.", ["query"])


def figures(client: Client) -> dict[str, float | None]:
    told: dict[str, float | None] = client.get("/readyz").json()["figures"]
    return told


@pytest.mark.django_db
def test_it_tells_how_far_telling_is_behind_and_is_ready_nonetheless(client: Client) -> None:
    assert figures(client) == {"oldest_untold_seconds": 0.0, "oldest_unsent_seconds": 0.0}
    beat_the_heart()
    with time_machine.travel("2026-03-02 09:00 +0800", tick=False):
        cast.incident()
    with time_machine.travel("2026-03-02 09:02 +0800", tick=False):
        assert figures(client)["oldest_untold_seconds"] == 120.0
        assert ready(client)[0] == 200


@pytest.mark.django_db
def test_it_tells_no_figures_without_the_database(client: Client) -> None:
    def refuse(*call: object) -> None:
        raise OperationalError("gone")

    with connection.execute_wrapper(refuse):
        assert figures(client) == {"oldest_untold_seconds": None, "oldest_unsent_seconds": None}


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_it_refuses_to_be_written_to(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.django_db
def test_a_probe_that_finds_it_unready_fills_no_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with override_settings(REDIS_URL=NOBODY_LISTENS):
        assert client.get("/readyz").status_code == 503
    assert caplog.records == []
