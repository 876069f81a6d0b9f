"""The calls of a day, and where calls stand beside what they were about."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from calls.log import log_call
from calls.models import Call
from people.models import Sight
from tests import cast
from tests.servicedesk.pad import at_the_desk

pytestmark = pytest.mark.django_db


def listed(user: Any, **given: str) -> str:
    response = at_the_desk(user).get("/calls/", given)
    assert response.status_code == 200
    return response.content.decode()


def test_it_shows_todays_calls_newest_first_with_what_they_led_to() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        log_call(by=agent, reason="Old story")
    log_call(by=agent, reason="First story", record=incident, handle_seconds=95)
    log_call(by=agent, reason="Second story", is_first_call_resolution=True)
    page = listed(agent)
    assert "Old story" not in page
    assert page.index("Second story") < page.index("First story")
    assert incident.number in page
    assert "1 min" in page


def test_a_number_opens_the_list_it_counts() -> None:
    agent = cast.agent()
    log_call(by=agent, reason="Rang in")
    log_call(by=agent, reason="Rang out", direction="out", is_first_call_resolution=True)
    page = listed(agent)
    for query, shown, hidden in (
        ("direction=out", "Rang out", "Rang in"),
        ("result=noted", "Rang in", "Rang out"),
        ("result=answered", "Rang out", "Rang in"),
    ):
        assert f'href="/calls/?{query}"' in page
        narrowed = listed(agent, **dict([query.split("=")]))
        assert (shown in narrowed, hidden in narrowed) == (True, False)


def test_mine_are_mine() -> None:
    agent = cast.agent()
    log_call(by=agent, reason="Own story")
    log_call(by=cast.agent(), reason="Other story")
    page = listed(agent, whose="mine")
    assert ("Own story" in page, "Other story" in page) == (True, False)


def test_a_customers_calls_are_shown_whenever_they_were() -> None:
    agent, customer = cast.agent(), cast.customer()
    with time_machine.travel(timezone.now() - timedelta(days=90)):
        log_call(by=agent, reason="Old story", customer=customer)
    log_call(by=agent, reason="Other story")
    page = listed(agent, customer=str(customer.pk))
    assert ("Old story" in page, "Other story" in page) == (True, False)


def test_a_day_can_be_turned_back() -> None:
    agent = cast.agent()
    yesterday = timezone.localdate() - timedelta(days=1)
    with time_machine.travel(timezone.now() - timedelta(days=1)):
        log_call(by=agent, reason="Old story")
    assert f'href="/calls/?on={yesterday}"' in listed(agent)
    assert "Old story" in listed(agent, on=str(yesterday))


def test_further_pages_show_each_call_once() -> None:
    agent, now = cast.agent(), timezone.now()
    Call.objects.bulk_create(
        [
            Call(agent=agent, reason=f"Story {n:03}", started_at=now - timedelta(milliseconds=n // 3))
            for n in range(120)
        ]
    )
    seen, query = [], {"on": str(timezone.localdate(now))}
    for _ in range(3):
        response = at_the_desk(agent).get("/calls/", query)
        seen += [call.pk for call in response.context["calls"]]
        older = response.context["older_url"]
        query |= {"after": older.split("after=")[1].replace("%2B", "+")} if older else {}
    assert len(seen) == len(set(seen)) == 120


def test_what_a_role_does_not_see_is_neither_shown_nor_counted() -> None:
    ours, theirs = cast.customer(), cast.customer()
    agent = cast.agent()
    log_call(by=agent, reason="Our story", customer=ours)
    log_call(by=agent, reason="Their story", customer=theirs)
    tool = cast.person("api_client", teams=())
    tool.customers.add(ours)
    response = at_the_desk(tool).get("/calls/")
    page = response.content.decode()
    assert ("Our story" in page, "Their story" in page) == (True, False)
    assert response.context["figures"]["in"] == 1
    assert at_the_desk(tool).get("/calls/", {"customer": theirs.pk}).status_code == 400


def test_who_sees_no_calls_finds_it_closed() -> None:
    assert at_the_desk(cast.person("purchaser")).get("/calls/").status_code == 403


@pytest.mark.parametrize(
    "given",
    [
        {"on": "yesterday"}, {"on": "2026-02-30"}, {"on": "9999-12-31"}, {"on": "0001-01-01"}, {"whose": "yours"},
        {"direction": "up"}, {"result": "'"}, {"customer": "x"}, {"customer": "9" * 30}, {"after": "nonsense"},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_reason(given: dict[str, str]) -> None:
    response = at_the_desk(cast.agent()).get("/calls/", given)
    assert response.status_code == 400


def test_an_empty_day_says_what_would_be_here() -> None:
    assert "Calls stand here as soon as" in listed(cast.agent())


def test_calls_stand_on_the_customers_page() -> None:
    agent, customer = cast.agent(), cast.customer()
    log_call(by=agent, reason="His story", customer=customer)
    page = at_the_desk(agent).get(f"/people/customers/{customer.pk}/").content.decode()
    assert "His story" in page
    Sight.objects.filter(role__slug="agent", kind="call").delete()
    stranger = cast.agent()
    assert "His story" not in at_the_desk(stranger).get(f"/people/customers/{customer.pk}/").content.decode()


def test_similar_open_incidents_stand_beside_an_incident_with_a_key_to_attach() -> None:
    agent = cast.agent()
    first, second = cast.incident(by=agent), cast.incident(by=agent)
    page = at_the_desk(agent).get(second.get_absolute_url()).content.decode()
    assert "Similar open incidents" in page
    assert f"Attach it to {first.number}" in page
    response = at_the_desk(agent).post(
        f"{second.get_absolute_url()}steps/attach/", {"parent": first.number}, headers={"HX-Request": "true"}
    )
    assert response.status_code == 204
    second.refresh_from_db()
    assert second.parent_id == first.pk
    assert "Similar open incidents" not in at_the_desk(agent).get(second.get_absolute_url()).content.decode()


def test_the_list_costs_few_queries(django_assert_max_num_queries: Any) -> None:
    agent = cast.agent()
    for _ in range(12):
        caller = cast.contact()
        log_call(by=agent, contact=caller, record=cast.incident(by=agent), reason="Story")
    client = at_the_desk(agent)
    client.get("/calls/")
    with django_assert_max_num_queries(11):
        client.get("/calls/")


def test_the_calls_of_a_day_up_to_a_moment() -> None:
    agent = cast.agent()
    morning = timezone.localtime().replace(hour=1, minute=0, second=0, microsecond=0)
    with time_machine.travel(morning + timedelta(hours=2)):
        log_call(by=agent, reason="Early story", started_at=morning)
        log_call(by=agent, reason="Late story", started_at=morning + timedelta(hours=1))
        page = listed(agent, until=(morning + timedelta(minutes=30)).isoformat())
    assert ("Early story" in page, "Late story" in page) == (True, False)
    assert "01:30" in page


@pytest.mark.parametrize(
    "text",
    ["08:30", "2026-01-31", "2026-01-31T08:30", "2026-13-31T08:30Z", "0001-01-01T00:00+14:00", "x" * 300],
)
def test_a_moment_that_is_none_or_has_no_zone_is_told_so(text: str) -> None:
    response = at_the_desk(cast.agent()).get("/calls/", {"until": text})
    assert response.status_code == 400
    assert "until" in response.content.decode()
