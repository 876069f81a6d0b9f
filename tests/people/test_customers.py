"""Customers, their sites and contacts."""

from typing import Any

import pytest
from django.test import Client

from people.models import AccessLog, Contact, Customer, Site
from tests import cast
from tests.people.directory import change
from tests.people.door import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent() -> Client:
    return signed_in(cast.agent(name="Wang Li"))


def open_records(client: Client, customer: Customer) -> dict[str, int]:
    """How many open records of each kind the customer's page counts."""
    panels = {
        panel.name: told for panel, told in client.get(f"/people/customers/{customer.pk}/").context["panels"]
    }
    return {kind.name: count for kind, count, _ in panels["open_records"]["kinds"]}


def test_a_customer_grows_sites_and_contacts(agent) -> None:
    agent.post("/people/customers/new/", {"name": "Acme", "code": "ACME", "region": "CN", "is_active": "on"})
    acme = Customer.objects.get(code="ACME")
    agent.post(f"/people/customers/{acme.pk}/sites/new/", {"name": "Mill", "code": "M1", "latitude": "31.2"})
    site = Site.objects.get()
    agent.post(
        f"/people/customers/{acme.pk}/contacts/new/",
        {"name": "Li Wei", "site": site.pk, "language": "zh-hans", "numbers": "021-61234567\r\n\r\n8021\r\n",
         "is_active": "on"},
    )  # fmt: skip
    contact = Contact.objects.get()
    assert (contact.customer, contact.site, site.customer) == (acme, site, acme)
    assert [number.written for number in contact.phone_numbers.order_by("pk")] == ["021-61234567", "8021"]
    page = agent.get(f"/people/customers/{acme.pk}/").content.decode()
    for words in ("Acme", "Mill", "Li Wei", "021-61234567", 'href="tel:+862161234567"'):
        assert words in page
    assert AccessLog.objects.filter(event="created").count() == 3


@pytest.mark.parametrize(
    ("field", "value"),
    [("latitude", "91"), ("longitude", "-181"), ("latitude", "north"), ("code", ""), ("name", "x" * 201)],
)
def test_what_is_wrong_with_a_site_is_named(agent, field, value) -> None:
    customer = cast.customer()
    form = {"name": "Mill", "code": "M1", field: value}
    answer = agent.post(f"/people/customers/{customer.pk}/sites/new/", form)
    assert answer.status_code == 400
    assert field in answer.context["form"].errors
    assert not Site.objects.exists()


def contact_form(**fields: Any) -> dict[str, Any]:
    return {"name": "Li Wei", "language": "zh-hans", "numbers": "", "is_active": "on", **fields}


def test_a_number_that_somebody_has_is_warned_of_once(agent) -> None:
    known = cast.contact(name="Wang Li", phone="021-6123 4567")
    path = f"/people/customers/{known.customer.pk}/contacts/new/"
    answer = agent.post(path, contact_form(numbers="(021) 61234567"))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "known already" in page
    assert "Wang Li" in page
    assert "(021) 61234567" in page
    assert Contact.objects.count() == 1
    assert agent.post(path, contact_form(numbers="(021) 61234567", is_wanted_twice="on")).status_code == 302
    assert Contact.objects.count() == 2


def test_a_namesake_at_the_same_customer_is_warned_of(agent) -> None:
    known = cast.contact(name="Li Wei")
    assert (
        agent.post(f"/people/customers/{known.customer.pk}/contacts/new/", contact_form()).status_code == 400
    )
    other = cast.customer()
    assert agent.post(f"/people/customers/{other.pk}/contacts/new/", contact_form()).status_code == 302


def test_saving_a_contact_as_it_is_warns_of_nothing(agent) -> None:
    first = cast.contact(name="Li Wei", phone="021-61234567")
    cast.contact(first.customer, name="Li Wei", phone="021-61234567")
    assert change(agent, f"/people/contacts/{first.pk}/") == 302
    assert not AccessLog.objects.filter(event="changed").exists()


@pytest.mark.parametrize("numbers", ["9" * 41, "\n".join(map(str, range(1000, 1021)))])
def test_impossible_numbers_are_refused(agent, numbers) -> None:
    customer = cast.customer()
    answer = agent.post(f"/people/customers/{customer.pk}/contacts/new/", contact_form(numbers=numbers))
    assert "numbers" in answer.context["form"].errors
    assert not Contact.objects.exists()


def test_a_contact_may_not_stand_at_a_site_of_another_customer(agent) -> None:
    customer, site = cast.customer(), cast.site(cast.customer())
    answer = agent.post(f"/people/customers/{customer.pk}/contacts/new/", contact_form(site=site.pk))
    assert "site" in answer.context["form"].errors


def hint(client: Client, customer: Customer, numbers: str, **more: Any) -> str:
    path = f"/people/customers/{customer.pk}/numbers/"
    return client.post(path, {"numbers": numbers, **more}).content.decode()


def test_numbers_are_recognised_while_somebody_types(agent) -> None:
    customer = cast.customer(region="TW")
    told = hint(agent, customer, "02-2345-6789\n(not a number)\n23456789")
    assert "+886 2 2345 6789" in told
    assert "“(not a number)” is no number as dialled in Taiwan" in told


def test_the_hint_names_who_has_the_number_but_not_oneself(agent) -> None:
    known = cast.contact(name="Wang Li", phone="021-6123 4567")
    assert "known already: Wang Li" in hint(agent, known.customer, "02161234567")
    assert "known already" not in hint(agent, known.customer, "02161234567", contact=known.pk)
    assert "known already" in hint(agent, known.customer, "02161234567", contact="9" * 40)


def test_a_moved_customer_reads_its_numbers_anew(agent) -> None:
    contact = cast.contact(cast.customer(region="CN"), phone="02-2345-6789")
    change(agent, f"/people/customers/{contact.customer_id}/edit/", region="TW")
    assert contact.phone_numbers.get().e164 == "+886223456789"


def test_a_customer_shows_what_is_open_and_leads_to_its_queue(agent) -> None:
    acme = cast.customer(name="Acme")
    cast.service("remote-access").customers.add(acme)
    by = cast.agent()
    cast.incident(by=by, customer=acme)
    cast.incident(by=by)
    page = agent.get(f"/people/customers/{acme.pk}/").content.decode()
    assert f"/queues/incidents/?customer={acme.pk}" in page
    assert "Remote Access" in page
    assert open_records(agent, acme)["incident"] == 1


def test_open_records_count_what_the_reader_may_see() -> None:
    acme = cast.customer()
    cast.incident(by=cast.agent(), customer=acme)
    engineer = signed_in(cast.engineer())
    assert open_records(engineer, acme)["incident"] == 0


def test_an_account_of_a_customer_knows_no_other_customer() -> None:
    mine, theirs = cast.contact(name="Mine"), cast.contact(name="Theirs")
    tool = cast.person("api_client")
    tool.customers.add(mine.customer)
    client = signed_in(tool)
    assert client.get(f"/people/customers/{mine.customer_id}/").status_code == 200
    for path in (
        f"/people/customers/{theirs.customer_id}/",
        f"/people/customers/{theirs.customer_id}/edit/",
        f"/people/customers/{theirs.customer_id}/contacts/new/",
        f"/people/contacts/{theirs.pk}/",
        f"/people/sites/{cast.site(theirs.customer).pk}/",
    ):
        assert client.get(path).status_code == 404, path
    assert [row.name for row in client.get("/people/contacts/").context["page"].rows] == ["Mine"]
    assert [row.name for row in client.get("/people/contacts/?q=t").context["page"].rows] == []
