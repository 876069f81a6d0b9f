"""What no form of the desk ever sends: wrongly encoded, too much of it, from the ends of the calendar, with markup."""

import contextlib
import io
from typing import Any

import pytest
from django.http import UnreadablePostError
from django.test import Client, RequestFactory
from django.urls import reverse

from calls.log import log_call
from calls.models import Call
from incidents.models import Incident
from people.models import User
from servicedesk.encoding import broken_field
from tests import cast
from tests.client import client_of
from tests.servicedesk.test_record_page import FRAGMENT

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
SCRIPT = "<script>alert(1)</script>"
END_OF_TIME = "9999-12-31T23:59"


def at_the_gate(user: User) -> Client:
    """A client that has to show its token, as a browser has."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.get("/my-work/")
    return client


def send_raw(user: User, address: str, body: bytes, content_type: str = FORM) -> Any:
    return client_of(user).post(address, body, content_type=content_type, **FRAGMENT)


@pytest.mark.parametrize(
    "body", [b"title=%ff%fe&caller=Li", b"caller=Li&title=\xff\xfe", b"title=a%80b&caller=Li"]
)
def test_text_that_is_no_text_names_its_field_and_nothing_is_kept(body: bytes) -> None:
    answer = send_raw(cast.agent(), reverse("desk:call-pad"), body)
    assert answer.status_code == 400
    assert "The field “title” holds bytes" in answer.content.decode()
    assert not Call.objects.exists()


@pytest.mark.parametrize(
    "address", ["/search/?q=%ff%fe", "/queues/incidents/?q=%c3%28", "/calls/?q=%ed%a0%80"]
)
def test_an_address_that_is_no_text_names_its_field(address: str) -> None:
    answer = client_of(cast.agent()).get(address)
    assert answer.status_code == 400
    assert "The field “q” holds bytes" in answer.content.decode()


def test_somebody_who_writes_the_mark_of_a_broken_letter_may() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    address = reverse("desk:remark", args=[incident.number])
    assert client_of(agent).post(address, {"text": "It prints � for every letter"}).status_code == 303
    assert client_of(agent).get("/search/", {"q": "�"}).status_code == 200


def test_a_form_in_another_encoding_is_refused_as_such() -> None:
    answer = at_the_gate(cast.agent()).post(
        reverse("desk:call-pad"), b"title=abc", content_type=f"{FORM}; charset=utf-16"
    )
    assert answer.status_code == 400
    assert "could not be read" in answer.content.decode()


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"text=" + b"x" * 10_000_000, "More text was sent at once"),
        (b"&".join(b"f%d=1" % number for number in range(5_000)), "More fields were sent"),
    ],
)
def test_too_much_at_once_is_400_and_says_so(body: bytes, told: str) -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    answer = send_raw(agent, reverse("desk:remark", args=[incident.number]), body)
    assert answer.status_code == 400
    assert told in answer.content.decode()
    assert incident.journal.count() == 1


def test_a_list_asked_for_with_thousands_of_filters_is_400() -> None:
    many = "&".join(f"priority={number}" for number in range(5_000))
    answer = client_of(cast.agent()).get(f"/queues/incidents/?{many}")
    assert answer.status_code == 400
    assert "More fields were sent" in answer.content.decode()


def test_a_time_beyond_any_plan_is_refused_at_its_field() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    asked = {"asked_of": agent.pk, "what": "Ring", "due_at": END_OF_TIME}
    answer = client_of(agent).post(reverse("desk:ask", args=[incident.number]), asked, **FRAGMENT)
    assert answer.status_code == 400
    assert "ten years off" in answer.content.decode()


def test_a_hold_beyond_any_plan_is_refused_at_its_field() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    client = client_of(agent)
    client.post(reverse("desk:step", args=[incident.number, "start"]), {})
    held = {"hold_reason": "customer", "hold_until": END_OF_TIME}
    answer = client.post(reverse("desk:step", args=[incident.number, "hold"]), held, **FRAGMENT)
    assert answer.status_code == 400
    assert "ten years off" in answer.content.decode()
    assert Incident.objects.get().state == "in_progress"


@pytest.mark.parametrize(
    "address",
    [
        "/records/{number}/",
        "/queues/incidents/",
        "/my-work/",
        "/search/?q=alert",
        "/search/palette/?q=alert",
        "/calls/",
        "/calls/new/?record={number}&direction=out",
        "/calls/new/caller/?customer={customer}",
        "/queues/bulk/incident/assign/?record={number}",
        "/records/{number}/revise/",
    ],
)
def test_a_script_in_a_title_is_a_title_wherever_it_is_shown(address: str) -> None:
    agent = cast.agent()
    customer = cast.customer(name=f"Customer {SCRIPT}")
    incident = cast.incident(by=agent, title=SCRIPT, description=SCRIPT, customer=customer)
    cast.incident(by=agent, title=f"{SCRIPT} again", customer=customer)
    log_call(by=agent, record=incident, caller_name=SCRIPT, reason=SCRIPT, customer=customer)
    told = address.format(number=incident.number, customer=customer.pk)
    shown = client_of(agent).get(told).content.decode()
    assert SCRIPT not in shown
    assert "alert(1)" in shown


class Gone(io.RawIOBase):
    """What is left to read of a browser that has left."""

    def read(self, *args: object) -> bytes:
        raise OSError("the connection is closed")


def test_who_leaves_in_the_middle_of_sending_breaks_nothing() -> None:
    request = RequestFactory().post("/", "a=b", content_type=FORM)
    request._stream = Gone()
    with contextlib.suppress(UnreadablePostError):
        assert request.POST  # as the check against forgery reads it first, and says nothing
    assert broken_field(request) == ""
