"""The morning board: every number opens the list it counts, for each person his own, now and as it was."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import make_aware

from calls.log import log_call
from people.models import Right
from records import follow_ups
from records.actions import advance
from records.models import Clock
from servicedesk.board.attention import needs
from servicedesk.board.figures import figures
from servicedesk.board.first_look import AWAITED, first_figures
from servicedesk.board.intake import intake
from servicedesk.board.matrix import by_category, by_team, came_in
from servicedesk.board.moments import Moment, moment_of
from servicedesk.board.open_work import LISTS, open_work
from servicedesk.board.overnight import last_close
from servicedesk.board.wall import on_wall
from servicedesk.queues.counting import queue_count
from sla.models import Calendar
from tests import cast
from tests.client import client_of

pytestmark = pytest.mark.django_db
NOW = moment_of("")
BUDGET = 20
BUDGET_WHOLE = 40  # every room that has a figure, a box or a need on it is asked


def some_work(agent) -> None:
    for number in range(6):
        incident = cast.incident(by=agent, impact=1 + number % 5, urgency=2)
        if number % 2:
            advance(incident, "assign", by=agent, team=cast.team("network"))
    solved = advance(cast.incident(by=agent), "resolve", by=agent, **cast.solution())
    log_call(by=agent, record=solved, caller_name="Somebody")
    log_call(by=agent, caller_name="Somebody else", is_first_call_resolution=True)
    back = advance(cast.incident(by=agent), "resolve", by=agent, **cast.solution())
    advance(back, "reopen", by=agent, reason="Again")


def listed(client: Client, url: str) -> int:
    """How many records the list at the address shows."""
    page = client.get(url)
    assert page.status_code == 200, url
    row = r'<tr id="call-(\d+)"' if url.startswith("/calls/") else r'href="/records/(INC\d+)/"'
    return len(set(re.findall(row, page.content.decode())))


@pytest.mark.parametrize("role", ["supervisor", "agent", "director", "second_line"])
def test_every_number_opens_the_list_it_counts(role) -> None:
    some_work(cast.agent())
    reader = cast.person(role, teams=("network",) if role == "second_line" else ("desk",))
    client, moment = client_of(reader), moment_of("")
    for figure in figures(reader, moment):
        assert listed(client, figure["href"]) == figure["count"], figure["label"]
    fresh = came_in(reader, moment, last_close(moment))
    for line in [*by_category(reader, moment), *by_team(reader, moment), *fresh]:
        for cell in line.cells:
            assert listed(client, cell["url"]) == cell["number"], cell["url"]


def tile(user, name: str, at: str = "") -> dict:
    return next(one for one in figures(user, moment_of(at)) if one["name"] == name)


def test_what_was_solved_after_its_time_is_not_met_in_time(time_machine) -> None:
    # Monday noon in Shanghai: a critical incident is due four hours later, on the same day.
    time_machine.move_to("2026-11-23T04:00:00Z")
    agent = cast.agent()
    late, swift = (cast.incident(by=agent, impact=1, urgency=1) for _each in range(2))
    advance(swift, "resolve", by=agent, **cast.solution())
    time_machine.move_to("2026-11-23T09:00:00Z")
    advance(late, "resolve", by=agent, **cast.solution())
    met = tile(agent, "met")
    assert (met["value"], met["count"], met["note"]) == (50, 1, "1 of 2")
    assert queue_count(agent, "incident", show="all", promise="broken") == 1


def test_what_nobody_promised_is_neither_kept_nor_broken() -> None:
    agent = cast.agent()
    record = cast.incident(by=agent)
    Clock.objects.filter(record=record).delete()
    advance(record, "resolve", by=agent, **cast.solution())
    assert (tile(agent, "met")["value"], tile(agent, "met")["note"]) == (None, "")


def test_answered_at_once_is_a_share_of_the_calls_that_came_in() -> None:
    agent = cast.agent()
    for is_at_once, direction in ((True, "in"), (False, "in"), (False, "in"), (True, "out")):
        log_call(by=agent, caller_name="X", is_first_call_resolution=is_at_once, direction=direction)
    answered = tile(agent, "answered")
    assert (answered["value"], answered["count"], answered["note"]) == (33, 1, "1 of 3")


def test_who_may_not_open_the_list_of_calls_has_no_figure_of_it() -> None:
    reader = cast.person("supervisor")
    Right.objects.filter(role__slug="supervisor", kind="call", step="see").delete()
    assert "answered" not in [one["name"] for one in figures(reader, moment_of(""))]


def test_how_long_the_oldest_unassigned_has_lain_is_told(time_machine) -> None:
    start = timezone.now()
    agent = cast.agent()
    cast.incident(by=agent)
    time_machine.move_to(start + timedelta(hours=5, minutes=7))
    cast.incident(by=agent)
    assert tile(agent, "unassigned")["note"] == "oldest 5 h 07 min"


@pytest.mark.parametrize(
    ("now", "closed"),
    [
        ("2026-11-24T08:50", "2026-11-23T18:00"),  # Tuesday: Monday's close
        ("2026-11-23T08:50", "2026-11-20T18:00"),  # Monday: Friday's
        ("2026-10-08T08:50", "2026-09-30T18:00"),  # after the National Day holidays
    ],
)
def test_the_night_begins_when_the_desk_last_closed(now, closed) -> None:
    moment = Moment(make_aware(datetime.fromisoformat(now)), is_now=False)
    assert last_close(moment) == make_aware(datetime.fromisoformat(closed))


def test_a_desk_that_never_closes_looks_back_a_day() -> None:
    Calendar.objects.filter(is_default=True).update(is_always_open=True, region="")
    moment = moment_of("")
    assert last_close(moment) == moment.day_start - timedelta(days=1)


def test_what_came_in_before_the_close_is_not_of_the_night(time_machine) -> None:
    agent = cast.agent()
    time_machine.move_to("2026-11-23T09:59:00Z")  # a minute before the close in Shanghai
    cast.incident(by=agent)
    time_machine.move_to("2026-11-23T13:00:00Z")
    cast.incident(by=agent)
    time_machine.move_to("2026-11-24T00:50:00Z")
    moment = moment_of("")
    assert [line.total for line in came_in(agent, moment, last_close(moment))] == [1]


def test_who_sees_nothing_counts_nothing() -> None:
    some_work(cast.agent())
    assert {one["count"] for one in figures(cast.person("purchaser"), moment_of(""))} == {0}


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
    client = client_of(agent)
    for figure in figures(agent, then):
        assert listed(client, figure["href"]) == figure["count"], figure["label"]


@pytest.mark.parametrize(
    "text", ["yesterday", "2026-13-45T99:00", "1999-01-01T00:00", "2999-01-01T00:00", "\x00"]
)
def test_a_time_that_is_none_is_told_so(text) -> None:
    answer = client_of(cast.person("supervisor")).get("/", {"at": text})
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
    answer = client_of(cast.engineer()).get("/")
    assert (answer.status_code, answer.url) == (302, "/my-work/")


def test_the_wall_shows_what_presses_most_and_the_teams_that_are_late(time_machine) -> None:
    start = timezone.now()
    agent = cast.agent()
    critical = [cast.incident(by=agent, impact=1, urgency=1, title=f"Down {number}") for number in range(4)]
    small = cast.incident(by=agent, impact=5, urgency=5)
    for number in range(9):
        advance(
            cast.incident(by=agent, impact=5, urgency=5), "assign", by=agent, team=cast.team(f"team-{number}")
        )
    advance(critical[0], "assign", by=agent, team=cast.team("team-8"))
    time_machine.move_to(start + timedelta(hours=20))
    shown = on_wall(cast.person("supervisor"), moment_of(""))
    assert [record.number for record in shown["pressing"]] == [record.number for record in critical[:3]]
    assert shown["presses_more"]
    assert small.number not in client_of(cast.person("supervisor")).get("/wall/").content.decode()
    assert [line.label for line in shown["teams"][:2]] == ["no team", "Team 8"]
    assert len(shown["teams"]) + shown["other_teams"] == 10


@pytest.mark.parametrize("role", ["agent", "shift_leader", "second_line", "auditor"])
def test_the_wall_is_for_whoever_may_see_it(role) -> None:
    may = cast.person(role).rights.may("wall", "see")
    assert client_of(cast.person(role)).get("/wall/").status_code == (200 if may else 403)


WHOLE = {"HX-Request": "true"}
OPENED = {"Sec-Fetch-Dest": "document"}


def labels(html: str) -> list[str]:
    return [
        label.strip()
        for label in re.findall(r'<span class="tile-label">(?:<svg.*?</svg>)?([^<]+)', html, re.S)
    ]


def test_the_page_keeps_a_place_for_every_figure_that_it_fetches_later() -> None:
    agent = cast.agent()
    some_work(agent)
    client = client_of(agent)
    page, whole = (
        client.get("/", headers=OPENED).content.decode(),
        client.get("/", headers=WHOLE).content.decode(),
    )
    assert labels(page)[: len(figures(agent, NOW))] == labels(whole)[: len(figures(agent, NOW))]
    assert 'hx-trigger="load, live"' in page
    assert 'hx-trigger="live"' in whole  # or it would fetch itself for ever
    assert "being counted" in page
    assert "being counted" not in whole


def test_the_page_counts_open_work_as_the_whole_does() -> None:
    agent = cast.agent()
    some_work(agent)
    work = open_work(agent, moment_of(""))
    known = {one["name"]: one for one in first_figures(agent, moment_of(""), work)}
    for one in figures(agent, moment_of("")):
        if one["name"] in LISTS:
            assert known[one["name"]]["value"] == one["value"], one["name"]
        else:
            assert known[one["name"]]["value"] == AWAITED, one["name"]


def test_a_browser_keeps_page_and_fragment_apart() -> None:
    client = client_of(cast.person("supervisor"))
    for headers in (OPENED, WHOLE):
        answer = client.get("/", headers=headers)
        assert "HX-Request" in answer["Vary"]
        assert "no-store" in answer["Cache-Control"]


def test_a_past_moment_is_whole_at_once() -> None:
    agent = cast.agent()
    an_hour_ago = (timezone.now() - timedelta(hours=1)).isoformat()
    page = client_of(agent).get("/", {"at": an_hour_ago}, headers=OPENED)
    assert "being counted" not in page.content.decode()


@pytest.mark.parametrize(
    ("path", "headers", "budget"),
    [("/", OPENED, BUDGET), ("/", WHOLE, BUDGET_WHOLE), ("/wall/", {}, BUDGET)],
    ids=str,
)
def test_it_costs_the_same_however_much_there_is(
    path, headers, budget, django_assert_max_num_queries
) -> None:
    some_work(cast.agent())
    client = client_of(cast.person("supervisor"))
    client.get(path)
    with django_assert_max_num_queries(budget):
        assert client.get(path, headers=headers).status_code == 200
