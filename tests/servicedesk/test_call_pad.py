"""What the call pad writes down."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from calls.models import Call
from incidents.models import Incident
from people.models import Contact, Right
from servicedesk.call_pad import log
from servicedesk.call_pad.opening import open_now, read
from tests import cast
from tests.servicedesk.pad import PAD, at_the_desk, part, send

pytestmark = pytest.mark.django_db


def test_enter_logs_the_call_and_the_incident_it_brought() -> None:
    agent, caller = cast.agent(), cast.contact(phone="021-6123 4567")
    vpn = cast.service("vpn")
    response = send(
        at_the_desk(agent),
        contact=caller.pk,
        number="021-6123 4567",
        title="Cannot connect",
        description="Since this morning",
        service=vpn.pk,
        impact=2,
        urgency=3,
    )
    assert response.status_code == 200
    call = Call.objects.get()
    incident = Incident.objects.get()
    assert (call.agent, call.contact, call.customer, call.number) == (
        agent, caller, caller.customer, "021-6123 4567",
    )  # fmt: skip
    assert call.record_id == incident.pk
    assert call.reason == "Cannot connect\n\nSince this morning"
    assert (incident.title, incident.description) == ("Cannot connect", "Since this morning")
    assert (incident.customer, incident.service, incident.owner) == (caller.customer, vpn, agent)
    assert (incident.impact, incident.urgency, incident.priority) == (2, 3, 3)
    assert [entry.step for entry in incident.journal.all()] == ["register", "call_in"]


def test_after_logging_the_pad_is_empty_and_names_the_record() -> None:
    response = send(at_the_desk(cast.agent()), caller="Li Wei", title="Cannot connect")
    page, number = response.content.decode(), Incident.objects.get().number
    assert 'value="Cannot connect"' not in page
    assert number in page
    assert number in response["HX-Trigger"]


def test_a_caller_who_is_not_known_is_written_down_as_he_gives_himself() -> None:
    send(at_the_desk(cast.agent()), caller="Mrs Wang", number="13800138000", title="No sound")
    call = Call.objects.get()
    assert (call.caller_name, call.number, call.contact, call.customer) == (
        "Mrs Wang",
        "13800138000",
        None,
        None,
    )


def test_a_number_alone_is_matched_in_any_written_form() -> None:
    caller = cast.contact(phone="(021) 6123-4567")
    send(at_the_desk(cast.agent()), caller="+86 21 61234567", title="No sound")
    assert Call.objects.get().contact == caller


def test_a_number_that_two_people_have_is_nobodys_yet() -> None:
    for _ in range(2):
        cast.contact(phone="021 6123 4567")
    client = at_the_desk(cast.agent())
    send(client, caller="02161234567", title="No sound")
    assert Call.objects.get().contact is None
    assert part(client, "caller", caller="02161234567").count("data-pad-pick") == 2


def test_a_cut_number_is_a_guess_and_assigns_nobody() -> None:
    caller = cast.contact(phone="021 6123 4567", name="Li Wei")
    client = at_the_desk(cast.agent())
    assert "maybe" in part(client, "callers", q="6123 4567")
    assert "Perhaps one of these" in part(client, "caller", caller="61234567")
    send(client, caller="61234567", title="No sound")
    call = Call.objects.get()
    assert (call.contact, call.number) == (None, "61234567")
    assert caller.calls.count() == 0


def test_a_stranger_is_remembered_as_a_contact_with_one_key() -> None:
    customer = cast.customer()
    send(
        at_the_desk(cast.agent()),
        caller_name="Mrs Wang",
        number="021 5555 1234",
        customer=customer.pk,
        title="No sound",
        is_new_contact="on",
    )
    contact = Contact.objects.get()
    assert (contact.name, contact.customer) == ("Mrs Wang", customer)
    assert contact.phone_numbers.get().e164 == "+862155551234"
    assert (Call.objects.get().contact, Incident.objects.get().contact) == (contact, contact)


def test_a_contact_needs_a_customer() -> None:
    response = send(at_the_desk(cast.agent()), caller_name="Mrs Wang", title="No sound", is_new_contact="on")
    assert response.status_code == 400
    assert "A contact belongs to a customer" in response.content.decode()
    assert not Contact.objects.exists()


def test_answered_at_once_is_a_first_call_resolution_without_a_record() -> None:
    send(at_the_desk(cast.agent()), caller="Li", title="Opening hours?", outcome="answered", answer="9 to 6.")
    call = Call.objects.get()
    assert (call.is_first_call_resolution, call.answer, call.record) == (True, "9 to 6.", None)
    assert not Incident.objects.exists()


def test_solved_at_once_is_a_resolved_incident_and_a_first_call_resolution() -> None:
    solved = {"outcome": "resolved", "closure_code": cast.closure_code().pk, "solution": "Restarted it."}
    send(at_the_desk(cast.agent()), caller="Li", title="Frozen", **solved)
    call, incident = Call.objects.get(), Incident.objects.get()
    assert (call.is_first_call_resolution, call.answer) == (True, "Restarted it.")
    assert (incident.state, incident.solution) == ("resolved", "Restarted it.")


def test_a_call_may_be_noted_alone() -> None:
    send(at_the_desk(cast.agent()), caller="Li", outcome="call")
    call = Call.objects.get()
    assert (call.record, call.is_first_call_resolution) == (None, False)


def test_what_is_missing_is_named_in_place_and_what_was_typed_stays() -> None:
    response = send(at_the_desk(cast.agent()), caller="Li Wei", description="Long story")
    page = response.content.decode()
    assert response.status_code == 400
    assert "Say in one line what it is about." in page
    assert 'aria-invalid="true"' in page
    assert "Long story" in page
    assert 'value="Li Wei"' in page
    assert not Call.objects.exists()


def test_solving_needs_a_solution_and_how_it_ended() -> None:
    page = send(at_the_desk(cast.agent()), caller="Li", title="Frozen", outcome="resolved").content.decode()
    assert "Choose how it ended." in page
    assert "Say what was done" in page


def test_nothing_at_all_is_no_call() -> None:
    response = send(at_the_desk(cast.agent()), outcome="call")
    assert response.status_code == 400
    assert "Say who called" in response.content.decode()


def test_a_first_line_too_long_for_a_title_goes_on_in_the_description() -> None:
    told = "It fails " * 60
    send(at_the_desk(cast.agent()), caller="Li", title=told, description="More")
    incident = Incident.objects.get()
    assert len(incident.title) == 250
    assert incident.description.startswith(told.strip())
    assert incident.description.endswith("More")


def test_sent_twice_it_is_logged_once() -> None:
    client, opening = at_the_desk(cast.agent()), open_now()
    first = send(client, opening=opening, caller="Li", title="Frozen")
    second = send(client, opening=opening, caller="Li", title="Frozen")
    assert (first.status_code, second.status_code) == (200, 200)
    assert (Call.objects.count(), Incident.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_the_same_moment_it_is_logged_once() -> None:
    agent = cast.agent()
    talk = log.Talk(opening=read(open_now()), title="Frozen", caller_name="Li")

    def write(_: int) -> int:
        try:
            return log.log_incident(talk, by=type(agent).objects.get(pk=agent.pk)).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        keys = set(pool.map(write, range(4)))
    assert len(keys) == 1
    assert (Call.objects.count(), Incident.objects.count()) == (1, 1)


def test_the_handling_time_is_measured_by_the_server() -> None:
    client = at_the_desk(cast.agent())
    began = timezone.now()
    with time_machine.travel(began, tick=False):
        opening = open_now()
    with time_machine.travel(began + timedelta(seconds=17), tick=False):
        send(client, opening=opening, caller="Li", title="Frozen")
    call = Call.objects.get()
    assert call.handle_seconds == 17
    assert abs((call.started_at - began).total_seconds()) < 1


@pytest.mark.parametrize("token", ["", "forged", "WyJhIiwxXQ:1abc:def", "\u4e00" * 50])
def test_a_forged_opening_costs_no_call(token: str) -> None:
    response = send(at_the_desk(cast.agent()), opening=token, caller="Li", title="Frozen")
    assert response.status_code == 200
    assert Call.objects.get().handle_seconds == 0


def test_a_call_out_stands_on_its_record() -> None:
    agent = cast.agent()
    client, caller = at_the_desk(agent), cast.contact(phone="021 6123 4567")
    incident = cast.incident(by=agent, contact=caller)
    page = client.get(PAD, {"record": incident.number, "direction": "out"}).content.decode()
    assert incident.number in page
    assert f'value="{caller.pk}"' in page
    response = send(
        client, record=incident.number, direction="out", contact=caller.pk, title="Told him the plan"
    )
    assert response["HX-Redirect"] == incident.get_absolute_url()
    call = Call.objects.get()
    assert (call.direction, call.record_id, call.reason) == ("out", incident.pk, "Told him the plan")
    assert incident.journal.last().step == "call_out"


def test_a_telephone_system_opens_it_for_the_number_that_rings() -> None:
    caller = cast.contact(phone="021 6123 4567", name="Li Wei")
    page = at_the_desk(cast.agent()).get(PAD, {"number": "+862161234567"}).content.decode()
    assert str(caller.customer) in page
    assert "Li Wei" in page
    assert Call.objects.count() == 0


@pytest.mark.parametrize("number", ["", "abc", "0" * 5_000, "\0", "<script>alert(1)</script>", "＋８６"])
def test_any_number_opens_it(number: str) -> None:
    response = at_the_desk(cast.agent()).get(PAD, {"number": number})
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_markup_in_words_is_words() -> None:
    client = at_the_desk(cast.agent())
    response = send(client, caller="<b>Li</b>", title="<script>alert(1)</script>")
    assert b"<script>alert" not in response.content
    assert Incident.objects.get().title == "<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "a\0b"),
        ("description", "x" * 20_001),
        ("caller", "x" * 151),
        ("service", "0"),
        ("category", "abc"),
        ("impact", "9"),
        ("channel", "pigeon"),
        ("outcome", "vanish"),
        ("site", "999999999999999999999"),
    ],
)
def test_bad_input_names_the_field(field: str, value: str) -> None:
    response = send(at_the_desk(cast.agent()), **{"caller": "Li", "title": "Frozen", field: value})
    assert response.status_code == 400
    assert "field-error" in response.content.decode()
    assert not Call.objects.exists()


def test_a_site_of_another_customer_is_refused_in_place() -> None:
    caller = cast.contact()
    elsewhere = cast.site(cast.customer())
    response = send(at_the_desk(cast.agent()), contact=caller.pk, title="Frozen", site=elsewhere.pk)
    assert response.status_code == 400
    assert not Incident.objects.exists()


def test_who_may_not_register_incidents_may_still_note_the_call() -> None:
    agent = cast.agent()
    Right.objects.filter(role__slug="agent", kind="incident", step="register").delete()
    client = at_the_desk(agent)
    refused = send(client, caller="Li", title="Frozen")
    assert refused.status_code == 403
    assert "The call itself can be noted" in refused.content.decode()
    assert not Call.objects.exists()
    assert send(client, caller="Li", title="Frozen", outcome="call").status_code == 200
    assert Call.objects.count() == 1


@pytest.mark.parametrize("role", ["auditor", "purchaser", "field_engineer", "administrator"])
def test_who_takes_no_calls_finds_it_closed(role: str) -> None:
    client = at_the_desk(cast.person(role))
    assert client.get(PAD).status_code == 403
    assert send(client, caller="Li", title="Frozen").status_code == 403
    for address in ("callers/?q=Li", "caller/?caller=Li", "grading/", "began/"):
        assert client.get(f"{PAD}{address}").status_code == 403
    assert client.post(f"{PAD}hints/").status_code == 403


def test_a_stranger_to_the_house_is_sent_to_sign_in() -> None:
    from django.test import Client

    for address in (PAD, f"{PAD}callers/", f"{PAD}caller/"):
        assert Client().get(address).status_code == 302
