"""Revising: two people on one record, and neither loses a word."""

from typing import Any

import pytest
from django.urls import reverse

from incidents.models import Incident
from people.models import User
from records.actions import revise
from records.models import Record
from tests import cast
from tests.client import client_of
from tests.servicedesk.test_record_page import FRAGMENT

pytestmark = pytest.mark.django_db


def address(record: Record) -> str:
    return reverse("desk:revise", kwargs={"number": record.number})


def form_of(record: Incident, **changed: object) -> dict[str, object]:
    """What a browser would send back of the form as it stands now."""
    names = ("title", "description", "impact", "urgency", "customer_id", "site_id", "contact_id", "channel")
    sent = {name.removesuffix("_id"): getattr(record, name) for name in names}
    return {name: "" if value is None else value for name, value in sent.items()} | {
        "page_version": record.version,
        **changed,
    }


def send(user: User, record: Incident, data: dict[str, object]) -> object:
    return client_of(user).post(address(record), data, **FRAGMENT)


def test_it_saves_what_was_changed_and_nothing_else() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    assert send(agent, incident, form_of(incident, title="A better title")).status_code == 204  # type: ignore[attr-defined]
    entry = incident.journal.last()
    assert set(entry.changes) == {"title"}


def test_a_form_sent_back_unchanged_writes_nothing() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent, description="One line.\nAnother one.")
    data = form_of(incident, description="One line.\r\nAnother one.")
    assert send(agent, incident, data).status_code == 204  # type: ignore[attr-defined]
    assert incident.journal.count() == 1


def test_what_i_did_not_touch_is_merged_with_what_others_changed() -> None:
    first, second = cast.agent(), cast.agent()
    incident = cast.incident(by=first)
    stale = form_of(incident, description="Since 08:30.")
    revise(incident, by=second, title="Their title", impact=1)
    assert send(first, incident, stale).status_code == 204  # type: ignore[attr-defined]
    incident.refresh_from_db()
    assert (incident.title, incident.impact, incident.description) == ("Their title", 1, "Since 08:30.")


def test_a_stale_form_is_told_what_changed_and_by_whom_and_keeps_its_text() -> None:
    first, second = cast.agent(), cast.agent(name="Sun Hui")
    incident = cast.incident(by=first)
    stale = form_of(incident, title="My title")
    revise(incident, by=second, title="Their title")
    answer = send(first, incident, stale)
    shown = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 409  # type: ignore[attr-defined]
    assert all(words in shown for words in ("My title", "Their title", "Sun Hui"))
    incident.refresh_from_db()
    assert incident.title == "Their title"


@pytest.mark.parametrize(("choice", "title"), [("mine", "My title"), ("theirs", "Their title")])
def test_choosing_between_the_two_and_sending_again_settles_it(choice: str, title: str) -> None:
    first, second = cast.agent(), cast.agent()
    incident = cast.incident(by=first)
    stale = form_of(incident, title="My title", description="Also this.")
    incident = revise(incident, by=second, title="Their title")
    again = {**stale, "page_version": incident.version, "choice-title": choice}
    assert send(first, incident, again).status_code == 204  # type: ignore[attr-defined]
    incident.refresh_from_db()
    assert (incident.title, incident.description) == (title, "Also this.")


def resent(answer: Any) -> dict[str, object]:
    """What a browser sends back of the form that a stale one was answered with."""
    form = answer.context["form"]
    return {name: form[name].value() for name in form.fields} | {"page_version": answer.context["version"]}


def test_sending_a_stale_form_again_undoes_nothing_that_others_changed_beside_it() -> None:
    first, second = cast.agent(), cast.agent()
    site = cast.site(cast.customer())
    incident = cast.incident(by=first, impact=4)
    stale = form_of(incident, title="My title")
    revise(incident, by=second, title="Their title", impact=1, customer=site.customer, site=site)
    answer: Any = send(first, incident, stale)
    assert send(first, incident, resent(answer)).status_code == 204  # type: ignore[attr-defined]
    incident.refresh_from_db()
    assert (incident.title, incident.impact, incident.site) == ("My title", 1, site)


def test_a_site_of_another_customer_is_refused_at_its_field() -> None:
    agent, mine, other = cast.agent(), cast.customer(), cast.customer()
    incident = cast.incident(by=agent, customer=mine)
    answer = send(agent, incident, form_of(incident, site=cast.site(other).pk))
    assert answer.status_code == 400  # type: ignore[attr-defined]
    assert "another customer" in answer.content.decode()  # type: ignore[attr-defined]


def test_who_may_not_revise_is_told_who_may() -> None:
    incident = cast.incident()
    answer = client_of(cast.person("director")).get(address(incident))
    assert answer.status_code == 403
    assert "Agent" in answer.content.decode()


@pytest.mark.parametrize(
    "hostile",
    [
        {"customer": "9" * 40},
        {"customer": "1 OR 1=1"},
        {"impact": "99"},
        {"impact": "\x00"},
        {"title": ""},
        {"title": "x" * 300},
        {"title": "a\x00b"},
        {"page_version": "9" * 40, "title": ""},
        {"description": "y" * 100_001},
        {"channel": "carrier pigeon"},
    ],
)
def test_malformed_input_is_400_and_changes_nothing(hostile: dict[str, str]) -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    answer = send(agent, incident, form_of(incident, **hostile))
    assert answer.status_code == 400  # type: ignore[attr-defined]
    assert incident.journal.count() == 1


def test_a_search_select_finds_by_a_few_letters_and_within_the_chosen_customer() -> None:
    agent, mine, other = cast.agent(), cast.customer(), cast.customer()
    incident = cast.incident(by=agent, customer=mine)
    here, there = cast.site(mine, name="Harbour branch"), cast.site(other, name="Harbour depot")
    url = f"{address(incident)}choices/site/"
    shown = client_of(agent).get(url, {"q": "harb", "customer": mine.pk}).content.decode()
    assert here.name in shown
    assert there.name not in shown
    assert there.name in client_of(agent).get(url, {"q": "HARB"}).content.decode()


@pytest.mark.parametrize("field", ["title", "owner", "nothing"])
def test_a_field_that_offers_no_search_is_absent(field: str) -> None:
    agent = cast.agent()
    assert client_of(agent).get(f"{address(cast.incident(by=agent))}choices/{field}/").status_code == 404


def test_a_customers_account_chooses_among_its_own_customers_rows() -> None:
    mine, other = cast.customer(name="Mine Ltd"), cast.customer(name="Mine too Ltd")
    account = cast.person("api_client", teams=())
    account.customers.add(mine)
    shown = client_of(account).get(reverse("desk:choices", args=["customer"]), {"q": "mine"}).content.decode()
    assert mine.name in shown
    assert other.name not in shown
    assert "Nothing is called like this" in client_of(account).get("/choices/team/").content.decode()
