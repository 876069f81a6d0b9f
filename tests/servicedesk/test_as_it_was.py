"""The board as it was at any minute: held against what was written down at that minute."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from records.actions import advance
from records.models import Record
from records.sweep import sweep
from servicedesk.board.figures import figures
from servicedesk.board.moments import moment_of
from servicedesk.queues.counting import queue_filter
from tests import cast

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)  # 09:00 in Shanghai
MINUTES = 55


def a_step(record, agent, chance: random.Random) -> None:
    """Something that may happen to an incident in its state."""
    ways = {
        "new": [("assign", {"team": cast.team("desk"), "assignee": agent}), ("resolve", cast.solution())],
        "assigned": [("start", {}), ("resolve", cast.solution())],
        "in_progress": [("resolve", cast.solution()), ("hold", {"hold_reason": "customer"})],
        "on_hold": [("resume", {})],
        "resolved": [("reopen", {"reason": "Again"}), ("confirm", {})],
        "closed": [("reopen", {"reason": "And again"})],
    }
    step, inputs = chance.choice(ways[record.state])
    advance(record, step, by=agent, **inputs)


def numbers(records) -> set[str]:
    return {record.number for record in records}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_was_open_and_overdue_at_each_minute_is_told_afterwards(seed, time_machine) -> None:
    chance, agent = random.Random(seed), cast.agent()
    truth = {}
    for minute in range(MINUTES):
        # Long steps between short ones, so that promises are broken on the way.
        time_machine.move_to(MONDAY + timedelta(minutes=minute * 17))
        if minute % 4 == 0:
            cast.incident(by=agent, impact=chance.randint(1, 3), urgency=1)
        else:
            a_step(chance.choice(list(Record.objects.all())).specific, agent, chance)
        time_machine.shift(timedelta(minutes=5))
        sweep()
        now = timezone.now()
        truth[now] = (
            numbers(queue_filter({"show": ["open"]}, agent)),
            numbers(queue_filter({"show": ["overdue"]}, agent)),
        )
    for at, (was_open, was_overdue) in truth.items():
        told = {"show": ["all"], "open_at": [at.isoformat()]}
        assert numbers(queue_filter(told, agent)) == was_open, at
        told = {"show": ["all"], "overdue_at": [at.isoformat()]}
        assert numbers(queue_filter(told, agent)) == was_overdue, at
        shown = {one["name"]: one["count"] for one in figures(agent, moment_of(at.isoformat()))}
        assert (shown["open"], shown["overdue"]) == (len(was_open), len(was_overdue)), at
    assert any(was_overdue for _open, was_overdue in truth.values())
    assert Record.objects.filter(reopenings__gt=0).exists()
