"""An entry is told exactly once, with any number of workers and whichever of them dies."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection, connections
from django.test.utils import CaptureQueriesContext

from notifications import composing
from notifications.composing import Composer, tell_all
from notifications.facts import Facts
from notifications.health import oldest_untold_seconds
from notifications.models import Notice
from people.models import User
from records.actions import advance, remark
from records.models import JournalEntry, OutboxEvent, Watch
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)
NotifyOne = Callable[[Composer, Facts], list[Notice]]


def busy_day(entries: int) -> User:
    """An engineer who is told of each of so many entries."""
    agent, engineer = cast.agent(), cast.engineer("network")
    incident = cast.incident(by=agent)
    Watch.objects.create(record_id=incident.pk, user=engineer)
    advance(incident, "assign", by=agent, team=cast.team("network"))
    for number in range(entries - 2):
        remark(incident, by=agent, text=f"Remark {number}")
    return engineer


def told_of(engineer: User) -> list[int]:
    found = Notice.objects.filter(user=engineer, channel="in_app")
    return sorted(found.values_list("entry", flat=True))


def everything() -> list[int]:
    return sorted(JournalEntry.objects.values_list("pk", flat=True))


def in_threads(number: int, work: Callable[[], Any]) -> None:
    """Run it in so many threads that start together, each on a database connection of its own."""
    barrier = threading.Barrier(number)

    def run() -> None:
        barrier.wait()
        try:
            work()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)


def test_many_workers_tell_each_entry_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composing, "BATCH", 3)
    engineer = busy_day(30)
    in_threads(6, tell_all)
    assert told_of(engineer) == everything()
    assert not OutboxEvent.objects.filter(told_at__isnull=True).exists()


def test_a_worker_that_dies_before_its_commit_leaves_everything_to_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engineer = busy_day(2)
    inserted = Notice.objects.bulk_create

    def dies(*args: Any, **kwargs: Any) -> None:
        inserted(*args, **kwargs)
        raise SystemExit

    monkeypatch.setattr(type(Notice.objects), "bulk_create", lambda self, *a, **k: dies(*a, **k))
    with pytest.raises(SystemExit):
        tell_all()
    monkeypatch.undo()
    assert not Notice.objects.exists()
    tell_all()
    assert told_of(engineer) == everything()


def test_a_worker_whose_connection_is_cut_between_claim_and_commit_tells_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engineer = busy_day(2)
    claimed, cut = threading.Event(), threading.Event()
    original: NotifyOne = Composer.notices_of
    errors: list[Exception] = []

    def waits(self: Composer, facts: Facts) -> list[Notice]:
        made = original(self, facts)
        if threading.current_thread() is not threading.main_thread():
            claimed.set()
            cut.wait(timeout=30)
        return made

    def work() -> None:
        try:
            tell_all()
        except (InterfaceError, OperationalError) as error:
            errors.append(error)
        finally:
            connections.close_all()

    monkeypatch.setattr(Composer, "notices_of", waits)
    worker = threading.Thread(target=work)
    worker.start()
    assert claimed.wait(timeout=30)
    # While it lives, nobody else touches what it holds.
    assert tell_all() == 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state LIKE 'idle in%%'"
        )
    cut.set()
    worker.join(timeout=30)
    assert len(errors) == 1
    assert not Notice.objects.exists()
    tell_all()
    assert told_of(engineer) == everything()


def test_an_entry_that_cannot_be_told_does_not_hold_up_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composing, "BATCH", 1)
    engineer = busy_day(5)
    original: NotifyOne = Composer.notices_of
    poison = OutboxEvent.objects.order_by("pk")[1]

    def breaks(self: Composer, facts: Facts) -> list[Notice]:
        if facts.entry.pk == poison.entry_id:
            raise ZeroDivisionError
        return original(self, facts)

    monkeypatch.setattr(Composer, "notices_of", breaks)
    tell_all()
    assert list(OutboxEvent.objects.filter(told_at__isnull=True)) == [poison]
    assert oldest_untold_seconds() > 0
    monkeypatch.undo()
    tell_all()
    assert not OutboxEvent.objects.filter(told_at__isnull=True).exists()
    assert told_of(engineer) == everything()


def test_what_is_told_is_not_told_again() -> None:
    busy_day(3)
    assert tell_all() > 0
    before = Notice.objects.count()
    assert tell_all() == 0
    assert Notice.objects.count() == before


def test_many_readers_cost_no_more_queries_than_few() -> None:
    costs = []
    for number in (4, 40):
        agent, code = cast.agent(), f"team-{number}"
        for _ in range(number):
            cast.engineer(code)
        advance(cast.incident(by=agent), "assign", by=agent, team=cast.team(code))
        with CaptureQueriesContext(connection) as asked:
            tell_all()
        costs.append(len(asked))
    assert costs[1] <= costs[0] <= 40
