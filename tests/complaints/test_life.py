"""What each step of a complaint does and refuses."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from complaints.models import Complaint
from complaints.panels import before_of, new_url
from complaints.repeats import by_cause, by_customer, by_person
from people.models import User
from people.rights import Forbidden
from records.actions import advance, revise
from records.chain import chain_of
from records.errors import Refused
from records.models import JournalEntry, Ownership
from tests import cast
from tests.complaints.people import cause, closed, complaint, director, supervisor

pytestmark = pytest.mark.django_db


def test_it_is_acknowledged_answered_judged_and_rated() -> None:
    agent = cast.agent()
    one = advance(complaint(agent), "acknowledge", by=agent)
    assert one.responded_at is not None
    one = advance(one, "investigate", by=agent)
    assert one.assignee == agent
    one = advance(one, "answer_customer", by=agent, answer="The part was late.", cause=cause("parts"))
    assert one.is_open
    one = advance(one, "close", by=agent, verdict="content", cause=cause("parts"))
    assert (one.state, one.verdict, one.is_open) == ("closed", "content", False)
    one = advance(one, "rate", by=agent, satisfaction=4, satisfaction_words="In the end")
    assert one.satisfaction == 4
    with pytest.raises(Refused):
        advance(one, "rate", by=agent, satisfaction=1)


def test_reopening_forgets_the_verdict_and_asks_for_another() -> None:
    agent = cast.agent()
    one = advance(closed(agent), "rate", by=agent, satisfaction=5)
    one = advance(one, "reopen", by=agent, reason="It is back")
    assert (one.state, one.verdict, one.satisfaction, one.closed_at) == ("reopened", "", None, None)
    assert one.reopenings == 1


def test_a_promise_is_counted_until_it_is_kept() -> None:
    agent = cast.agent()
    at = timezone.now() + timedelta(days=1)
    one = advance(complaint(agent), "give_promise", by=agent, promise="An engineer comes", promise_at=at)
    assert one.promised_at == at
    assert one.clocks.get(metric="complaint_promise").due_at.replace(microsecond=0) == at.replace(
        microsecond=0
    )
    one = advance(one, "keep_promise", by=agent)
    assert one.clocks.get(metric="complaint_promise").stopped_at is not None


def test_what_is_written_to_the_customer_stands_in_the_public_journal() -> None:
    agent = cast.agent()
    one = advance(complaint(agent), "write_to_customer", by=agent, text="We are on it")
    assert JournalEntry.objects.get(record=one.pk, is_public=True).note == "We are on it"


def test_the_director_takes_it_over_in_one_step_and_the_ledger_keeps_both() -> None:
    agent, boss = cast.agent(), director()
    one = advance(complaint(agent), "take_over", by=boss)
    assert (one.owner, one.assignee) == (boss, boss)
    assert list(Ownership.objects.filter(record=one.pk).order_by("pk").values_list("owner", flat=True)) == [
        agent.pk,
        boss.pk,
    ]


def test_an_agents_goes_to_the_supervisor_and_from_there_to_the_director() -> None:
    agent = cast.agent()
    one = advance(complaint(agent), "escalate", by=agent, reason="Too hot for me")
    assert (one.escalation_level, one.reached_director_at) == (2, None)
    one = advance(one, "escalate", by=supervisor(), reason="For you")
    assert one.escalation_level == 3
    assert one.is_with_director
    with pytest.raises(Refused):
        advance(one, "escalate", by=agent, reason="Again")


def test_the_person_it_is_about_can_neither_own_it_nor_work_on_it() -> None:
    agent, subject = cast.agent(), cast.agent()
    one = complaint(agent, about_person=subject)
    for step, inputs in (("assign", {"assignee": subject}), ("hand_over", {"owner": subject, "reason": "x"})):
        with pytest.raises(ValidationError):
            advance(one, step, by=agent, **inputs)
    with pytest.raises(ValidationError):
        revise(one, by=agent, about_person=agent)
    assert Complaint.objects.get(pk=one.pk).about_person == subject


def test_who_takes_one_down_about_himself_does_not_keep_it() -> None:
    lead, agent = supervisor(), cast.agent()
    one = complaint(agent, about_person=agent)
    assert one.owner == lead
    assert not Complaint.objects.visible_to(agent).exists()


def test_an_engineer_may_not_open_one_nor_take_a_step() -> None:
    engineer = cast.engineer()
    with pytest.raises(Forbidden):
        complaint(engineer)
    with pytest.raises(Complaint.DoesNotExist):
        advance(complaint(), "acknowledge", by=engineer)


def test_an_auditor_reads_and_changes_nothing() -> None:
    auditor = cast.person("auditor", teams=())
    one = complaint()
    assert Complaint.objects.visible_to(auditor).get() == one
    with pytest.raises(Forbidden):
        advance(one, "acknowledge", by=auditor)


def test_only_handlers_see_and_each_agent_his_own() -> None:
    mine = cast.agent()
    one = complaint(mine)
    complaint(cast.agent())
    assert list(Complaint.objects.visible_to(mine)) == [one]
    assert Complaint.objects.visible_to(supervisor()).count() == 2
    assert not Complaint.objects.visible_to(cast.person("administrator", teams=())).exists()


def test_it_may_not_have_been_received_tomorrow() -> None:
    with pytest.raises(ValidationError):
        complaint(received_at=timezone.now() + timedelta(days=1))


def test_merging_keeps_the_older_receipt_and_the_higher_level() -> None:
    lead = supervisor()
    older = complaint(lead, received_at=timezone.now() - timedelta(days=3))
    older = advance(older, "escalate", by=lead, reason="Hot")
    newer = complaint(lead)
    merged = advance(older, "merge", by=lead, into=newer)
    newer.refresh_from_db()
    assert (merged.state, merged.merged_into) == ("merged", newer)
    assert newer.week_since == older.week_since
    assert newer.escalation_level == 3
    assert newer.reached_director_at == older.reached_director_at


def test_it_leads_on_to_what_its_record_waits_for() -> None:
    lead = supervisor()
    incident = cast.incident(lead)
    one = complaint(lead, about_record=incident)
    chain = chain_of(one, lead)
    assert {node.record.pk for node in chain.nodes.values()} == {one.pk, incident.pk}
    assert chain.blocking is not None
    assert chain.blocking.record.pk == incident.pk


def test_the_record_it_is_about_hears_nothing_of_it() -> None:
    lead = supervisor()
    incident = cast.incident(lead)
    before = JournalEntry.objects.filter(record=incident.pk).count()
    one = complaint(lead, about_record=incident)
    advance(one, "acknowledge", by=lead)
    assert JournalEntry.objects.filter(record=incident.pk).count() == before
    version = incident.version
    incident.refresh_from_db()
    assert incident.version == version


def test_a_new_one_knows_what_the_record_knows() -> None:
    customer = cast.customer()
    incident = cast.incident(customer=customer)
    assert f"about_record={incident.pk}" in new_url(incident)
    assert f"customer={customer.pk}" in new_url(incident)


def test_repeats_are_counted_by_customer_person_and_cause() -> None:
    lead, subject, customer = supervisor(), cast.engineer(), cast.customer()
    first = closed(lead, about_person=subject, customer=customer)
    second = complaint(lead, about_person=subject, customer=customer)
    complaint(lead)
    assert [(one.subject, one.count, one.open) for one in by_customer(lead)] == [(customer, 2, 1)]
    assert [(one.subject, one.count) for one in by_person(lead)] == [(subject, 2)]
    assert [(one.subject, one.count) for one in by_cause(lead)] == [(cause(), 1)]
    beside = before_of(second, lead)
    assert beside is not None
    assert beside["complaints"] == [first]


def test_repeats_tell_a_person_nothing_of_what_is_about_him() -> None:
    lead, subject = supervisor(), supervisor()
    closed(lead, about_person=subject)
    closed(lead, about_person=subject)
    assert by_person(subject) == []
    assert by_cause(User.objects.get(pk=subject.pk)) == []
