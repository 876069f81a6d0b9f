"""What an answered call brings about, and that it is brought about once."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from calls.models import Call
from complaints.models import Complaint
from discrepancies.models import Discrepancy
from incidents.models import Incident
from outreach.answering import Given, keep_answers
from outreach.calling import next_person
from outreach.models import Answer, Attempt, CallTask, Campaign
from outreach.outcomes import Told, WrongAnswers, note_outcome
from outreach.sampling import rate_of
from people.models import AccessLog, User
from records.actions import advance
from records.models import JournalEntry, Record
from records.models.links import Link
from tests import cast
from tests.outreach import people as cp
from tests.releases.people import deployed, manager, model

pytestmark = pytest.mark.django_db
QUESTIONS = [
    {"text": "Does it work again?", "sort": "yes_no"},
    {"text": "How many terminals?", "sort": "number", "is_required": False},
    {"text": "Which shift?", "sort": "choice", "options": ["early", "late"], "is_required": False},
    {"text": "What does the plate say?", "sort": "model", "is_required": False},
]


def given(campaign: Campaign, **answers: Any) -> dict[int, Given]:
    """Answers by the sort of their question."""
    return {one.pk: Given(answers[one.sort]) for one in campaign.questions.all() if one.sort in answers}


def called(campaign: Campaign, by: User, outcome: str = "reached", **told: Any) -> Attempt:
    task = next_person(campaign, by=by)
    assert task is not None
    return note_outcome(task, by=by, told=Told(outcome=outcome, **told))


def test_the_call_is_logged_by_itself() -> None:
    cp.customers(1)
    campaign, by = cp.running(), cp.caller()
    attempt = called(campaign, by, note="He was friendly.")
    call = Call.objects.get()
    assert (call.direction, call.agent, call.record.pk) == ("out", by, campaign.pk)
    assert call.contact == attempt.task.contact
    assert call.number == attempt.task.contact.phone_numbers.get().written
    assert "He was friendly." in call.reason
    assert JournalEntry.objects.filter(record=campaign.pk, step="call_out").count() == 1


def test_what_arrives_twice_is_noted_once() -> None:
    cp.customers(2)
    campaign, by = cp.running(), cp.caller()
    task = next_person(campaign, by=by)
    assert task is not None
    told = Told(outcome="reached", key="k" * 16)
    assert note_outcome(task, by=by, told=told) == note_outcome(task, by=by, told=told)
    assert Call.objects.count() == Attempt.objects.count() == 1


def test_answers_are_kept_while_the_person_is_on_the_line() -> None:
    cp.customers(1)
    campaign, by = cp.running(questions=QUESTIONS), cp.caller()
    task = next_person(campaign, by=by)
    assert task is not None
    wrong = keep_answers(task, by=by, given=given(campaign, yes_no="yes", number="many"))
    assert len(wrong) == 1
    assert list(Answer.objects.values_list("text", flat=True)) == ["yes"]
    # The connection breaks; the same caller comes back and only presses the key.
    note_outcome(task, by=by, told=Told(outcome="reached"))
    assert CallTask.objects.get(pk=task.pk).fate == "reached"


@pytest.mark.parametrize(
    ("sort", "typed", "kept"),
    [
        ("yes_no", "yes", "yes"),
        ("number", "2,50", "2.5"),
        ("number", "1000000", "1000000"),
        ("choice", "late", "late"),
        ("model", "gw-200", "GW-200"),
        ("model", "A model nobody recorded", "A model nobody recorded"),
    ],
)
def test_an_answer_is_read_by_its_sort(sort: str, typed: str, kept: str) -> None:
    cp.customers(1)
    campaign, by = cp.running(questions=QUESTIONS), cp.caller()
    task = next_person(campaign, by=by)
    assert task is not None
    assert keep_answers(task, by=by, given=given(campaign, **{sort: typed})) == {}
    assert Answer.objects.get(question__sort=sort).text == kept


@pytest.mark.parametrize(
    ("sort", "typed"),
    [("yes_no", "perhaps"), ("number", "NaN"), ("number", "1e40"), ("choice", "night"), ("model", "x" * 200)],
)
def test_what_is_no_such_answer_is_refused_at_its_question(sort: str, typed: str) -> None:
    cp.customers(1)
    campaign, by = cp.running(questions=QUESTIONS), cp.caller()
    with pytest.raises(WrongAnswers) as refused:
        called(campaign, by, answers=given(campaign, **{"yes_no": "yes", sort: typed}))
    assert set(refused.value.by_question) == {campaign.questions.get(sort=sort).pk}
    assert not Call.objects.exists()


def test_a_question_that_must_be_answered_is_asked_for() -> None:
    cp.customers(1)
    campaign = cp.running(questions=QUESTIONS)
    with pytest.raises(WrongAnswers):
        called(campaign, cp.caller())


def test_who_was_not_reached_need_not_answer() -> None:
    cp.customers(1)
    campaign = cp.running(questions=QUESTIONS)
    assert called(campaign, cp.caller(), "no_answer").outcome == "no_answer"


def test_a_model_that_contradicts_the_record_opens_a_discrepancy() -> None:
    customer = cp.customers(1)[0]
    model("GW-300")
    campaign, by = cp.of_release([customer], questions=QUESTIONS), cp.caller()
    called(campaign, by, answers=given(campaign, yes_no="yes", model="GW-300"))
    found = Discrepancy.objects.get()
    assert (found.recorded, found.observed, found.origin, found.state) == (
        "GW-200",
        "GW-300",
        "call",
        "reported",
    )
    assert found.opened_by == by
    assert found.found_on_id == campaign.pk
    assert Link.objects.filter(earlier=campaign.pk, later=found.pk, type="found_discrepancy").exists()
    assert Answer.objects.get(question__sort="model").discrepancy == found


def test_a_model_as_it_is_recorded_opens_none() -> None:
    campaign = cp.of_release(cp.customers(1), questions=QUESTIONS)
    called(campaign, cp.caller(), answers=given(campaign, yes_no="yes", model="GW-200"))
    assert not Discrepancy.objects.exists()


def test_the_same_contradiction_twice_is_one_discrepancy() -> None:
    customer = cp.customers(1)[0]
    release = deployed(manager(), [customer])
    for _ in range(2):
        campaign = cp.running(audience="record", for_record=release, questions=QUESTIONS)
        called(campaign, cp.caller(), answers=given(campaign, yes_no="yes", model="GW-900"))
    found = Discrepancy.objects.get()
    assert {answer.discrepancy for answer in Answer.objects.filter(question__sort="model")} == {found}


def test_still_broken_reopens_the_callers_incident() -> None:
    customer, by = cp.customers(1)[0], cp.caller()
    incident = advance(cp.incident(customer), "resolve", by=cp.supervisor(), **cast.solution())
    campaign = cp.running(audience="record", for_record=incident)
    attempt = called(campaign, by, "broken", note="The same message again.")
    again = Incident.objects.get(pk=incident.pk)
    assert (again.state, again.reopenings) == ("assigned", 1)
    assert attempt.incident == again
    assert "The same message again." in JournalEntry.objects.get(record=incident.pk, step="reopen").note


def test_still_broken_is_remarked_on_an_incident_that_is_open() -> None:
    customer, by = cp.customers(1)[0], cp.caller()
    incident = cp.incident(customer)
    campaign = cp.running(audience="record", for_record=incident)
    called(campaign, by, "broken", note="Nothing has changed.")
    assert Incident.objects.get().pk == incident.pk
    assert JournalEntry.objects.filter(record=incident.pk, step="remark").count() == 1


def test_still_broken_opens_an_incident_where_there_is_none() -> None:
    customer = cp.customers(1)[0]
    campaign = cp.of_release([customer])
    attempt = called(campaign, cp.caller(), "broken", note="It exits.")
    made = Incident.objects.get()
    assert (made.customer, made.contact) == (customer, customer.contacts.get())
    assert made.item == attempt.task.item
    assert Link.objects.filter(earlier=campaign.pk, later=made.pk, type="still_broken").exists()


def test_a_complaint_is_opened_and_told_to_nobody_else() -> None:
    customer, by = cp.customers(1)[0], cp.caller()
    incident = cp.incident(customer)
    campaign = cp.running(audience="record", for_record=incident)
    called(campaign, by, note="Engineer Zhou never came.", is_complaint=True)
    made = Complaint.objects.get()
    assert (made.customer, made.description, made.about_record_id) == (
        customer, "Engineer Zhou never came.", incident.pk,
    )  # fmt: skip
    # Neither the call, nor the attempt, nor the campaign's or the incident's journal says a word of it.
    told = [Call.objects.get().reason, Attempt.objects.get().note]
    told += JournalEntry.objects.exclude(record=made.pk).values_list("note", flat=True)
    told += [
        str(one) for one in JournalEntry.objects.exclude(record=made.pk).values_list("changes", flat=True)
    ]
    assert not [one for one in told if "Zhou" in one or made.number in one]
    assert not Link.objects.filter(later=made.pk).exists()


def test_a_complaint_needs_words() -> None:
    cp.customers(1)
    with pytest.raises(ValidationError):
        called(cp.running(), cp.caller(), is_complaint=True)
    assert not Record.objects.filter(kind="complaint").exists()


def test_who_wants_no_calls_is_called_by_no_campaign_again() -> None:
    customer, by = cp.customers(1)[0], cp.caller()
    called(cp.running(), by, "refused")
    assert customer.contacts.get().is_do_not_call
    assert AccessLog.objects.filter(event="changed", by=by).exists()
    other = cp.customers(1)[0]
    tasks = {task.customer: task.fate for task in cp.tasks(cp.running())}
    assert tasks == {customer: "do_not_call", other: "waiting"}


def test_a_time_for_later_must_be_to_come_and_within_the_season() -> None:
    cp.customers(1)
    now = timezone.now()
    campaign, by = cp.running(ends_on=(now + timedelta(days=2)).date()), cp.caller()
    for at in (None, now - timedelta(hours=1), now + timedelta(days=10)):
        with pytest.raises(ValidationError):
            called(campaign, by, "later", later_at=at)


def test_who_was_drawn_and_cannot_be_reached_is_replaced_by_the_next_in_the_order() -> None:
    cp.customers(6)
    campaign, by = cp.running(purpose="sample", sample_size=2, threshold_percent=100), cp.caller()
    order = list(campaign.tasks.order_by("position").values_list("key", flat=True))
    called(campaign, by, "wrong_number")
    called(campaign, by)
    last = called(campaign, by)
    assert last.task.key == order[2]
    rate = rate_of(Campaign.objects.get(pk=campaign.pk))
    assert (rate.asked, rate.unreached, rate.percent, rate.is_met) == (2, 1, 100, True)
    assert Campaign.objects.get(pk=campaign.pk).state == "done"


def test_an_unknown_outcome_is_refused() -> None:
    cp.customers(1)
    with pytest.raises(ValidationError):
        called(cp.running(), cp.caller(), "delete")
