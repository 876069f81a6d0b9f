"""The clocks' sweep, as the worker runs it: with nothing due, and with ten thousand clocks due at once."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from benchmarks.client import seconds
from benchmarks.desk import Desk
from benchmarks.measuring import Figure, in_turn
from people.accounts import system_user
from records import sweep as sweeping
from records.models import Clock, Record
from records.sweep import sweep

TIMES = 200
DUE = 10_000
BARE_BATCHES = 5


class UndoneError(Exception):
    """Raised to take back what was only tried."""


class NothingDue:
    name = "sweep-nothing"

    def measure(self, desk: Desk) -> Figure:
        sweep()
        statements = _statements(sweep)
        times = in_turn(lambda _: seconds(sweep), lambda _: seconds(_again, statements), TIMES)
        return Figure(name=self.name, ours=times[0], bare=times[1])


class TenThousandDue:
    """Each figure is of one batch of a hundred clocks; the rate is of clocks. The bare limit sends the statements of
    one batch again, in a transaction that is undone."""

    name = "sweep-10000"

    def measure(self, desk: Desk) -> Figure:
        make_due(DUE)
        by = system_user()
        statements = _statements(lambda: _undone(lambda: sweeping._sweep_batch(by)))
        bare = [seconds(_undone, lambda: _again(statements)) for _ in range(BARE_BATCHES)]
        ours: list[float] = []
        while True:
            started = time.perf_counter()
            if not sweeping._sweep_batch(by):
                break
            ours.append(time.perf_counter() - started)
        return Figure(
            name=self.name,
            ours=ours,
            bare=bare,
            rate=DUE / sum(ours),
            bare_rate=BARE_BATCHES * sweeping.BATCH / sum(bare),
        )


def make_due(count: int) -> None:
    """Clocks of open incidents as they would stand had no worker run since they began."""
    running = Clock.objects.filter(stopped_at=None, running_since__isnull=False, due_at__isnull=False)
    keys = list(
        running.filter(breached_at__isnull=False).order_by("-pk").values_list("pk", flat=True)[:count]
    )
    assert len(keys) == count, f"only {len(keys)} clocks of open incidents are late"
    chosen = Clock.objects.filter(pk__in=keys)
    Record.objects.filter(pk__in=chosen.values("record")).update(escalation_level=0)
    first = chosen.order_by("started_at").values_list("started_at", flat=True)[0]
    chosen.update(stage=Clock.Stage.RUNNING, breached_at=None, next_at=first)


def _statements(act: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"] for query in captured.captured_queries]


def _undone(act: Callable[[], object]) -> None:
    try:
        with transaction.atomic():
            act()
            raise UndoneError
    except UndoneError:
        pass


def _again(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            if cursor.description:
                cursor.fetchall()


SWEEPS = (NothingDue(), TenThousandDue())
