"""The morning board: every number opens the list it counts, for each person his own, now and as it was."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from calls.log import log_call
from records import follow_ups
from records.actions import advance
from servicedesk.board.attention import needs
from servicedesk.board.figures import figures
from servicedesk.board.intake import intake
from servicedesk.board.matrix import by_category, by_team
from servicedesk.board.moments import moment_of
from tests import cast

pytestmark = pytest.mark.django_db
NOW = moment_of("")
BUDGET = 28


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def some_work(agent) -> None:
    for number in range(6):
        incident = cast.incident(by=agent, impact=1 + number % 5, urgency=2)
        if number % 2:
            advance(incident, "assign", by=agent, team=cast.team("network"))
    advance(cast.incident(by=agent), "resolve", by=agent, **cast.solution())


def listed(client: Client, url: str) -> int:
    """How many records the list at the address shows."""
    page = client.get(url)
    assert page.status_code == 200, url
    return len(set(re.findall(r'href="/records/(INC\d+)/"', page.content.decode())))


@pytest.mark.parametrize("role", ["supervisor", "agent", "director", "second_line"])
def test_every_number_opens_the_list_it_counts(role) -> None:
    some_work(cast.agent())
    reader = cast.person(role, teams=("network",) if role == "second_line" else ("desk",))
    client, moment = signed_in(reader), moment_of("")
    for figure in figures(reader, moment):
        assert listed(client, figure["href"]) == figure["value"], figure["label"]
    for line in [*by_category(reader, moment), *by_team(reader, moment)]:
        for cell in line.cells:
            assert listed(client, cell["url"]) == cell["number"], cell["url"]


def test_who_sees_nothing_counts_nothing() -> None:
    some_work(cast.agent())
    assert {one["value"] for one in figures(cast.person("purchaser"), moment_of(""))} == {0}


def test_it_can_be_seen_as_it_was(time_machine) -> None:
    start = timezone.now() - timedelta(hours=5)
    time_machine.move_to(start)
    agent = cast.agent()
    incident = cast.incident(by=agent)
    time_machine.move_to(start + timedelta(hours=2))
    advance(incident, "resolve", by=agent, **cast.solution())
    time_machine.move_to(start + timedelta(hours=4))
    then = moment_of((start + timedelta(hours=1)).isoformat())
    values = {str(one["label"]): one["value"] for one in figures(agent, then)}
    assert values["Open"] == 1
    assert {str(one["label"]): one["value"] for one in figures(agent, moment_of(""))}["Open"] == 0
    client = signed_in(agent)
    for figure in figures(agent, then):
        assert listed(client, figure["href"]) == figure["value"], figure["label"]


@pytest.mark.parametrize(
    "text", ["yesterday", "2026-13-45T99:00", "1999-01-01T00:00", "2999-01-01T00:00", "\x00"]
)
def test_a_time_that_is_none_is_told_so(text) -> None:
    answer = signed_in(cast.person("supervisor")).get("/", {"at": text})
    assert answer.status_code == 400
    assert "at:" in answer.content.decode()


def test_an_escalation_needs_the_level_it_reached() -> None:
    agent, leader = cast.agent(), cast.person("shift_leader")
    incident = advance(cast.incident(by=agent), "escalate_up", by=agent, reason="Too slow")
    assert [need.number for need in needs(leader)] == [incident.number]
    assert needs(cast.person("director")) == []


def test_a_follow_up_needs_whom_it_was_asked_of() -> None:
    agent, leader = cast.agent(), cast.person("shift_leader")
    due = timezone.now() + timedelta(hours=1)
    follow_ups.ask(cast.incident(by=agent), by=agent, asked_of=leader, what="Call back", due_at=due)
    assert [need.title for need in needs(leader)] == ["Call back"]
    assert needs(agent) == []


def test_calls_stand_in_their_half_hour_beside_the_same_weekdays_before() -> None:
    agent = cast.agent()
    moment = moment_of("")
    for days in (0, 7, 7, 14):
        log_call(by=agent, started_at=moment.at - timedelta(days=days), caller_name="Somebody")
    shown = intake(agent, moment)
    assert shown["total"] == 1
    assert sorted(shown["option"]["series"][1]["data"])[-1] == 2


def test_who_has_no_board_finds_his_own_work() -> None:
    answer = signed_in(cast.engineer()).get("/")
    assert (answer.status_code, answer.url) == (302, "/my-work/")


@pytest.mark.parametrize("path", ["/", "/wall/"])
def test_it_costs_the_same_however_much_there_is(path, django_assert_max_num_queries) -> None:
    some_work(cast.agent())
    client = signed_in(cast.person("supervisor"))
    client.get(path)
    with django_assert_max_num_queries(BUDGET):
        assert client.get(path).status_code == 200
