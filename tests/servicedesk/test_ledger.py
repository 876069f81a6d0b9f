"""The ownership ledger: who answers for how much, who passed what on; every number opens the list it counts."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents.models import Incident
from people.models import Right, Sight, User
from records.actions import advance
from servicedesk.ledger.hand_overs import hand_overs
from servicedesk.ledger.owners import Owner, owners
from tests import cast
from tests.client import client_of

pytestmark = pytest.mark.django_db
ROW = re.compile(r'<tr id="(?:row-INC|hand-over-)(\d+)"')
BUDGET = 16


def listed(client: Client, url: str) -> int:
    page = client.get(url)
    assert page.status_code == 200, url
    return len(ROW.findall(page.content.decode()))


def hand_over(record: Incident, giver: User, taker: User, reason: str = "Going home") -> Incident:
    return advance(record, "hand_over", by=giver, owner=taker, reason=reason)


def some_work(agent: User, other: User) -> None:
    for urgency in (1, 3, 5):
        cast.incident(by=agent, impact=urgency, urgency=urgency)
    held = cast.incident(by=agent)
    advance(held, "start", by=agent)
    advance(held, "hold", by=agent, hold_reason=Incident.HoldReason.CUSTOMER)
    hand_over(cast.incident(by=agent), agent, other)
    advance(hand_over(cast.incident(by=agent), agent, other), "resolve", by=other, **cast.solution())


def line_of(lines: list[Owner], user: User | None) -> Owner:
    return next(line for line in lines if line.user == user)


def test_every_number_opens_the_list_it_counts(time_machine: Any) -> None:
    time_machine.move_to("2026-11-23T01:00:00Z")
    agent, other, leader = cast.agent(), cast.agent(), cast.person("shift_leader")
    some_work(agent, other)
    time_machine.move_to("2026-11-23T04:30:00Z")
    client, lines = client_of(leader), owners(leader)
    assert [line.user for line in lines] == [agent, other, None]
    for line in lines:
        for cell in (*line.open_work, line.received, line.passed_on):
            assert listed(client, cell.url) == cell.number, cell.url
    mine, theirs, together = lines
    assert [cell.number for cell in mine.open_work] == [4, 2, 0, 1]
    assert (mine.passed_on.number, theirs.received.number) == (2, 2)
    assert [cell.number for cell in together.open_work] == [5, 2, 1, 1]


def test_what_is_late_is_told_in_red(time_machine: Any) -> None:
    start = timezone.now()
    agent = cast.agent()
    cast.incident(by=agent, impact=1, urgency=1)
    time_machine.move_to(start + timedelta(hours=5))
    overdue = line_of(owners(agent), agent).open_work[1]
    assert (overdue.number, overdue.tone) == (1, "alarm")


def test_the_oldest_is_the_one_that_was_opened_first(time_machine: Any) -> None:
    start = timezone.now()
    agent, other = cast.agent(), cast.agent()
    first = cast.incident(by=agent)
    time_machine.move_to(start + timedelta(days=1))
    second = cast.incident(by=other)
    cast.incident(by=agent)
    lines = owners(agent)
    told = {line.user: line.oldest.number for line in lines if line.oldest}
    assert told == {agent: first.number, other: second.number, None: first.number}


def test_of_one_desk_only_its_own_work_is_counted() -> None:
    agent, other = cast.agent(), cast.person("agent", teams=("night-desk",))
    night = cast.team("night-desk", is_desk=True)
    cast.incident(by=agent)
    hers = cast.incident(by=other, desk=night)
    assert hers.desk == night
    leader = cast.person("shift_leader")
    lines = owners(leader, night)
    assert [line.user for line in lines] == [other, None]
    assert listed(client_of(leader), lines[0].open_work[0].url) == 1


def test_an_owner_who_left_is_marked() -> None:
    agent = cast.agent()
    cast.incident(by=agent)
    User.objects.filter(pk=agent.pk).update(is_active=False)
    leader = cast.person("shift_leader")
    assert line_of(owners(leader), agent).is_gone
    assert "no longer works here" in client_of(leader).get("/ledger/").content.decode()


def test_a_hand_over_tells_from_whom_to_whom_by_whom_and_why() -> None:
    first, second, third = cast.agent(), cast.agent(), cast.agent()
    leader = cast.person("shift_leader")
    record = hand_over(cast.incident(by=first), first, second, "End of the shift")
    hand_over(record, leader, third, "Falls ill")
    rows: Any = hand_overs(leader)
    told = [(line.owner, line.taker, line.handed_by, line.why) for line in rows]
    assert told == [
        (second, third.pk, leader.pk, "Falls ill"),
        (first, second.pk, first.pk, "End of the shift"),
    ]
    page = client_of(leader).get("/ledger/hand-overs/").content.decode()
    assert page.index("Falls ill") < page.index("End of the shift")


def test_hand_overs_are_narrowed_by_person_record_and_day() -> None:
    first, second, third = cast.agent(), cast.agent(), cast.agent()
    leader = cast.person("shift_leader")
    one = hand_over(cast.incident(by=first), first, second)
    hand_over(cast.incident(by=third), third, first)
    client, today = client_of(leader), timezone.localdate()
    tomorrow, yesterday = today + timedelta(days=1), today - timedelta(days=1)
    asked = {
        "": 2,
        f"giver={first.pk}": 1,
        f"taker={first.pk}": 1,
        f"giver={second.pk}": 0,
        f"record={one.number.lower()}": 1,
        f"since={today}": 2,
        f"since={tomorrow}": 0,
        f"until={yesterday}": 0,
        f"until={today}": 2,
    }
    assert {query: listed(client, f"/ledger/hand-overs/?{query}") for query in asked} == asked


@pytest.mark.parametrize(
    "address",
    [
        "/ledger/?desk=999999",
        "/ledger/?desk=%00",
        "/ledger/hand-overs/?giver=nobody",
        "/ledger/hand-overs/?since=yesterday",
        "/ledger/hand-overs/?since=2026-02-02&until=2026-01-01",
        "/ledger/hand-overs/?record=" + "9" * 30,
    ],
)
def test_what_cannot_be_read_is_told_and_shows_nothing(address: str) -> None:
    agent = cast.agent()
    hand_over(cast.incident(by=agent), agent, cast.agent())
    answer = client_of(cast.person("shift_leader")).get(address)
    assert answer.status_code == 400
    assert not ROW.findall(answer.content.decode())


def test_nobody_reads_of_what_he_does_not_see() -> None:
    agent, other = cast.agent(), cast.agent()
    hand_over(cast.incident(by=agent), agent, other)
    reader = cast.person("shift_leader")
    Sight.objects.filter(role__slug="shift_leader").update(scope="none")
    assert owners(reader) == []
    assert not hand_overs(reader).exists()


@pytest.mark.parametrize("path", ["/ledger/", "/ledger/hand-overs/"])
def test_it_is_open_to_whoever_may_see_the_ledger(path: str) -> None:
    leader = cast.person("shift_leader")
    assert client_of(leader).get(path).status_code == 200
    Right.objects.filter(kind="ledger", step="see").delete()
    assert client_of(leader).get(path).status_code == 403
    assert Client().get(path).status_code == 302


def test_a_live_refresh_brings_the_table_alone_with_its_filter() -> None:
    cast.incident()
    desk = cast.team("desk")
    leader = cast.person("shift_leader")
    part = client_of(leader).get(f"/ledger/?desk={desk.pk}", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<section id="owners"')
    assert f'hx-get="/ledger/?desk={desk.pk}"' in part


@pytest.mark.parametrize("path", ["/ledger/", "/ledger/hand-overs/"])
def test_it_costs_the_same_however_many_owners_there_are(path: str) -> None:
    client, costs = client_of(cast.person("shift_leader")), []
    for _round in range(3):
        for _each in range(3):
            giver = cast.agent()
            cast.incident(by=giver)
            hand_over(cast.incident(by=giver), giver, cast.agent())
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        costs.append(len(captured))
    assert costs[0] == costs[-1]
    assert costs[-1] <= BUDGET


def test_the_ledgers_lead_to_each_other() -> None:
    client = client_of(cast.person("supervisor"))
    for path in ("/ledger/", "/ledger/hand-overs/", "/notices/ledger/"):
        page = client.get(path).content.decode()
        for other in ("/ledger/", "/ledger/hand-overs/", "/notices/ledger/"):
            assert f'href="{other}"' in page, (path, other)
