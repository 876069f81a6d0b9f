"""The pages of complaints: the director's, the record's own, and the way from another record to a complaint."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from complaints.models import Cause, Complaint, Limit
from people.models import User
from people.tokens import issue
from records.actions import advance
from records.models import FollowUp, JournalEntry
from records.sweep import sweep
from tests import cast
from tests.client import client_of
from tests.complaints.people import closed, complaint, director, supervisor

pytestmark = pytest.mark.django_db
BUDGET = 20
A_CHAIN = 20  # queries for the chain of each complaint that is with the director


def escalated(by: User, **fields: object) -> Complaint:
    """One that the clock took to the director."""
    with time_machine.travel(datetime.now(UTC) - timedelta(days=8), tick=False):
        one = complaint(by, **fields)
        promise = {"promise": "A new board", "promise_at": timezone.now() + timedelta(days=2)}
        one = advance(one, "give_promise", by=by, **promise)
    sweep()
    return Complaint.objects.get(pk=one.pk)


def test_the_director_finds_what_was_promised_how_long_it_is_open_and_what_it_waits_for() -> None:
    agent, boss, customer = cast.agent(), director(), cast.customer(name="Morning Star Shops")
    incident = cast.incident(agent, customer=customer, title="The terminal restarts")
    one = escalated(agent, about_record=incident, customer=customer)
    text = client_of(boss).get("/complaints/").content.decode()
    for told in (one.number, "Morning Star Shops", "8 days open", "A new board", "not kept", incident.number):
        assert told in text, told


def test_his_instruction_is_for_its_owner_unless_he_says_otherwise() -> None:
    agent = cast.agent(name="Sun Hui")
    one = escalated(agent)
    form = client_of(director()).get(f"/records/{one.number}/follow-ups/ask/").content.decode()
    assert f'<option value="{agent.pk}" selected>' in form
    own = client_of(agent).get(f"/records/{one.number}/follow-ups/ask/").content.decode()
    assert f'<option value="{agent.pk}" selected>' not in own


def test_he_instructs_takes_over_and_writes_in_one_step_each() -> None:
    boss, agent = director(), cast.agent()
    one = escalated(agent)
    client = client_of(boss)
    text = client.get("/complaints/").content.decode()
    ways = {
        "ask": f"/records/{one.number}/follow-ups/ask/",
        "take": f"/records/{one.number}/steps/take_over/",
        "write": f"/records/{one.number}/steps/write_to_customer/",
    }
    assert all(way in text for way in ways.values())
    due = (timezone.localtime() + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    asked = {"asked_of": agent.pk, "what": "Call the customer today", "due_at": due}
    assert client.post(ways["ask"], asked).status_code == 303
    assert FollowUp.objects.get(record=one.pk).asked_of == agent
    assert client.post(ways["write"], {"text": "I look after it myself"}).status_code == 303
    assert JournalEntry.objects.filter(record=one.pk, is_public=True, note="I look after it myself").exists()
    assert client.post(ways["take"]).status_code == 303
    assert Complaint.objects.get(pk=one.pk).owner == boss


def test_the_page_is_there_only_for_who_sees_any_complaint() -> None:
    assert client_of(supervisor()).get("/complaints/").status_code == 200
    assert client_of(cast.engineer()).get("/complaints/").status_code == 404


def test_an_agent_reads_his_own_and_no_others_there() -> None:
    agent = cast.agent()
    mine, other = complaint(agent, title="Mine"), complaint(cast.agent(), title="Theirs")
    text = client_of(agent).get("/complaints/").content.decode()
    assert mine.number in text
    assert other.number not in text


def test_its_queries_do_not_grow_with_what_is_open() -> None:
    boss, agent = director(), cast.agent()
    client = client_of(boss)
    for _ in range(3):
        complaint(agent), closed(agent)
    queries(client)  # the first visit reads the session anew
    few = queries(client)
    for _ in range(6):
        complaint(agent), closed(agent)
    assert queries(client) == few
    assert few <= BUDGET
    escalated(agent, about_record=cast.incident(agent))
    assert queries(client) <= BUDGET + A_CHAIN


def queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/complaints/").status_code == 200
    return len(asked)


def test_from_an_incident_it_is_one_step_to_a_complaint_that_knows_it() -> None:
    agent, customer = cast.agent(), cast.customer()
    incident = cast.incident(agent, customer=customer)
    client = client_of(agent)
    page = client.get(f"/records/{incident.number}/").content.decode()
    assert f"/records/new/complaint/?about_record={incident.pk}&amp;customer={customer.pk}" in page
    given = {
        "title": "Twice for nothing", "about": "delay", "about_record": incident.pk, "customer": customer.pk,
        "impact": 1, "urgency": 1,
    }  # fmt: skip
    assert client.post("/records/new/complaint/", given).status_code == 303
    one = Complaint.objects.get()
    assert (one.about_record_id, one.customer) == (incident.pk, customer)
    assert one.number in client.get(f"/records/{incident.number}/").content.decode()


def test_limits_and_causes_are_tables_of_the_settings() -> None:
    client = client_of(cast.person("administrator", teams=()))
    assert "goes to the director by itself" in client.get("/settings/complaint-limits/").content.decode()
    assert client.get("/settings/complaint-causes/").status_code == 200
    assert Cause.objects.filter(code="parts").exists()


def test_a_warning_after_the_director_is_no_warning() -> None:
    limit = Limit.objects.get(what=Limit.What.WARN)
    limit.hours = 24 * 8
    with pytest.raises(ValidationError):
        limit.full_clean()


def test_it_is_registered_and_answered_by_rest() -> None:
    lead = supervisor()
    robot = Client(headers={"Authorization": f"Bearer {issue(lead, 'test', by=lead)[1]}"})
    made = robot.post("/api/v1/complaints/", {"title": "Too late", "about": "delay"}, "application/json")
    assert made.status_code == 201
    number = made.json()["number"]
    path = f"/api/v1/complaints/{number}/steps/answer_customer/"
    assert robot.post(path, {"answer": "We are sorry"}, "application/json").status_code == 200
    assert Complaint.objects.get(number=number).state == "answered"


def test_every_number_of_what_comes_again_opens_the_list_it_counts() -> None:
    boss, agent, customer, subject = director(), cast.agent(), cast.customer(), cast.engineer()
    for _time in range(2):
        closed(agent, customer=customer, about_person=subject)
    into = complaint(agent, customer=customer, about_person=subject)
    advance(complaint(agent, customer=customer, about_person=subject), "merge", by=agent, into=into)
    client = client_of(boss)
    text = client.get("/complaints/").content.decode()
    addresses = re.findall(r'<a class="num" href="([^"]+)"', text)
    listed = {address: rows_of(client, unescape(address)) for address in addresses}
    assert [listed[address] for address in addresses] == [3, 3, 2]


def rows_of(client: Client, address: str) -> int:
    return len(set(re.findall(r'href="/records/(CPL\d+)/"', client.get(address).content.decode())))


def test_whom_it_is_about_finds_none_when_he_asks_for_himself() -> None:
    lead, agent = supervisor(), cast.agent()
    one = complaint(agent, about_person=lead)
    page = client_of(lead).get(f"/queues/complaints/?show=all&about_person={lead.pk}").content.decode()
    assert one.number not in page


def test_a_closed_one_waits_for_the_question_how_content_the_customer_is() -> None:
    agent, boss = cast.agent(), director()
    one = closed(agent)
    client = client_of(boss)
    way = f"/records/{one.number}/steps/rate/"
    assert way in client.get("/complaints/").content.decode()
    assert client.post(way, {"satisfaction": "4", "satisfaction_words": "Friendly"}).status_code == 303
    assert way not in client.get("/complaints/").content.decode()
    assert Complaint.objects.get(pk=one.pk).satisfaction == 4


def test_the_figure_of_satisfaction_opens_those_who_told_it() -> None:
    agent, boss = cast.agent(), director()
    asked, unasked = closed(agent), closed(agent)
    advance(asked, "rate", by=agent, satisfaction=4)
    client = client_of(boss)
    (opened,) = re.findall(
        r'href="([^"]*satisfaction=told[^"]*)"', client.get("/complaints/").content.decode()
    )
    rows = client.get(unescape(opened)).content.decode()
    assert asked.number in rows
    assert unasked.number not in rows
