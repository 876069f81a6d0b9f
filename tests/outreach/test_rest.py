"""Another tool writes the questions, takes the next person and notes how the call ended, with its owner's rights."""

import pytest
from rest_framework.test import APIClient

from calls.models import Call
from complaints.models import Complaint
from discrepancies.models import Discrepancy
from outreach.models import CallTask
from people.models import User
from tests import cast
from tests.outreach import people as cp
from tests.releases.people import model

pytestmark = pytest.mark.django_db
QUESTIONS = [
    {"text": "Works again?", "sort": "yes_no"},
    {"text": "Which model?", "sort": "model", "is_required": False},
]


def client_of(user: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def where(campaign: object, *more: object) -> str:
    return "/".join(["/api/v1/campaigns", str(campaign.number), *map(str, more), ""])  # type: ignore[attr-defined]


def test_a_whole_call_by_rest() -> None:
    cp.customers(1)
    model("GW-300")
    campaign, by = cp.running(questions=QUESTIONS), cp.caller()
    client = client_of(by)
    person = client.post(where(campaign, "next-person")).json()
    assert person["script"].startswith("We are sorry")
    assert person["numbers"]
    works, plate = (one["id"] for one in person["questions"])
    task = CallTask.objects.get(pk=person["id"])
    task.item = task.customer.items.get()
    task.save()
    told = {
        "outcome": "reached",
        "answers": [{"question": works, "value": "yes"}, {"question": plate, "value": "GW-300"}],
    }
    key = {"HTTP_IDEMPOTENCY_KEY": "call-1"}
    answer = client.post(where(campaign, "people", task.pk, "outcome"), told, format="json", **key)
    assert answer.status_code == 201
    assert answer.json()["discrepancies"] == [Discrepancy.objects.get().number]
    again = client.post(where(campaign, "people", task.pk, "outcome"), told, format="json", **key)
    assert (again.status_code, again.json()) == (201, answer.json())
    assert Call.objects.count() == 1
    figures = client.get(where(campaign, "figures")).json()
    assert (figures["spoken_to"], figures["reach_percent"]) == (1, 100)
    assert figures["answers"][0]["words"] == [{"word": "yes", "count": 1}, {"word": "no", "count": 0}]


def test_nobody_left_is_204() -> None:
    cp.customers(1)
    campaign = cp.running()
    assert client_of(cp.caller()).post(where(campaign, "next-person")).status_code == 200
    assert client_of(cp.caller()).post(where(campaign, "next-person")).status_code == 204


def test_questions_are_written_as_a_whole_while_it_is_a_draft() -> None:
    by = cp.caller()
    campaign = cp.draft(by)
    given = {"questions": [*QUESTIONS, {"text": "Shift?", "sort": "choice", "options": ["early", "late"]}]}
    answer = client_of(by).put(where(campaign, "questions"), given, format="json")
    assert [one["position"] for one in answer.json()] == [1, 2, 3]
    bad = {"questions": [{"text": "Shift?", "sort": "choice", "options": ["early"]}]}
    assert client_of(by).put(where(campaign, "questions"), bad, format="json").status_code == 400
    assert campaign.questions.count() == 3
    approved = cp.approved(by)
    assert client_of(by).put(where(approved, "questions"), given, format="json").status_code == 409


def test_the_preview_counts_and_the_people_are_listed_with_their_reasons() -> None:
    cp.customers(2)
    campaign, by = cp.approved(), cp.supervisor()
    told = client_of(by).get(where(campaign, "preview")).json()
    assert told == {"customers": 2, "to_call": 2, "do_not_call": 0, "no_number": 0}
    client_of(by).post(where(campaign, "steps", "start"), {}, format="json")
    people = client_of(by).get(where(campaign, "people") + "?fate=waiting").json()["results"]
    assert [one["reasons"] for one in people] == [["is a customer"], ["is a customer"]]


def test_another_callers_person_is_409_and_a_wrong_answer_400() -> None:
    cp.customers(1)
    campaign, by = cp.running(questions=QUESTIONS), cp.caller()
    task = client_of(by).post(where(campaign, "next-person")).json()["id"]
    path = where(campaign, "people", task, "outcome")
    assert client_of(cp.caller()).post(path, {"outcome": "reached"}, format="json").status_code == 409
    wrong = {
        "outcome": "reached",
        "answers": [{"question": campaign.questions.first().pk, "value": "perhaps"}],
    }
    assert client_of(by).post(path, wrong, format="json").status_code == 400
    stray = {"outcome": "reached", "answers": [{"question": 999_999, "value": "yes"}]}
    assert client_of(by).post(path, stray, format="json").status_code == 400
    assert client_of(by).post(path, {"outcome": "delete"}, format="json").status_code == 400


def test_a_complaint_is_named_to_who_may_read_it_only() -> None:
    cp.customers(1)
    campaign, by = cp.running(), cp.caller()
    task = client_of(by).post(where(campaign, "next-person")).json()["id"]
    told = {"outcome": "reached", "complaint": "Nobody came."}
    answer = client_of(by).post(where(campaign, "people", task, "outcome"), told, format="json").json()
    assert answer["complaint"] == Complaint.objects.get().number


@pytest.mark.parametrize("role", ["field_engineer", "purchaser", "api_client"])
def test_who_sees_no_campaigns_finds_none(role: str) -> None:
    cp.customers(1)
    campaign, client = cp.running(), client_of(cast.person(role))
    for path in (
        where(campaign),
        where(campaign, "people"),
        where(campaign, "figures"),
        where(campaign, "questions"),
    ):
        assert client.get(path).status_code == 404, path
    assert client.post(where(campaign, "next-person")).status_code == 404


def test_who_sees_and_may_not_call_is_403() -> None:
    cp.customers(1)
    campaign = cp.running()
    client = client_of(cast.person("auditor"))
    assert client.post(where(campaign, "next-person")).status_code == 403
    task = campaign.tasks.get().pk
    told = {"outcome": "reached"}
    assert client.post(where(campaign, "people", task, "outcome"), told, format="json").status_code == 403
