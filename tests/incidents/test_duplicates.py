"""Which open incidents are offered as likely the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from calls.log import log_call
from incidents.duplicates import Report, similar_open, storms
from incidents.models import HintPolicy, Incident
from people.models import Sight
from records.actions import advance
from tests import cast, volume

pytestmark = pytest.mark.django_db


def numbers(found: list[Any]) -> list[str]:
    return [hint.incident.number for hint in found]


@contextmanager
def hours_ago(hours: float) -> Iterator[None]:
    with time_machine.travel(timezone.now() - timedelta(hours=hours)):
        yield


def test_the_same_words_in_either_language_are_offered() -> None:
    agent = cast.agent()
    english = cast.incident(by=agent, title="Cannot connect to the remote server")
    chinese = cast.incident(by=agent, title="无法连接远程服务器")
    cast.incident(by=agent, title="Printer prints blank pages")
    assert numbers(similar_open(agent, Report(text="remote server: cannot connect"))) == [english.number]
    assert numbers(similar_open(agent, Report(text="远程服务器连接不上"))) == [chinese.number]


def test_it_says_which_words_are_the_same() -> None:
    agent = cast.agent()
    cast.incident(by=agent, title="Cannot connect to the remote server")
    [hint] = similar_open(agent, Report(text="remote desktop cannot connect"))
    assert hint.same_words == ["remote", "cannot", "connect"]
    assert hint.share == pytest.approx(0.75, abs=0.01)


def test_the_same_service_today_is_offered_without_a_word_in_common() -> None:
    agent = cast.agent()
    vpn = cast.service("vpn")
    with hours_ago(30):
        cast.incident(by=agent, title="Old trouble", service=vpn)
    fresh = cast.incident(by=agent, title="Tunnel is down", service=vpn)
    assert numbers(similar_open(agent, Report(text="很慢", service_id=vpn.pk))) == [fresh.number]


def test_the_same_person_comes_before_the_same_words() -> None:
    agent = cast.agent()
    caller = cast.contact()
    other = cast.incident(by=agent, title="Slow terminal at counter two")
    own = cast.incident(by=agent, title="Something else", contact=caller)
    found = similar_open(
        agent, Report(text="terminal frozen slow", contact_id=caller.pk, customer_id=caller.customer_id)
    )
    assert numbers(found) == [own.number, other.number]
    assert (found[0].is_same_contact, found[0].is_same_customer, found[1].is_same_contact) == (
        True,
        True,
        False,
    )


def test_resolved_and_excluded_ones_are_not_offered() -> None:
    agent = cast.agent()
    solved = cast.incident(by=agent)
    advance(solved, "resolve", by=agent, **cast.solution())
    known = cast.incident(by=agent)
    report = Report(text="No connection to the remote server", except_ids=frozenset({known.pk}))
    assert similar_open(agent, report) == []


def test_what_may_not_be_seen_is_not_offered() -> None:
    cast.incident(title="No connection to the remote server")
    outsider = cast.engineer()
    assert similar_open(outsider, Report(text="No connection to the remote server")) == []


def test_a_customers_own_account_is_offered_its_own_incidents_only() -> None:
    agent, ours, theirs = cast.agent(), cast.customer(), cast.customer()
    mine = cast.incident(by=agent, customer=ours)
    cast.incident(by=agent, customer=theirs)
    tool = cast.person("api_client", teams=())
    tool.customers.add(ours)
    assert Sight.objects.get(role__slug="api_client", kind="incident").scope == "customer"
    assert numbers(similar_open(tool, Report(text="No connection to the remote server"))) == [mine.number]


def test_it_tells_how_many_hang_below() -> None:
    agent = cast.agent()
    parent = cast.incident(by=agent, title="Remote server down")
    for _ in range(2):
        advance(cast.incident(by=agent, title="Nothing alike"), "attach", by=agent, parent=parent)
    [hint] = similar_open(agent, Report(text="remote server"))
    assert hint.children == 2


def test_a_family_is_told_once_by_its_parent() -> None:
    agent = cast.agent()
    parent = cast.incident(by=agent, title="Exchange broken")
    for _ in range(6):
        advance(cast.incident(by=agent, title="Remote server gone"), "attach", by=agent, parent=parent)
    [hint] = similar_open(agent, Report(text="remote server"))
    assert (hint.incident, hint.children) == (parent, 6)
    assert similar_open(agent, Report(text="remote server", except_ids=frozenset({parent.pk}))) == []


def test_small_words_and_numbers_make_nothing_alike() -> None:
    agent = cast.agent()
    cast.incident(by=agent, title="It is not up to the 42")
    assert similar_open(agent, Report(text="Up to the 42 it is not")) == []


@pytest.mark.parametrize(
    "text", ["", "''", "a' | b & !c:*", "\\", "12345", "《》！？", "x" * 100_000, "\u0000"]
)
def test_any_text_is_taken(text: str) -> None:
    agent = cast.agent()
    cast.incident(by=agent)
    assert similar_open(agent, Report(text=text)) == []


def test_it_costs_three_queries_and_no_walk_over_history() -> None:
    agent, caller, vpn = cast.agent(), cast.contact(), cast.service("vpn")
    volume.history(cast.incident(by=agent), 60_000, open_every=30)
    cast.incident(by=agent, contact=caller, service=vpn)
    agent.rights  # noqa: B018 - read once per request
    report = Report(
        text="No connection to the remote server",
        contact_id=caller.pk,
        customer_id=caller.customer_id,
        service_id=vpn.pk,
    )
    with CaptureQueriesContext(connection) as captured:
        found = similar_open(agent, report)
    assert found[0].is_same_contact
    assert len(captured) == 3
    chosen = volume.plan(captured[0]["sql"])
    assert "Seq Scan" not in chosen
    for index in (
        "record_open_",
        "record_customer_newest",
        "record_service_opened",
        "searchwords_pkey",
    ):
        assert index in chosen, chosen


def call(agent: Any, service: Any, record: Incident | None = None, **fields: Any) -> None:
    log_call(by=agent, service=service, record=record, **fields)


def test_calls_that_pile_up_on_a_service_are_a_storm() -> None:
    agent, vpn, mail = cast.agent(), cast.service("vpn"), cast.service("mail")
    for _ in range(3):
        call(agent, vpn)
    call(agent, mail)
    [storm] = storms(agent)
    assert (storm.service, storm.calls, storm.minutes, storm.incident) == (vpn, 3, 30, None)


def test_old_and_outgoing_calls_make_no_storm() -> None:
    agent, vpn = cast.agent(), cast.service("vpn")
    with hours_ago(1):
        call(agent, vpn)
    call(agent, vpn, direction="out")
    call(agent, vpn)
    call(agent, vpn)
    assert storms(agent) == []


def test_what_makes_a_storm_is_data() -> None:
    agent, vpn = cast.agent(), cast.service("vpn")
    HintPolicy.objects.create(storm_calls=2, storm_minutes=90)
    with hours_ago(1):
        call(agent, vpn)
    call(agent, vpn)
    assert [storm.calls for storm in storms(agent)] == [2]


def test_a_storm_points_at_the_incident_that_most_of_its_calls_hang_on() -> None:
    agent, vpn = cast.agent(), cast.service("vpn")
    parent, lone = cast.incident(by=agent, service=vpn), cast.incident(by=agent, service=vpn)
    child = cast.incident(by=agent, service=vpn)
    advance(child, "attach", by=agent, parent=parent)
    for record in (parent, child, lone):
        call(agent, vpn, record)
    [storm] = storms(agent)
    assert storm.incident == parent
    assert storm.children == 1


def test_storms_are_counted_from_calls_that_one_may_see() -> None:
    agent, vpn = cast.agent(), cast.service("vpn")
    for _ in range(3):
        call(agent, vpn)
    assert storms(cast.engineer()) == []
