"""What hangs on a record, by REST: files, follow-ups, calls, watching."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from calls.models import Call
from records.actions import advance
from tests import cast
from tests.api.test_records import INCIDENTS, Caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent() -> Caller:
    return Caller(cast.agent())


def upload(caller: Caller, path: str, name: str, content: bytes):
    return caller.client.post(path, {"file": SimpleUploadedFile(name, content)}, headers=caller.headers)


def test_a_file_goes_in_and_comes_out_as_a_file(agent) -> None:
    path = f"{INCIDENTS}{cast.incident(by=agent.user).number}/attachments/"
    made = upload(agent, path, "../../note.txt", b"plain words")
    assert (made.status_code, made.json()["name"]) == (201, "note.txt")
    got = agent.get(made.json()["url"])
    assert b"".join(got.streaming_content) == b"plain words"
    assert got["Content-Disposition"].startswith("attachment")
    assert got["X-Content-Type-Options"] == "nosniff"


def test_an_empty_file_is_refused(agent) -> None:
    path = f"{INCIDENTS}{cast.incident(by=agent.user).number}/attachments/"
    assert upload(agent, path, "empty.txt", b"").status_code == 400


def test_a_file_is_invisible_with_its_record(agent) -> None:
    incident = cast.incident(by=agent.user)
    made = upload(agent, f"{INCIDENTS}{incident.number}/attachments/", "note.txt", b"secret")
    assert Caller(cast.engineer()).get(made.json()["url"]).status_code == 404


def test_a_history_names_another_record_by_its_number_alone() -> None:
    agent, engineer = cast.agent(), cast.engineer("network")
    parent = cast.incident(by=agent, title="What the engineer may not read")
    child = advance(cast.incident(by=agent), "attach", by=agent, parent=parent)
    advance(child, "assign", by=agent, team=cast.team("network"))
    history = Caller(engineer).get(f"{INCIDENTS}{child.number}/journal/").json()["results"]
    attached = next(entry for entry in history if entry["step"] == "attach")
    assert attached["changes"]["parent"] == [None, {"id": parent.pk, "label": parent.number}]
    assert parent.title not in str(history)


def test_a_follow_up_is_asked_and_answered(agent) -> None:
    other = Caller(cast.agent())
    path = f"{INCIDENTS}{cast.incident(by=agent.user).number}/follow-ups/"
    due = (timezone.now() + timedelta(hours=2)).isoformat()
    asked = agent.post(path, {"asked_of": other.user.pk, "what": "Ring", "due_at": due})
    assert asked.status_code == 201
    answered = other.post(f"{path}{asked.json()['id']}/answer/", {"text": "Done"})
    assert (answered.status_code, answered.json()["answer"]) == (200, "Done")
    assert other.post(f"{path}{asked.json()['id']}/answer/", {"text": "Again"}).status_code == 409


def test_a_call_is_logged_about_a_record(agent) -> None:
    incident = cast.incident(by=agent.user)
    made = agent.post(
        "/api/v1/calls/", {"record": incident.number, "caller_name": "Mr Wang", "reason": "Asks when."}
    )
    assert made.status_code == 201
    assert incident.journal.last().step == "call_in"
    listed = agent.get("/api/v1/calls/", record=incident.number).json()["results"]
    assert [one["id"] for one in listed] == [made.json()["id"]]


def test_a_call_about_what_one_does_not_see_is_refused() -> None:
    hidden = cast.incident()
    tool = Caller(cast.person("api_client"))
    answer = tool.post("/api/v1/calls/", {"record": hidden.number, "reason": "Guessing"})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["record"])
    assert not Call.objects.exists()


def test_watching_begins_and_ends(agent) -> None:
    incident = cast.incident(by=agent.user)
    path = f"{INCIDENTS}{incident.number}/watch/"
    assert agent.client.put(path, headers=agent.headers).status_code == 204
    assert incident.watches.count() == 1
    assert agent.client.delete(path, headers=agent.headers).status_code == 204
    assert incident.watches.count() == 0


def test_rows_are_found_by_what_they_are_called(agent) -> None:
    wanted = cast.customer(name="Harbour Logistics")
    cast.customer(name="Golden Rice")
    found = agent.get("/api/v1/customers/", words="harbour").json()["results"]
    assert [one["id"] for one in found] == [wanted.pk]


def test_a_clock_says_why_it_is_due_when_it_is(agent) -> None:
    customer = cast.customer()
    incident = cast.incident(by=agent.user, customer=customer, impact=1, urgency=1)
    told = agent.get(f"{INCIDENTS}{incident.number}/clocks/").json()
    assert told
    assert all(one["why"] for one in told)
    tool = Caller(cast.person("api_client"))
    tool.user.customers.add(customer)
    told = tool.get(f"{INCIDENTS}{incident.number}/clocks/").json()
    assert {one["why"] for one in told} == {""}
