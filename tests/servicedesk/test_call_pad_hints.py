"""What the call pad says while the agent types."""

from datetime import date
from typing import Any

import pytest

from calls.log import log_call
from calls.models import Call
from cmdb.models import ConfigurationItem, ItemClass, ProductModel
from incidents.models import Incident, Suggestion
from incidents.tasks import learn_from_closed_incidents
from people.models import PhoneNumber
from records.actions import advance
from sla.models import Contract
from tests import cast
from tests.incidents.history import category, closed_incidents
from tests.servicedesk.pad import PAD, at_the_desk, hints, part, send

pytestmark = pytest.mark.django_db


def storm(agent: Any, calls: int = 3) -> Incident:
    parent = cast.incident(
        by=agent, service=cast.service("vpn"), customer=cast.customer(), title="Tunnel down"
    )
    for _ in range(calls):
        log_call(by=agent, service=cast.service("vpn"), record=parent)
    return parent


def test_callers_are_found_by_number_and_by_name_in_both_languages() -> None:
    customer = cast.customer(name="Harbour Retail")
    cast.contact(customer, name="李伟", phone="021-6123 4567")
    client = at_the_desk(cast.agent())
    for typed in ("6123", "李伟", "harb", "+86 21 6123", "021 61234567 ext. 12", "(021) 6123 4567 转 802"):
        found = part(client, "callers", q=typed)
        assert "李伟" in found, typed
        assert "Harbour Retail" in found


def test_the_number_that_rings_is_the_one_that_is_shown() -> None:
    contact = cast.contact(name="Li Wei", phone="13753662872")
    PhoneNumber.objects.create(contact=contact, written="(021) 5595 3544")
    found = part(at_the_desk(cast.agent()), "callers", q="+86 21 5595 3544")
    assert "(021) 5595 3544" in found
    assert "13753662872" not in found


def test_a_strangers_customer_brings_what_the_desk_knows_and_what_was_told_of_him_stays() -> None:
    agent, customer = cast.agent(), cast.customer(name="Harbour Retail")
    cast.incident(by=agent, customer=customer, title="Blank pages")
    told = {"caller": "Wang", "number": "0571 88997766", "customer": customer.pk, "is_new_contact": "on"}
    shown = part(at_the_desk(agent), "caller", **told)
    assert all(
        words in shown for words in ("Blank pages", 'value="Wang"', 'value="0571 88997766"', "checked")
    )


def test_a_customer_is_found_where_no_contact_is() -> None:
    customer = cast.customer(name="Harbour Retail")
    client = at_the_desk(cast.agent())
    assert f"customer={customer.pk}" in part(client, "callers", q="harbour")
    assert "Harbour Retail" in part(client, "caller", customer=customer.pk)


def test_one_may_always_go_on_with_what_was_typed() -> None:
    found = part(at_the_desk(cast.agent()), "callers", q="Nobody we know <b>")
    assert found.count('role="option"') == 1
    assert "Nobody we know &lt;b&gt;" in found


def test_a_contact_who_left_is_not_offered() -> None:
    cast.contact(name="Li Wei", phone="021-6123 4567", is_active=False)
    assert part(at_the_desk(cast.agent()), "callers", q="Li").count('role="option"') == 1


def test_the_chosen_caller_brings_what_the_desk_knows() -> None:
    agent = cast.agent()
    customer = cast.customer(note="Ring the guard first.", is_key_account=True)
    caller = cast.contact(customer, name="Li Wei", site=cast.site(customer, name="Flagship"))
    router, _ = ItemClass.objects.get_or_create(code="router", defaults={"name": "Router"})
    model = ProductModel.objects.create(name="AR-651")
    ConfigurationItem.objects.create(name="RT-7", item_class=router, customer=customer, model=model)
    Contract.objects.create(customer=customer, name="Gold", starts_on=date(2020, 1, 1))
    open_one = cast.incident(by=agent, customer=customer, title="Blank pages")
    own = cast.incident(by=agent, contact=caller, title="Own trouble")
    log_call(by=agent, contact=caller, reason="Rang yesterday")
    shown = part(at_the_desk(agent), "caller", contact=caller.pk)
    told = (
        "Ring the guard first.",
        "Flagship",
        "RT-7",
        "AR-651",
        "Gold",
        "Blank pages",
        "Rang yesterday",
        "key account",
    )
    for word in told:
        assert word in shown, word
    assert shown.index(own.number) < shown.index(open_one.number)


def test_a_record_that_may_not_be_seen_is_not_shown_to_him() -> None:
    from people.models import Sight

    agent = cast.agent()
    caller = cast.contact()
    hidden = cast.incident(contact=caller, title="Hidden trouble")
    Sight.objects.filter(role__slug="agent", kind="incident").update(scope="own")
    client = at_the_desk(agent)
    assert hidden.number not in part(client, "caller", contact=caller.pk)
    assert hidden.number not in hints(client, title="Hidden trouble")
    assert send(client, caller="Li", attach=hidden.number).status_code == 404
    assert not Call.objects.exists()


def test_a_tool_of_one_customer_meets_no_other() -> None:
    ours, theirs = cast.contact(name="Our Li"), cast.contact(name="Their Li", phone="021 6123 4567")
    tool = cast.person("api_client", teams=())
    tool.customers.add(ours.customer)
    client = at_the_desk(tool)
    found = part(client, "callers", q="Li")
    assert ("Our Li" in found, "Their Li" in found) == (True, False)
    assert "Their Li" not in part(client, "callers", q="6123 4567")
    assert "Their Li" not in part(client, "caller", contact=theirs.pk)
    assert "Their Li" not in client.get(PAD, {"number": "02161234567"}).content.decode()


def test_a_storm_is_told_first_and_without_a_word_typed() -> None:
    agent = cast.agent()
    parent = storm(agent)
    shown = hints(at_the_desk(agent))
    assert parent.number in shown
    assert "Vpn: 3 calls in 30 min" in shown


def test_what_is_told_as_a_storm_is_not_told_again_as_a_duplicate() -> None:
    agent = cast.agent()
    parent = storm(agent)
    assert hints(at_the_desk(agent), title="Tunnel down").count(f'value="{parent.number}"') == 1


def test_one_key_attaches_the_call_to_the_callers_own_record() -> None:
    agent, caller = cast.agent(), cast.contact()
    incident = cast.incident(by=agent, contact=caller)
    send(at_the_desk(agent), contact=caller.pk, title="He asks again", attach=incident.number)
    assert Call.objects.get().record_id == incident.pk
    assert Incident.objects.count() == 1
    assert incident.journal.last().note == "He asks again"


def test_another_customers_report_becomes_an_incident_of_his_own_below() -> None:
    agent, caller = cast.agent(), cast.contact()
    parent = storm(agent)
    send(at_the_desk(agent), contact=caller.pk, attach=parent.number)
    child = Incident.objects.exclude(pk=parent.pk).get()
    assert (child.parent, child.customer, child.title) == (parent, caller.customer, parent.title)
    assert child.service == parent.service
    assert Call.objects.get(contact=caller).record_id == child.pk


def test_below_a_child_it_hangs_at_the_head_of_the_family() -> None:
    agent, caller = cast.agent(), cast.contact()
    parent, child = storm(agent), cast.incident(by=agent, customer=cast.customer())
    child = advance(child, "attach", by=agent, parent=parent)
    send(at_the_desk(agent), contact=caller.pk, title="Me too", attach=child.number)
    assert Incident.objects.get(customer=caller.customer).parent == parent


def test_a_caller_of_no_known_customer_is_noted_on_the_record_itself() -> None:
    agent = cast.agent()
    parent = storm(agent)
    send(at_the_desk(agent), caller="Somebody", attach=parent.number)
    assert Call.objects.get(caller_name="Somebody").record_id == parent.pk
    assert Incident.objects.count() == 1


@pytest.mark.parametrize("number", ["INC9999999", "'; DROP TABLE", "\0", "x" * 9_000])
def test_a_record_that_is_not_there_is_404(number: str) -> None:
    assert send(at_the_desk(cast.agent()), caller="Li", attach=number).status_code == 404


@pytest.fixture
def _taught() -> None:
    closed_incidents(240)
    learn_from_closed_incidents()


@pytest.mark.usefixtures("_taught")
def test_category_and_priority_are_suggested_with_how_sure_and_why() -> None:
    shown = hints(at_the_desk(cast.agent()), title="Paper jam in the printer", impact="2", urgency="2")
    assert "Printer" in shown
    assert f"take_category={category('printer').pk}" in shown
    assert "take_impact=4" in shown
    assert "from 80 closed incidents" in shown
    assert "<mark>paper</mark>" in shown
    assert " %" in shown


@pytest.mark.usefixtures("_taught")
def test_a_suggestion_taken_fills_the_fields() -> None:
    shown = part(
        at_the_desk(cast.agent()), "grading", take_category=category("printer").pk, take_impact=2, urgency=3
    )
    assert f'<option value="{category("printer").pk}" selected>' in shown
    assert '<option value="2" selected>2 - high' in shown
    assert '<option value="3" selected>3 - medium' in shown


@pytest.mark.usefixtures("_taught")
def test_whether_the_agent_took_it_is_kept() -> None:
    client = at_the_desk(cast.agent())
    send(
        client,
        caller="Li",
        title="Paper jam in the printer",
        category=category("printer").pk,
        impact=4,
        urgency=4,
    )
    send(
        client,
        caller="Li",
        title="Paper jam in the printer",
        category=category("network").pk,
        impact=4,
        urgency=4,
    )
    kept = Suggestion.objects.filter(lesson__question="category").order_by("pk")
    assert [row.answer == row.chosen for row in kept] == [True, False]


PROMISE = "Earlier incidents suggest"


def test_without_history_nothing_is_suggested_and_nothing_promised() -> None:
    client = at_the_desk(cast.agent())
    shown = hints(client, title="Paper jam in the printer")
    assert "take_category" not in shown
    assert PROMISE not in shown
    assert PROMISE not in client.get(PAD).content.decode()


@pytest.mark.usefixtures("_taught")
def test_with_history_it_says_that_it_waits_for_words() -> None:
    client = at_the_desk(cast.agent())
    assert PROMISE in client.get(PAD).content.decode()
    assert PROMISE in hints(client, title="Qqq zzz")


def test_it_says_what_is_promised_for_this_priority() -> None:
    shown = hints(at_the_desk(cast.agent()), title="Frozen", impact="1", urgency="1")
    assert "response within" in shown
    assert "Critical" in shown


@pytest.mark.parametrize(
    "given",
    [
        {"title": "\0"},
        {"title": "'" * 5_000, "description": "<script>" * 5_000},
        {"contact": "abc", "customer": "-1", "service": "9" * 40, "impact": "x", "urgency": "99"},
        {"title": "💥" * 300},
        {},
    ],
)
def test_hints_are_never_worth_an_error(given: dict[str, str]) -> None:
    cast.incident()
    assert "<script>" not in hints(at_the_desk(cast.agent()), **given)


@pytest.mark.usefixtures("_taught")
def test_each_part_has_its_number_of_queries(django_assert_max_num_queries: Any) -> None:
    agent, caller = cast.agent(), cast.contact(phone="021 6123 4567")
    for _ in range(12):
        incident = cast.incident(by=agent, contact=caller, service=cast.service("vpn"))
        log_call(by=agent, contact=caller, record=incident, service=cast.service("vpn"))
    client = at_the_desk(agent)
    hints(client, title="Paper jam in the printer")
    who = 7  # session, user and rights
    typed = {"title": "Paper jam in the printer", "contact": caller.pk, "customer": caller.customer_id}
    with django_assert_max_num_queries(who + 18):  # with a storm running
        hints(client, **typed, service=cast.service("vpn").pk)
    with django_assert_max_num_queries(who + 12):
        part(client, "caller", contact=caller.pk)
    with django_assert_max_num_queries(who + 6):
        part(client, "callers", q="6123 45")
    with django_assert_max_num_queries(who + 6):
        part(client, "callers", q="caller")
    with django_assert_max_num_queries(who + 8):
        client.get(PAD)
