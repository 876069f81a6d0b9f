"""The board as it was at any minute: held against what was written down at that minute."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from records.actions import advance, revise
from records.kinds import kind_named
from records.models import Category, Record
from records.sweep import sweep
from servicedesk.board.figures import figures
from servicedesk.board.matrix import by_category, by_team, came_in
from servicedesk.board.moments import Moment, moment_of
from servicedesk.board.open_work import open_work
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


def regrade(record, agent, chance: random.Random) -> None:
    """Somebody corrects how an incident was graded, or passes it to another team, or takes it from all of them."""
    categories = [None, *Category.objects.order_by("pk")]
    if chance.random() < 0.5:
        revise(record, by=agent, impact=chance.randint(1, 4), category=chance.choice(categories))
    else:
        advance(record, "assign", by=agent, team=cast.team(chance.choice(["desk", "network"])))


def held(records) -> Counter:
    """How many of the records hold which category, priority and team."""
    return Counter(records.values_list("category", "priority", "team").order_by())


def assert_lists_hold_their_numbers(reader, moment: Moment) -> None:
    lines = (*by_category(reader, moment), *by_team(reader, moment), *came_in(reader, moment, MONDAY))
    for cell in (cell for line in lines for cell in line.cells):
        asked = QueryDict(cell["url"].partition("?")[2])
        assert queue_filter(asked, reader, kind_named("incident")).count() == cell["number"], cell["url"]


def test_category_priority_and_team_are_those_of_the_minute(time_machine) -> None:
    chance, agent = random.Random(4), cast.agent()
    for code in ("hardware", "network"):
        Category.objects.create(code=code, name=code)
    truth = {}
    for minute in range(24):
        time_machine.move_to(MONDAY + timedelta(minutes=minute))
        if minute % 4 == 0:
            cast.incident(by=agent, impact=chance.randint(1, 3), urgency=1)
        else:
            regrade(chance.choice(list(Record.objects.all())).specific, agent, chance)
        time_machine.shift(timedelta(seconds=30))
        truth[timezone.now()] = held(queue_filter({"show": ["open"]}, agent))
    for at, was_held in truth.items():
        rows = open_work(agent, moment_of(at.isoformat())).rows
        assert {(row["category"], row["priority"], row["team"]): row["open"] for row in rows} == was_held, at
    for at in list(truth)[3::6]:
        assert_lists_hold_their_numbers(agent, moment_of(at.isoformat()))
    seen = {key for was_held in truth.values() for key in was_held}
    assert all(len({key[place] for key in seen}) > 2 for place in range(3))
