"""Who is calling: known by the number, or by a few letters or digits."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from people import callers
from people.models import AccessLog, CallerWords, Contact, Customer, PhoneNumber
from people.rights import Forbidden
from tests import cast

pytestmark = pytest.mark.django_db


def found(number: str, region: str | None = "CN") -> list[tuple[str, bool]]:
    return [(match.contact.name, match.is_exact) for match in callers.find(number, region)]


def names(text: str) -> list[str]:
    return [contact.name for contact in callers.search(text)]


def test_a_caller_is_known_by_the_whole_number_however_it_was_written() -> None:
    cast.contact(name="Wang Li", phone="021-6123 4567 转 802")
    for number in ("+862161234567", "02161234567", "(021) 6123-4567", "0086 21 61234567"):
        assert found(number) == [("Wang Li", True)]


def test_a_number_that_an_exchange_cut_is_a_guess() -> None:
    cast.contact(name="Wang Li", phone="021-6123 4567")
    assert found("61234567") == [("Wang Li", False)]
    assert found("1234567") == [("Wang Li", False)]
    assert found("234567") == []


def test_two_cities_with_one_local_number_are_both_guessed() -> None:
    cast.contact(name="In Beijing", phone="010-61234567")
    cast.contact(name="In Shanghai", phone="021-61234567")
    assert found("61234567") == [("In Beijing", False), ("In Shanghai", False)]
    assert found("01061234567") == [("In Beijing", True)]


def test_two_contacts_written_without_area_code_are_never_sure() -> None:
    cast.contact(name="One", phone="61234567")
    cast.contact(name="Other", phone="6123-4567")
    assert found("61234567") == [("One", False), ("Other", False)]


def test_without_a_region_the_number_is_read_in_each() -> None:
    cast.contact(cast.customer(region="TW"), name="In Taipei", phone="(02) 2345-6789")
    assert found("0223456789", None) == [("In Taipei", True)]
    cast.contact(cast.customer(region="HK"), name="In Kowloon", phone="2388 1234")
    assert found("2388 1234", None) == [("In Kowloon", True)]


def test_an_extension_in_the_house_is_a_guess() -> None:
    cast.contact(name="Porter", phone="8021")
    assert found("8021") == [("Porter", False)]
    assert found("021") == []


def test_people_and_customers_no_longer_in_use_do_not_call() -> None:
    cast.contact(name="Gone", phone="021-61234567", is_active=False)
    cast.contact(cast.customer(is_active=False), name="Gone too", phone="021-61234567")
    assert found("02161234567") == []
    assert names("gone") == []


def test_a_shared_number_names_everybody_once_and_at_most_ten() -> None:
    customer = cast.customer()
    for number in range(12):
        contact = cast.contact(customer, name=f"Caller {number:02}", phone="021-61234567")
        PhoneNumber.objects.create(contact=contact, written="+86 21 6123 4567")
    assert len(found("02161234567")) == len(set(found("02161234567"))) == 10


@pytest.mark.parametrize("number", ["", "anonymous", "+", "0", "\0", "9" * 500, "'; DROP TABLE", "１２"])
def test_what_is_no_number_is_nobodys(number: str) -> None:
    cast.contact(phone="021-61234567")
    assert found(number) == found(number, None) == []


@pytest.mark.parametrize(
    "text",
    [
        "wang",
        "Wang Li",
        "li wang",
        "WA",
        "王丽",
        "丽华",
        "华",
        "6123",
        "4567",
        "216",
        "021-61",
        "+86 21",
        "acme",
        "纺织",
        "ACM wa",
    ],
)
def test_a_few_letters_or_digits_find_a_contact(text: str) -> None:
    acme = cast.customer("ACME-1", name="Acme Textiles", name_zh_hans="上海纺织厂")
    cast.contact(acme, name="Wang Li 王丽华", phone="021-6123 4567")
    cast.contact(cast.customer("OTHER"), name="Chen Bo", phone="010-88888888")
    assert names(text) == ["Wang Li 王丽华"]


@pytest.mark.parametrize("text", ["", " ", "%", "'", "\\", "\0", "12", "x:*", "!&|()", "王" * 300])
def test_a_search_for_nothing_or_for_mischief_finds_nobody(text: str) -> None:
    cast.contact(cast.customer("OTHER", name="Other"), name="Chen Bo", phone="010-88888888")
    assert names(text) == []


def test_the_own_name_comes_before_the_customers() -> None:
    acme = cast.customer(name="Wang Brothers")
    cast.contact(acme, name="Aaron")
    cast.contact(name="Wang Li")
    assert names("wang") == ["Wang Li", "Aaron"]


def test_what_a_contact_is_found_by_follows_every_change() -> None:
    contact = cast.contact(cast.customer(name="Old Mill"), name="Wang Li", phone="021-61234567")
    contact.name = "Zhang Li"
    contact.save()
    contact.customer.name = "New Mill"
    contact.customer.save()
    contact.phone_numbers.get().delete()
    PhoneNumber.objects.create(contact=contact, written="010-88886666")
    assert [names(text) for text in ("wang", "old", "6123")] == [[], [], []]
    assert [names(text) for text in ("zhang", "new mill", "8888")] == [["Zhang Li"]] * 3


def test_rows_written_in_bulk_are_found_once_indexed() -> None:
    customer = cast.customer()
    Contact.objects.bulk_create([Contact(customer=customer, name=f"Bulk {n}") for n in range(3)])
    assert names("bulk") == []
    callers.index(Contact.objects.filter(customer=customer))
    assert len(names("bulk")) == 3


def test_an_account_of_a_customer_finds_its_own_customers_people_only() -> None:
    mine, theirs = cast.customer(), cast.customer()
    cast.contact(mine, name="Wang Mine")
    cast.contact(theirs, name="Wang Theirs")
    tool = cast.person("api_client")
    tool.customers.add(mine)
    assert [one.name for one in callers.search("wang", by=tool)] == ["Wang Mine"]
    assert len(callers.search("wang", by=cast.agent())) == 2


def test_a_contact_is_added_with_the_numbers_as_written() -> None:
    agent, customer = cast.agent(), cast.customer()
    site = cast.site(customer)
    contact = callers.add_contact(
        by=agent,
        customer=customer,
        site=site,
        name=" Wang Li ",
        numbers=["021-61234567", "", "8021"],
        title="IT",
    )
    assert (contact.name, contact.title, contact.site) == ("Wang Li", "IT", site)
    assert set(contact.phone_numbers.values_list("e164", flat=True)) == {"+862161234567", ""}
    assert found("02161234567") == [("Wang Li", True)]
    line = AccessLog.objects.get()
    assert (line.event, line.by, line.subject_label) == ("created", agent, "Wang Li")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 151}, "name"),
        ({"name": "x", "email": "no"}, "email"),
        ({"name": "x", "numbers": ["9" * 41]}, "written"),
    ],
)
def test_what_is_wrong_with_a_new_contact_is_named(fields, field) -> None:
    with pytest.raises(ValidationError) as refused:
        callers.add_contact(by=cast.agent(), customer=cast.customer(), **fields)
    assert field in refused.value.message_dict
    assert not Contact.objects.exists()


def test_a_site_of_another_customer_is_refused() -> None:
    with pytest.raises(ValidationError) as refused:
        callers.add_contact(
            by=cast.agent(), customer=cast.customer(), site=cast.site(cast.customer()), name="x"
        )
    assert "site" in refused.value.message_dict


def test_adding_needs_the_right_and_the_sight() -> None:
    customer = cast.customer()
    with pytest.raises(Forbidden):
        callers.add_contact(by=cast.person("auditor"), customer=customer, name="x")
    with pytest.raises(Customer.DoesNotExist):
        callers.add_contact(by=cast.person("api_client"), customer=customer, name="x")


def test_a_customer_that_moves_has_its_numbers_read_anew() -> None:
    customer = cast.customer(region="CN")
    cast.contact(customer, name="Lin", phone="02-2345-6789")
    customer.region = "TW"
    customer.save()
    callers.read_again(customer)
    assert found("+886223456789", None) == [("Lin", True)]


def test_a_search_can_be_answered_from_the_index() -> None:
    """With a handful of rows the planner rightly reads them all, so it is told not to."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = CallerWords.objects.filter(words__holds="'2999':*").explain()
    assert "Bitmap Index Scan on caller_words" in plan


def test_a_search_costs_two_queries_however_many_it_finds(django_assert_num_queries) -> None:
    for number in range(8):
        cast.contact(name=f"Wang {number}", phone=f"021-6123456{number}")
    with django_assert_num_queries(2):
        told = [
            (one.customer.name, [n.written for n in one.phone_numbers.all()])
            for one in callers.search("wang")
        ]
    assert len(told) == 8
