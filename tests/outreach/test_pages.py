"""The pages of campaigns: what they show, to whom, and what the runner keeps and refuses."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from calls.models import Call
from complaints.models import Complaint
from discrepancies.models import Discrepancy
from outreach.calling import next_person
from outreach.models import Attempt, CallTask, Campaign
from outreach.outcomes import Told, note_outcome
from people.models import AccessLog, Contact, User
from records.actions import advance
from tests import cast
from tests.client import client_of
from tests.outreach import people as cp
from tests.releases.people import model

pytestmark = pytest.mark.django_db
QUESTIONS = [
    {"text": "Works again?", "sort": "yes_no"},
    {"text": "Which model?", "sort": "model", "is_required": False},
]
BUDGET = 45


def page(user: User, path: str) -> str:
    answer = client_of(user).get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def post(user: User, task: CallTask, outcome: str, **told: Any):
    where = f"/campaigns/{task.campaign.number}/run/{task.pk}/"
    return client_of(user).post(where, {"outcome": outcome, **told}, headers={"HX-Request": "true"})


def answers(campaign: Campaign, *said: str) -> dict[str, str]:
    return {f"answer_{one.pk}": text for one, text in zip(campaign.questions.all(), said, strict=False)}


def test_all_campaigns_by_what_comes_next() -> None:
    cp.customers(2)
    running, waiting, draft = (
        cp.running(title="Calls now"),
        cp.approved(title="Waits"),
        cp.draft(title="Written"),
    )
    told = page(cp.supervisor(), "/campaigns/")
    assert told.index(running.number) < told.index(waiting.number) < told.index(draft.number)
    assert f"/campaigns/{running.number}/run/" in told
    assert f"/records/{waiting.number}/steps/start/" in told


def test_a_go_given_ahead_is_told_where_it_waits() -> None:
    begins = timezone.localdate() + timedelta(days=30)
    campaign = advance(cp.approved(starts_on=begins), "give_go", by=cp.supervisor())
    assert "by itself: the go is given" in page(cp.caller(), "/campaigns/")
    assert "it starts by itself when its season begins" in page(cp.caller(), f"/campaigns/{campaign.number}/")


def test_before_it_starts_it_shows_who_would_be_called_and_why() -> None:
    called, spared = cp.customers(2)
    Contact.objects.filter(customer=spared).update(is_do_not_call=True)
    told = page(cp.caller(), f"/campaigns/{cp.draft().number}/")
    assert called.contacts.get().name in told
    assert "is a customer" in told
    assert "do not call" in told


def test_progress_and_answers_are_figures_that_open_their_list() -> None:
    group, by = cp.customers(3), cp.caller()
    campaign = cp.running(questions=QUESTIONS)
    for said in ("yes", "no"):
        task = next_person(campaign, by=by)
        assert task is not None
        post(by, task, "reached", **answers(campaign, said))
    told = page(by, f"/campaigns/{campaign.number}/")
    assert "Works again?" in told
    question = campaign.questions.first()
    listed = page(by, f"/campaigns/{campaign.number}/?question={question.pk}&answer=no")
    assert listed.count('id="task-') == 1
    assert page(by, f"/campaigns/{campaign.number}/?show=spoken-to").count('id="task-') == 2
    assert page(by, f"/campaigns/{campaign.number}/").count('id="task-') == len(group)


@pytest.mark.parametrize(
    "query", ["?show=nonsense", "?question=x", "?question=99999999999", "?answer=%00", "?page=x"]
)
def test_odd_addresses_show_a_page(query: str) -> None:
    cp.customers(1)
    page(cp.caller(), f"/campaigns/{cp.running().number}/{query}")


@pytest.mark.parametrize("role", ["field_engineer", "purchaser", "developer"])
def test_who_sees_no_campaigns_finds_no_such_page(role: str) -> None:
    cp.customers(1)
    campaign, client = cp.running(), client_of(cast.person(role))
    for path in ("", f"{campaign.number}/", f"{campaign.number}/run/", f"{campaign.number}/answers.csv"):
        assert client.get(f"/campaigns/{path}").status_code == 404, path


def test_who_may_not_call_is_not_let_into_the_runner() -> None:
    cp.customers(1)
    campaign, auditor = cp.running(), cast.person("auditor")
    assert client_of(auditor).get(f"/campaigns/{campaign.number}/run/").status_code == 403
    assert f"/campaigns/{campaign.number}/run/" not in page(auditor, f"/campaigns/{campaign.number}/")


def test_looking_at_the_runner_holds_nobody() -> None:
    cp.customers(1)
    campaign, by = cp.running(), cp.caller()
    assert "Next person" in page(by, f"/campaigns/{campaign.number}/run/")
    assert not CallTask.objects.filter(leased_to__isnull=False).exists()


def test_the_next_person_comes_with_script_reasons_and_questions() -> None:
    customer, by = cp.customers(1)[0], cp.caller()
    campaign = cp.running(questions=QUESTIONS, script="Good day {person} of {customer}, {nothing}")
    told = client_of(by).post(f"/campaigns/{campaign.number}/run/next/").content.decode()
    person = customer.contacts.get()
    assert f"Good day {person.name} of {customer.name}, {{nothing}}" in told
    assert person.phone_numbers.get().written in told
    assert "Works again?" in told
    assert told.count('name="outcome"') == 7
    # The recorded model is not shown: it is to be read from the plate, not agreed to.
    assert "GW-200</" not in told


def test_what_was_typed_before_nobody_answered_is_no_answer() -> None:
    """It is kept for the next attempt; it stands in no figure and in no file."""
    cp.customers(2)
    campaign, by = cp.running(questions=QUESTIONS), cp.supervisor()
    for outcome, said in (("reached", "yes"), ("no_answer", "no")):
        task = next_person(campaign, by=by)
        assert task is not None
        assert post(by, task, outcome, **answers(campaign, said, "GW-2")).status_code == 200
    assert task.answers.count() == 2
    figures = client_of(by).get(f"/api/v1/campaigns/{campaign.number}/figures/").json()["answers"]
    assert [(one["word"], one["count"]) for one in figures[0]["words"]] == [("yes", 1), ("no", 0)]
    assert [one["count"] for one in figures] == [1, 1]
    file = client_of(by).get(f"/campaigns/{campaign.number}/answers.csv")
    lines = b"".join(file.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert ["GW-2" in line for line in lines] == [False, True, False]


def test_an_outcome_brings_the_next_person_at_once() -> None:
    cp.customers(2)
    campaign, by = cp.running(), cp.caller()
    first = next_person(campaign, by=by)
    assert first is not None
    answer = post(by, first, "reached")
    second = next_person(campaign, by=by)
    assert second is not None
    assert second.contact.name in answer.content.decode()
    assert Call.objects.count() == 1


def test_what_is_missing_is_said_at_its_question_and_what_was_typed_stays() -> None:
    cp.customers(1)
    campaign, by = cp.running(questions=QUESTIONS), cp.caller()
    task = next_person(campaign, by=by)
    assert task is not None
    answer = post(by, task, "reached", note="He is on holiday.", **answers(campaign, "", "GW-9"))
    told = answer.content.decode()
    assert answer.status_code == 400
    assert "This is needed." in told
    assert "He is on holiday." in told
    assert "GW-9" in told
    assert not Attempt.objects.exists()


def test_what_arrives_after_the_outcome_is_no_reason_to_alarm_the_caller() -> None:
    cp.customers(1)
    campaign, by = cp.running(questions=QUESTIONS), cp.caller()
    task = next_person(campaign, by=by)
    assert task is not None
    CallTask.objects.filter(pk=task.pk).update(fate="reached")
    where = f"/campaigns/{campaign.number}/run/{task.pk}/answers/"
    assert client_of(by).post(where, answers(campaign, "no")).status_code == 204
    assert not task.answers.exists()


def test_answers_are_kept_as_they_are_typed() -> None:
    cp.customers(1)
    campaign, by = cp.running(questions=QUESTIONS), cp.caller()
    task = next_person(campaign, by=by)
    assert task is not None
    where = f"/campaigns/{campaign.number}/run/{task.pk}/answers/"
    assert client_of(by).post(where, answers(campaign, "yes", "GW-77")).status_code == 204
    told = page(by, f"/campaigns/{campaign.number}/run/")
    assert "GW-77" in told


def test_another_callers_person_is_refused_with_his_name() -> None:
    cp.customers(1)
    campaign, by = cp.running(), cp.caller()
    task = next_person(campaign, by=by)
    assert task is not None
    answer = post(cp.caller(), task, "reached")
    assert answer.status_code == 409
    assert by.name in answer.content.decode()


@pytest.mark.parametrize("outcome", ["", "delete", "reached; drop"])
def test_an_outcome_that_is_none_is_400(outcome: str) -> None:
    cp.customers(1)
    campaign, by = cp.running(), cp.caller()
    task = next_person(campaign, by=by)
    assert task is not None
    assert post(by, task, outcome).status_code == 400


def test_a_wrong_model_read_out_is_a_discrepancy_the_toast_names() -> None:
    cp.customers(1)
    model("GW-300")
    campaign, by = (
        cp.running(questions=QUESTIONS, service=None, item_class=None, product_model=model("GW-200")),
        cp.caller(),
    )
    task = next_person(campaign, by=by)
    assert task is not None
    answer = post(by, task, "reached", **answers(campaign, "yes", "GW-300"))
    assert Discrepancy.objects.get().number in answer["HX-Trigger"]


def test_who_may_not_read_the_complaint_learns_of_none() -> None:
    cp.customers(1)
    campaign, by = cp.running(), cp.caller()
    task = next_person(campaign, by=by)
    assert task is not None
    post(by, task, "reached", note="He was rude.", is_complaint="on")
    number = Complaint.objects.get().number
    other = cast.person("problem_manager")
    for path in ("", "answers.csv"):
        answer = client_of(cast.person("auditor") if path else other).get(
            f"/campaigns/{campaign.number}/{path}"
        )
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert number.encode() not in body
        assert b"rude" not in body
    assert number in page(cast.person("supervisor"), f"/campaigns/{campaign.number}/")


def test_answers_go_out_as_csv_and_xlsx_with_the_same_rows() -> None:
    group, by = cp.customers(2), cp.caller()
    campaign = cp.running(
        questions=[*QUESTIONS, {"text": "=HYPERLINK()", "sort": "text", "is_required": False}]
    )
    task = next_person(campaign, by=by)
    assert task is not None
    note_outcome(task, by=by, told=Told(outcome="no_answer"))
    client = client_of(cp.supervisor())
    text = b"".join(client.get(f"/campaigns/{campaign.number}/answers.csv").streaming_content).decode(
        "utf-8-sig"
    )
    assert len(text.strip().splitlines()) == 1 + len(group)
    assert "'=HYPERLINK()" in text
    file = b"".join(client.get(f"/campaigns/{campaign.number}/answers.xlsx").streaming_content)
    rows = list(load_workbook(BytesIO(file)).active.values)
    assert len(rows) == 1 + len(group)
    assert {row[2] for row in rows[1:]} == {one.code for one in group}
    assert AccessLog.objects.filter(event="exported").count() == 2


def test_nobody_takes_answers_away_without_the_right() -> None:
    cp.customers(1)
    by = cast.person("configuration_manager")
    campaign = cp.running()
    by.roles.get().rights.filter(kind="export").delete()
    assert client_of(by).get(f"/campaigns/{campaign.number}/answers.csv").status_code == 403
    assert client_of(cp.supervisor()).get(f"/campaigns/{campaign.number}/answers.pdf").status_code == 404


def test_the_page_costs_the_same_for_many_people(django_assert_max_num_queries) -> None:
    cp.customers(30)
    campaign, by = cp.running(questions=QUESTIONS), cp.caller()
    for _ in range(3):
        task = next_person(campaign, by=by)
        assert task is not None
        post(by, task, "broken", **answers(campaign, "no"))
    client = client_of(by)
    for path in (f"/campaigns/{campaign.number}/", f"/campaigns/{campaign.number}/run/", "/campaigns/"):
        with django_assert_max_num_queries(BUDGET):
            assert client.get(path).status_code == 200


def test_who_wants_no_calls_is_marked_wherever_he_is_looked_up() -> None:
    customer, by = cp.customers(1)[0], cp.caller()
    person = customer.contacts.get()
    where = (f"/people/customers/{customer.pk}/", f"/calls/new/caller/?contact={person.pk}")
    assert not ["do not call" for path in where if "do not call" in page(by, path)]
    Contact.objects.filter(pk=person.pk).update(is_do_not_call=True)
    for path in where:
        assert "do not call" in page(by, path), path
