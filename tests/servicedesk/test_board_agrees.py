"""List and number agree, for every role and every figure of the board, now and as it was."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from people.models import Role
from records import follow_ups
from records.actions import advance
from records.models import Record
from servicedesk.board.attention import needs
from servicedesk.board.figures import figures
from servicedesk.board.matrix import by_category, by_team, came_in
from servicedesk.board.moments import moment_of
from servicedesk.board.overnight import last_close
from servicedesk.board.tiles import further_figures, tiles
from tests import cast
from tests.client import client_of
from tests.complaints import people as complaints
from tests.emergency import plans
from tests.releases import people as releases
from tests.reports.listing import rows_at
from tests.visits import people as visits

pytestmark = pytest.mark.django_db


def a_morning() -> None:
    """Something of everything that a figure counts."""
    agent, leader = cast.agent(), cast.person("shift_leader")
    incidents = [cast.incident(by=agent, impact=1 + at % 4, urgency=2) for at in range(5)]
    advance(incidents[0], "assign", by=agent, team=cast.team("network"))
    advance(advance(incidents[1], "resolve", by=agent, **cast.solution()), "reopen", by=agent, reason="Again")
    now = timezone.now()
    for minutes in (1, 5, 50):
        due = now + timedelta(minutes=minutes)
        follow_ups.ask(incidents[2], by=agent, asked_of=leader, what="Call back", due_at=due)
    complaints.complaint(complaints.supervisor())
    answered = complaints.complaint(complaints.supervisor())
    advance(answered, "escalate", by=complaints.supervisor(), reason="A week")
    lead, group = releases.manager(), releases.customers(4)
    releases.deployed(lead, group)
    releases.report(agent, group[0])
    visits.visit()
    visits.sent(visits.engineer("Near"))
    plans.active(plans.manned_plan())


def numbers_of(reader, moment):
    for tile in [*figures(reader, moment), *further_figures(reader, moment)]:
        yield tile["name"], tile["href"], tile["count"]
    fresh = came_in(reader, moment, last_close(moment))
    for line in [*by_category(reader, moment), *by_team(reader, moment), *fresh]:
        for cell in line.cells:
            yield line.label, cell["url"], cell["number"]


def test_list_and_number_agree_for_every_role(time_machine) -> None:
    a_morning()
    readers = [(role.slug, cast.person(role.slug)) for role in Role.objects.order_by("position")]
    record, agent = cast.incident(), cast.agent()
    for _slug, reader in readers:
        due = timezone.now() + timedelta(minutes=1)
        if not Record.objects.visible_to(reader).filter(pk=record.pk).exists():
            continue
        follow_ups.ask(record, by=agent, asked_of=reader, what="Look at it", due_at=due)
    time_machine.move_to(timezone.now() + timedelta(minutes=3))
    told = (timezone.now() - timedelta(minutes=1)).isoformat()
    counted: dict[str, int] = {}
    for slug, reader in readers:
        if not reader.rights.may("board", "see"):
            continue
        client, lists = client_of(reader), {}
        for moment in (moment_of(""), moment_of(told)):
            for name, url, count in numbers_of(reader, moment):
                lists.setdefault(url, None)
                if lists[url] is None:
                    lists[url] = rows_at(client, url)
                assert lists[url] == count, (slug, name, url)
                counted[name] = max(counted.get(name, 0), count)
    # A figure that nobody had any of would have proved nothing.
    assert {tile.name for tile in tiles()} - {name for name, most in counted.items() if most} <= {"surges"}


def test_what_burns_is_named_before_what_is_late(time_machine) -> None:
    a_morning()
    time_machine.move_to(timezone.now() + timedelta(days=8))
    found = needs(complaints.director())
    ranks = [need.rank for need in found]
    assert ranks == sorted(ranks)
    assert found[0].text.startswith("emergency")
    is_due = {need.number[:3]: need.is_due for need in found}
    assert {"EMG": False, "CPL": True}.items() <= is_due.items()


def test_what_burns_stands_since_when_and_what_was_promised_is_overdue(time_machine) -> None:
    a_morning()
    time_machine.move_to(timezone.now() + timedelta(days=8))
    page = client_of(complaints.director()).get("/").content.decode()
    row = re.search(r'<tr id="need-EMG.*?</tr>', page, re.DOTALL)
    assert row
    assert 'data-time="ago"' in row[0]
    row = re.search(r'<tr id="need-CPL.*?</tr>', page, re.DOTALL)
    assert row
    assert "overdue" in row[0]


def test_who_has_no_board_is_led_to_his_work_and_asks_no_follow_ups() -> None:
    client = client_of(cast.person("field_engineer"))
    assert client.get("/").status_code == 302
    assert client.get("/follow-ups/").status_code == 403


def test_a_follow_up_on_what_one_does_not_see_is_not_listed() -> None:
    supervisor, director = complaints.supervisor(), complaints.director()
    due = timezone.now() + timedelta(hours=1)
    record = complaints.complaint(supervisor)
    follow_ups.ask(record, by=supervisor, asked_of=director, what="Promise a date", due_at=due)
    assert rows_at(client_of(director), "/follow-ups/") == 1
    assert rows_at(client_of(cast.agent()), "/follow-ups/") == 0


@pytest.mark.parametrize("query", ["at=yesterday", "at=2999-01-01T00:00"])
def test_a_time_that_cannot_be_read_is_told(query) -> None:
    assert client_of(cast.agent()).get(f"/follow-ups/?{query}").status_code == 400


def test_the_list_of_follow_ups_costs_the_same_however_long(django_assert_max_num_queries) -> None:
    agent = cast.agent()
    for number in range(12):
        due = timezone.now() + timedelta(hours=number + 1)
        follow_ups.ask(cast.incident(by=agent), by=agent, asked_of=cast.agent(), what="Look", due_at=due)
    client = client_of(agent)
    client.get("/follow-ups/")
    with django_assert_max_num_queries(14):
        assert client.get("/follow-ups/").status_code == 200
