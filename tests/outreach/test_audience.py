"""Whom a campaign reaches, and why; frozen when it starts."""

import pytest
from django.core.exceptions import ValidationError

from complaints.models import Complaint
from outreach import reasons, sources
from outreach.audience import preview
from outreach.models import Campaign
from outreach.reasons import reason, register_reason
from outreach.sources import Affected, Source, register_source
from people.models import Contact, Customer
from problems.models import Problem
from records.actions import advance, register
from tests import cast
from tests.outreach import people as cp
from tests.releases.people import deployed, item, manager, model, service

pytestmark = pytest.mark.django_db


def codes(campaign: Campaign) -> list[str]:
    return [one.customer.code for one in preview(campaign).callable]


def why(campaign: Campaign) -> dict[str, list[str]]:
    return {one.customer.code: [told["code"] for told in one.reasons] for one in preview(campaign).people}


def test_of_a_release_who_got_it_and_what_he_reported() -> None:
    got, reported, other = cp.customers(3)
    release = deployed(manager(), [got, reported])
    incident = cp.incident(reported)
    campaign = cp.draft(audience="record", for_record=release)
    assert why(campaign) == {got.code: ["deployed"], reported.code: ["deployed", "reported"]}
    person = next(one for one in preview(campaign).people if one.customer == reported)
    assert person.incident_id == incident.pk
    assert person.item is not None
    assert other.code not in codes(campaign)


def test_of_an_incident_its_callers_and_those_attached_to_it() -> None:
    first, second = cp.customers(2)
    parent, by = cp.incident(first), cp.supervisor()
    advance(cp.incident(second), "attach", by=by, parent=parent)
    assert set(codes(cp.draft(audience="record", for_record=parent))) == {first.code, second.code}


def test_of_a_problem_who_reported_what_it_explains() -> None:
    customer = cp.customers(2)[0]
    by = cast.person("problem_manager")
    problem = register(Problem, by=by, title="The message box")
    advance(problem, "add_incidents", by=by, incidents=[cp.incident(customer)])
    campaign = cp.draft(audience="record", for_record=problem)
    assert why(campaign) == {customer.code: ["explained"]}


def test_of_a_service_who_uses_it() -> None:
    customer = cp.customers(1)[0]
    cast.customer()
    assert codes(cp.draft(audience="service", service=service())) == [customer.code]


def test_of_an_item_who_depends_on_it() -> None:
    customer = cp.customers(2)[0]
    own = customer.items.get()
    assert codes(cp.draft(audience="item", item=own)) == [customer.code]


def test_only_with_equipment_of_a_model() -> None:
    old, new = cp.customers(2)
    item(new, "GW-300")
    campaign = cp.draft(product_model=model("GW-300"))
    assert why(campaign) == {new.code: ["in_use", "owns"]}
    assert preview(campaign).people[0].item.model == model("GW-300")
    assert codes(cp.draft(item_class=old.items.get().item_class)) == sorted([old.code, new.code])


def test_only_in_a_region() -> None:
    cp.customers(1, region="CN")
    island = cp.customers(1, region="TW")[0]
    assert codes(cp.draft(region="TW")) == [island.code]


def test_a_floor_above_declares_whom_its_records_affect() -> None:
    customer = cp.customers(2)[0]
    code = register_reason("test_in_the_dark", "sits in the dark since %(since_at)s")
    told = reason(code, since_at="2026-05-01T08:00:00+08:00")
    known = sources._sources.get("article")
    register_source(Source("article", lambda record: [Affected(customer.pk, told)]))
    try:
        from knowledge.models import Article

        article = register(Article, by=cast.person("problem_manager"), title="Dark", technical="x", plain="x")
        campaign = cp.draft(by=cp.supervisor(), audience="record", for_record=article)
        assert codes(campaign) == [customer.code]
        assert preview(campaign).people[0].why[0].startswith("sits in the dark since 05/01/2026")
    finally:
        sources._sources.pop("article") if known is None else register_source(known)


def test_each_customer_is_called_once_however_often_he_is_affected() -> None:
    customer = cp.customers(1)[0]
    parent, by = cp.incident(customer), cp.supervisor()
    for _ in range(3):
        advance(cp.incident(customer), "attach", by=by, parent=parent)
    people = preview(cp.draft(audience="record", for_record=parent)).people
    assert len(people) == 1
    assert len(people[0].why) == len(set(people[0].why)) >= 4


def test_who_reported_it_is_asked_before_others_of_the_customer() -> None:
    customer = cp.customers(1)[0]
    reporter = cast.contact(customer, phone="13800138000", name="Who called")
    incident = cast.incident(customer=customer, contact=reporter)
    people = preview(cp.draft(audience="record", for_record=incident)).people
    assert [one.contact for one in people] == [reporter]


def test_every_person_of_each_customer_where_that_is_asked_for() -> None:
    customer = cp.customers(1)[0]
    cast.contact(customer, phone="13800138000")
    assert len(preview(cp.draft(callees="all")).callable) == 2


def test_who_is_not_to_be_called_and_who_has_no_number_are_shown_and_not_called() -> None:
    called, spared, silent = cp.customers(3)
    Contact.objects.filter(customer=spared).update(is_do_not_call=True)
    silent.contacts.get().phone_numbers.all().delete()
    seen = preview(cp.draft())
    assert [one.customer for one in seen.callable] == [called]
    assert [one.customer for one in seen.do_not_call] == [spared]
    assert [one.customer for one in seen.no_number] == [silent]
    assert seen.customers == 3


def test_somebody_else_of_the_customer_is_asked_where_one_wants_no_calls() -> None:
    customer = cp.customers(1)[0]
    other = cast.contact(customer, phone="13800138000")
    customer.contacts.exclude(pk=other.pk).update(is_do_not_call=True)
    assert [one.contact for one in preview(cp.draft()).callable] == [other]


def test_a_customer_who_wants_no_calls_is_not_called_whoever_is_there() -> None:
    customer = cp.customers(1)[0]
    Customer.objects.filter(pk=customer.pk).update(is_do_not_call=True)
    assert preview(cp.draft()).callable == []


def test_what_was_frozen_changes_no_more() -> None:
    first = cp.customers(1)[0]
    campaign = cp.running()
    cp.customers(2)
    Customer.objects.filter(pk=first.pk).update(is_active=False)
    assert [task.customer for task in cp.tasks(campaign)] == [first]
    assert cp.tasks(campaign)[0].reasons == [{"code": "in_use"}]


def test_the_preview_is_what_starting_freezes() -> None:
    cp.customers(5)
    campaign = cp.approved()
    seen = [(one.key, one.fate) for one in preview(campaign).people]
    advance(campaign, "start", by=cp.supervisor())
    assert [(task.key, task.fate) for task in cp.tasks(campaign)] == seen


@pytest.mark.parametrize(
    ("audience", "column"), [("record", "for_record"), ("service", "service"), ("item", "item")]
)
def test_an_audience_needs_what_it_is_drawn_from(audience: str, column: str) -> None:
    with pytest.raises(ValidationError) as refused:
        cp.draft(audience=audience)
    assert column in refused.value.message_dict


def test_what_is_confidential_is_no_reason_to_call() -> None:
    by = cp.supervisor()
    complaint = register(Complaint, by=by, title="Nobody came", customer=cast.customer())
    with pytest.raises(ValidationError) as refused:
        cp.draft(by=by, audience="record", for_record=complaint)
    assert "for_record" in refused.value.message_dict


def test_finding_an_audience_costs_the_same_for_many(django_assert_max_num_queries) -> None:
    cp.customers(20)
    campaign = Campaign.objects.get(pk=cp.draft(product_model=model()).pk)
    with django_assert_max_num_queries(6):
        assert len(preview(campaign).callable) == 20


def test_a_reason_is_told_in_the_readers_words() -> None:
    assert reasons.words([reason(reasons.REPORTED, number="INC0000001")]) == ["reported INC0000001"]
    assert "…" in reasons.label_of(reasons.REPORTED)
