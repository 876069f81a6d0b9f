"""Two people with one form open: neither loses a word, and both are told."""

from typing import Any

import pytest
from django.test import Client

from people.models import Customer, Team
from tests import cast
from tests.people.door import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def chen() -> Client:
    return signed_in(cast.agent(name="Chen Bo"))


@pytest.fixture
def wang() -> Client:
    return signed_in(cast.agent(name="Wang Li"))


def opened(client: Client, path: str) -> dict[str, Any]:
    form = client.get(path).context["form"]
    return {bound.name: bound.value() for bound in form if bound.value() not in (None, False)}


def path_of(customer: Customer) -> str:
    return f"/people/customers/{customer.pk}/edit/"


def test_different_fields_are_merged_and_said_so(chen, wang) -> None:
    customer = cast.customer("ACME", name="Acme", note="old")
    path = path_of(customer)
    theirs, mine = opened(chen, path), opened(wang, path)
    chen.post(path, {**theirs, "note": "Call the porter first"})
    answer = wang.post(path, {**mine, "name": "Acme Textiles"}, follow=True)
    assert "What others changed meanwhile stays: What the desk should know" in answer.content.decode()
    customer.refresh_from_db()
    assert (customer.name, customer.note) == ("Acme Textiles", "Call the porter first")


def test_the_same_field_is_told_with_who_and_what_and_keeps_what_was_typed(chen, wang) -> None:
    customer = cast.customer("ACME", name="Acme")
    path = path_of(customer)
    theirs, mine = opened(chen, path), opened(wang, path)
    chen.post(path, {**theirs, "name": "Acme Mills"})
    answer = wang.post(path, {**mine, "name": "Acme Textiles"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Chen Bo made this “Acme Mills” at" in page
    assert 'value="Acme Textiles"' in page
    customer.refresh_from_db()
    assert customer.name == "Acme Mills"


def test_saving_again_puts_ones_own_in_its_place(chen, wang) -> None:
    customer = cast.customer("ACME", name="Acme")
    path = path_of(customer)
    theirs, mine = opened(chen, path), opened(wang, path)
    chen.post(path, {**theirs, "name": "Acme Mills"})
    again = wang.post(path, {**mine, "name": "Acme Textiles"}).context["form"]
    assert wang.post(path, {bound.name: bound.value() for bound in again if bound.value()}).status_code == 302
    customer.refresh_from_db()
    assert customer.name == "Acme Textiles"


def test_the_same_change_twice_is_no_conflict(chen, wang) -> None:
    customer = cast.customer("ACME", name="Acme")
    path = path_of(customer)
    theirs, mine = opened(chen, path), opened(wang, path)
    chen.post(path, {**theirs, "name": "Acme Mills"})
    assert wang.post(path, {**mine, "name": "Acme Mills"}).status_code == 302


def test_lines_apart_by_one_character_or_two_are_the_same(wang) -> None:
    customer = cast.customer("ACME", name="Acme", note="one\ntwo")
    path = path_of(customer)
    mine = opened(wang, path)
    assert wang.post(path, {**mine, "note": "one\r\ntwo", "name": "Acme Mills"}).status_code == 302


def test_members_that_others_added_stay(chen) -> None:
    first, second = (signed_in(cast.person("administrator", name=name)) for name in ("One", "Two"))
    team = cast.team("network")
    newcomer = cast.agent()
    path = f"/people/teams/{team.pk}/"
    theirs, mine = opened(first, path), opened(second, path)
    first.post(path, {**theirs, "members": [newcomer.pk]})
    second.post(path, {**mine, "name": "Networks"})
    team = Team.objects.get(pk=team.pk)
    assert (team.name, list(team.members.all())) == ("Networks", [newcomer])


def test_numbers_of_a_contact_are_not_overwritten(chen, wang) -> None:
    contact = cast.contact(name="Li Wei", phone="021-61234567")
    path = f"/people/contacts/{contact.pk}/"
    theirs, mine = opened(chen, path), opened(wang, path)
    chen.post(path, {**theirs, "numbers": "021-61234567\r\n138 1234 5678"})
    wang.post(path, {**mine, "title": "IT manager"})
    assert contact.phone_numbers.count() == 2
    answer = wang.post(path, {**mine, "numbers": ""})
    assert "numbers" in answer.context["form"].errors
    assert contact.phone_numbers.count() == 2


@pytest.mark.parametrize("seen", ["", "nonsense", "eyJuYW1lIjoieCJ9:1:2"])
def test_a_form_without_what_it_saw_is_an_ordinary_one(wang, seen) -> None:
    customer = cast.customer("ACME", name="Acme")
    path = path_of(customer)
    assert wang.post(path, {**opened(wang, path), "seen": seen, "name": "Acme Mills"}).status_code == 302
