"""Web, worker, beat, Redis and PostgreSQL are killed in turn while people work; then everything is counted.

`make faults` shows the counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.drill import VICTIMS, Drill, running_desk
from tests.faults.load import Load
from tests.one_command import apart, ask

CLOCKS = 200
SECONDS = 45
BETWEEN = 10  # incidents to be acknowledged before the next blow


@pytest.fixture
def variables(tmp_path: Path) -> Iterator[dict[str, str]]:
    with apart(tmp_path) as environment:
        # Every mail apart, so that each can be counted.
        yield environment | {"ITSM_BUNDLE_OVER": "100000"}


def test_nothing_acknowledged_is_lost_and_nothing_happens_twice(variables: dict[str, str]) -> None:
    with running_desk(variables) as drill:
        with Load(drill.address, drill.fill("prepare", CLOCKS, SECONDS)) as load:
            recovered = {}
            for name in VICTIMS:
                load.wait_for_more(BETWEEN)
                recovered[name] = drill.kill(name)
            load.wait_for_more(BETWEEN)
        drill.settle()
        report(load, recovered, drill)
        written = dict(ask(variables, "SELECT title, number FROM records_record WHERE title LIKE 'Load %'"))
    assert load.acknowledged.items() <= written.items()
    assert not load.given_up
    assert not load.broken


def report(load: Load, recovered: dict[str, float], drill: Drill) -> None:
    """Print what was counted, and hold the counts against what must be."""
    print()
    for name, seconds in recovered.items():
        print(f"{name:<10} killed, everything ready again after {seconds:.1f} s")
    print(
        f"{len(load.acknowledged)} incidents acknowledged; refused meanwhile: {dict(load.refusals) or 'none'}"
    )
    drill.hold(counts())


def counts() -> dict[str, tuple[str, int]]:
    """What is counted → how, and what must come out."""
    breaches = (
        "SELECT {} FROM records_journalentry e JOIN records_record r ON r.id = e.record_id"
        " WHERE e.step = 'clock_breached' AND r.title LIKE 'Clock %'"
    )
    return {
        "incidents written twice": (
            "SELECT count(*) - count(DISTINCT title) FROM records_record WHERE title LIKE 'Load %'",
            0,
        ),
        "incidents without journal, clock or outbox": (
            """SELECT count(*) FROM records_record r WHERE title LIKE 'Load %' AND NOT (
                 EXISTS (SELECT FROM records_journalentry e JOIN records_outboxevent o ON o.entry_id = e.id
                         WHERE e.record_id = r.id AND e.step = 'register')
                 AND EXISTS (SELECT FROM records_clock c WHERE c.record_id = r.id))""",
            0,
        ),
        "clocks that fell due": (
            """SELECT count(*) FROM records_clock c JOIN records_record r ON r.id = c.record_id
               WHERE c.metric = 'response' AND c.due_at < now() AND r.title LIKE 'Clock %'""",
            CLOCKS,
        ),
        "clocks that fired": (breaches.format("count(DISTINCT e.record_id)"), CLOCKS),
        "clocks that fired twice": (breaches.format("count(*) - count(DISTINCT e.record_id)"), 0),
        "journal entries nobody was told of": (
            "SELECT count(*) FROM records_outboxevent WHERE told_at IS NULL",
            0,
        ),
        "owners told of a breach under the bell": (notices("in_app", "count(DISTINCT n.entry_id)"), CLOCKS),
        "owners told twice": (notices("in_app", "count(*) - count(DISTINCT n.entry_id)"), 0),
        "owners told by mail": (notices("email", "count(DISTINCT n.entry_id)"), CLOCKS),
        "notices that were never handed over": (
            "SELECT count(*) FROM notifications_notice WHERE state NOT IN ('sent', 'read', 'acknowledged')",
            0,
        ),
    }


def notices(channel: str, counted: str) -> str:
    return (
        f"SELECT {counted} FROM notifications_notice n JOIN records_journalentry e ON e.id = n.entry_id"
        " JOIN records_record r ON r.id = e.record_id"
        f" WHERE n.channel = '{channel}' AND e.step = 'clock_breached' AND r.title LIKE 'Clock %'"
        " AND n.user_id = r.owner_id"
    )
