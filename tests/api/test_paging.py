"""Lists by key: complete, without doubles, and refused in words where a place cannot be read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from records.models import Record
from tests import cast
from tests.api.test_records import INCIDENTS, Caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent() -> Caller:
    return Caller(cast.agent())


def numbers_of(caller: Caller, **query) -> list[str]:
    """All pages of a list, one after the other."""
    answer, found = caller.get(INCIDENTS, **query), []
    while True:
        page = answer.json()
        found += [one["number"] for one in page["results"]]
        assert len(found) < 100
        if page["next"] is None:
            return found
        answer = caller.get(page["next"])


@pytest.mark.parametrize("order", ["newest", "oldest", "due", "priority", "changed"])
def test_rows_of_one_key_are_each_told_once(agent, order) -> None:
    made = [cast.incident(by=agent.user, impact=4, urgency=4).number for _ in range(7)]
    moment = timezone.now()
    Record.objects.update(opened_at=moment, updated_at=moment, due_at=None)
    found = numbers_of(agent, order=order, limit=2)
    assert sorted(found) == sorted(made)


def test_the_page_before_is_the_one_left(agent) -> None:
    for _ in range(5):
        cast.incident(by=agent.user)
    first = agent.get(INCIDENTS, limit=2).json()
    second = agent.get(first["next"]).json()
    assert agent.get(second["previous"]).json()["results"] == first["results"]
    assert first["previous"] is None


def test_what_is_not_due_stands_behind_what_is(agent) -> None:
    late, never = cast.incident(by=agent.user), cast.incident(by=agent.user)
    Record.objects.filter(pk=never.pk).update(due_at=None)
    Record.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(hours=1))
    assert numbers_of(agent, order="due") == [late.number, never.number]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "201"}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"limit": "٣"}, "limit"),
        ({"cursor": "garbage"}, "cursor"),
        ({"cursor": "YWZ0ZXI6eA"}, "cursor"),
        ({"cursor": "漢"}, "cursor"),
        ({"fields": "number,secret"}, "fields"),
        ({"order": "priority", "show": "all"}, "order"),
        ({"order": "random"}, "order"),
        ({"nonsense": "1"}, "nonsense"),
        ({"priority": "high"}, "priority"),
        ({"show": "secret"}, "show"),
    ],
)
def test_what_cannot_be_read_is_named(agent, query, field) -> None:
    answer = agent.get(INCIDENTS, **query)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])


def test_fields_are_for_reading_and_undo_no_step(agent) -> None:
    incident = cast.incident(by=agent.user)
    answer = agent.post(f"{INCIDENTS}{incident.number}/steps/start/?fields=nonsense")
    assert (answer.status_code, answer.json()["state"]) == (200, "in_progress")
