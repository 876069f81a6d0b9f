"""What customers are told: of their reports, in their language, and of nothing internal."""

import pytest
from django.core.exceptions import ValidationError

from calls.log import log_call
from incidents.models import Incident
from notifications.models import Notice, Rule
from records.actions import advance, register, remark
from tests import cast
from tests.notifications.telling import notices, reporter, rule, silence, template, told

pytestmark = pytest.mark.django_db


def test_the_contact_gets_a_mail_with_the_number() -> None:
    contact = reporter(name="Zhang Wei")
    incident = cast.incident(customer=contact.customer, contact=contact)
    assert told(contact, "email") == ["customer_registered"]
    mail = notices(contact, "email")[0]
    assert mail.address == contact.email
    assert incident.number in mail.subject
    assert mail.body.startswith("Dear Zhang Wei,")


def test_an_internal_remark_stays_inside() -> None:
    contact = reporter()
    incident = cast.incident(customer=contact.customer, contact=contact)
    remark(incident, by=incident.owner, text="He is difficult.")
    assert told(contact, "email") == ["customer_registered"]


def test_an_internal_remark_stays_inside_whatever_a_rule_says() -> None:
    silence()
    rule("remark", "contact", channels=("email",), template=template(body="{note}"))
    contact = reporter()
    incident = cast.incident(customer=contact.customer, contact=contact)
    remark(incident, by=incident.owner, text="He is difficult.")
    assert told(contact, "email") == []


def test_a_public_remark_reaches_the_contact_and_everybody_who_called() -> None:
    contact = reporter()
    caller = reporter(contact.customer)
    agent = cast.agent()
    incident = cast.incident(by=agent, customer=contact.customer, contact=contact)
    log_call(by=agent, record=incident, contact=caller, reason="The same here.")
    remark(incident, by=agent, text="A technician is on his way.", is_public=True)
    assert told(contact, "email") == ["customer_registered", "customer_remark"]
    assert told(caller, "email") == ["customer_remark"]


def test_a_note_of_a_step_is_not_for_customers() -> None:
    silence()
    rule("escalate", "contact", channels=("email",), template=template(body="Why: {note}\n{changes}"))
    contact, agent = reporter(), cast.agent()
    incident = cast.incident(by=agent, customer=contact.customer, contact=contact)
    advance(incident, "escalate", by=agent, team=cast.team("development"), reason="Agent was wrong.")
    assert told(contact, "email")
    assert notices(contact, "email")[0].body == ""


def test_resolving_the_parent_tells_each_caller() -> None:
    agent, contacts = cast.agent(), [reporter() for _ in range(3)]
    incidents = [cast.incident(by=agent, customer=one.customer, contact=one) for one in contacts]
    for child in incidents[1:]:
        advance(child, "attach", by=agent, parent=incidents[0])
    advance(incidents[0], "resolve", by=agent, **cast.solution(solution="Replaced the switch."))
    for contact in contacts:
        assert told(contact, "email")[-1].startswith("customer_resolve")
        assert "Replaced the switch." in notices(contact, "email")[-1].body


def test_without_an_address_the_ledger_says_that_he_was_not_told() -> None:
    contact = reporter(email="")
    cast.incident(customer=contact.customer, contact=contact)
    assert told(contact, "email") == ["customer_registered"]
    mail = notices(contact, "email")[0]
    assert (mail.state, mail.error_words) == (Notice.State.FAILED, "No address is known.")


def test_what_is_imported_is_told_to_no_customer() -> None:
    contact, agent = reporter(), cast.agent()
    register(Incident, by=agent, via="import", title="Old", customer=contact.customer, contact=contact)
    assert told(contact, "email") == []


@pytest.mark.parametrize("step", ["*", "ask", "answer", "clock_breached"])
def test_a_rule_cannot_tell_customers_of_what_is_internal(step: str) -> None:
    with pytest.raises(ValidationError, match="customer is not told"):
        rule(step, "contact", channels=("email",))


def test_a_contact_reads_his_own_language() -> None:
    contact = reporter(language="zh-hant", name="王小明")
    cast.incident(customer=contact.customer, contact=contact)
    told(contact, "email")
    mail = notices(contact, "email")[0]
    assert mail.language == "zh-hant"
    assert mail.body.startswith("王小明 您好")


def test_the_rules_that_reach_customers_are_only_the_courteous_ones() -> None:
    outside = {
        one.code
        for one in Rule.objects.all()
        if {"contact", "callers", "advisory_audience"} & set(one.recipients)
    }
    assert outside == {
        "advisory_mailed",
        "complaint_answered",
        "customer_registered",
        "customer_remark",
        "customer_resolve",
        "customer_resolve_with_parent",
        "customer_resolve_with_problem",
        "visit_cancel_customer",
        "visit_expect_anew_customer",
        "visit_hand_on_customer",
        "visit_set_out_customer",
    }
