"""Records by REST: the same doors as the pages, with the refusals as problem+json that names the field."""

import json
from typing import Any

import pytest
from django.test import Client

from incidents.models import Incident
from people.tokens import issue
from records.actions import advance, revise
from tests import cast

pytestmark = pytest.mark.django_db
INCIDENTS = "/api/v1/incidents/"


class Caller:
    """A tool with a token."""

    def __init__(self, user) -> None:
        self.user = user
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {issue(user, 'test', by=user)[1]}"}

    def get(self, path: str, **query: Any):
        return self.client.get(path, query, headers=self.headers)

    def post(self, path: str, body: dict[str, Any] | None = None, **headers: str):
        told = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return self.client.post(path, json.dumps(body or {}), content_type="application/json", headers=told)

    def patch(self, path: str, body: dict[str, Any], **headers: str):
        told = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return self.client.patch(path, json.dumps(body), content_type="application/json", headers=told)


@pytest.fixture
def agent() -> Caller:
    return Caller(cast.agent())


def test_without_a_token_it_says_who_should_speak() -> None:
    answer = Client().get(INCIDENTS)
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_wrong_token_is_refused() -> None:
    answer = Client().get(INCIDENTS, headers={"Authorization": "Bearer dsk_nothing"})
    assert answer.status_code == 401


def test_it_registers_an_incident(agent) -> None:
    customer = cast.customer()
    answer = agent.post(
        INCIDENTS, {"title": "No connection", "customer": customer.pk, "impact": 1, "urgency": 2}
    )
    assert answer.status_code == 201
    made = answer.json()
    assert (made["state"], made["priority"], made["customer"]["id"]) == ("new", 2, customer.pk)
    assert agent.get(answer["Location"]).json()["number"] == made["number"]
    assert Incident.objects.get(number=made["number"]).journal.get().via == "rest"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "title"),
        ({"title": "x" * 300}, "title"),
        ({"title": "x", "impact": 9}, "impact"),
        ({"title": "x", "customer": 10**9}, "customer"),
        ({"title": "x\x00y"}, "title"),
        ({"title": {"a": 1}}, "title"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(agent, body, field) -> None:
    answer = agent.post(INCIDENTS, body)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert field in answer.json()["errors"]
    assert not Incident.objects.exists()


def test_a_site_of_another_customer_is_refused_by_name(agent) -> None:
    body = {"title": "x", "customer": cast.customer().pk, "site": cast.site(cast.customer()).pk}
    answer = agent.post(INCIDENTS, body)
    assert "site" in answer.json()["errors"]


def test_a_body_that_is_no_json_is_refused(agent) -> None:
    answer = agent.client.post(INCIDENTS, "{", content_type="application/json", headers=agent.headers)
    assert answer.status_code == 400


def test_sent_twice_with_one_key_it_is_done_once(agent) -> None:
    body = {"title": "No connection"}
    first = agent.post(INCIDENTS, body, Idempotency_Key="abc")
    second = agent.post(INCIDENTS, body, Idempotency_Key="abc")
    assert second.json() == first.json()
    assert (second.status_code, second["Idempotent-Replayed"], second["ETag"]) == (201, "true", first["ETag"])
    assert Incident.objects.count() == 1


def test_a_key_is_not_for_two_requests(agent) -> None:
    agent.post(INCIDENTS, {"title": "One"}, Idempotency_Key="abc")
    assert agent.post(INCIDENTS, {"title": "Two"}, Idempotency_Key="abc").status_code == 422


def test_a_refused_creation_does_not_use_its_key_up(agent) -> None:
    assert agent.post(INCIDENTS, {}, Idempotency_Key="abc").status_code == 400
    assert agent.post(INCIDENTS, {"title": "Now right"}, Idempotency_Key="abc").status_code == 201


def test_it_revises_and_tells_the_new_version(agent) -> None:
    incident = cast.incident(by=agent.user)
    answer = agent.patch(f"{INCIDENTS}{incident.number}/", {"title": "Better words"})
    assert (answer.status_code, answer.json()["title"], answer["ETag"]) == (200, "Better words", '"2"')


def test_a_version_that_has_passed_is_412(agent) -> None:
    incident = cast.incident(by=agent.user)
    read = agent.get(f"{INCIDENTS}{incident.number}/")
    revise(incident, by=agent.user, title="Somebody else's")
    answer = agent.patch(f"{INCIDENTS}{incident.number}/", {"title": "Mine"}, If_Match=read["ETag"])
    assert answer.status_code == 412


@pytest.mark.parametrize("field", ["state", "owner", "priority", "number", "assignee", "nonsense"])
def test_what_a_step_sets_cannot_be_revised(agent, field) -> None:
    incident = cast.incident(by=agent.user)
    answer = agent.patch(f"{INCIDENTS}{incident.number}/", {field: "closed"})
    assert answer.status_code == 400
    assert field in answer.json()["errors"]


def test_it_takes_a_step_with_its_inputs(agent) -> None:
    incident = cast.incident(by=agent.user)
    inputs = {"closure_code": cast.closure_code().pk, "solution": "Restarted."}
    answer = agent.post(f"{INCIDENTS}{incident.number}/steps/resolve/", inputs)
    assert (answer.status_code, answer.json()["state"]) == (200, "resolved")


def test_a_step_without_its_inputs_names_them(agent) -> None:
    incident = cast.incident(by=agent.user)
    answer = agent.post(f"{INCIDENTS}{incident.number}/steps/resolve/", {"solution": "x"})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["closure_code"])


def test_a_step_that_is_not_open_is_409_and_says_why(agent) -> None:
    incident = cast.incident(by=agent.user)
    answer = agent.post(f"{INCIDENTS}{incident.number}/steps/confirm/")
    assert answer.status_code == 409
    assert "resolved" in answer.json()["detail"]


@pytest.mark.parametrize(
    "step", ["delete", "save", "refresh_from_db", "after_resolve", "__class__", "resolve_with_parent"]
)
def test_a_step_is_never_any_other_method(agent, step) -> None:
    incident = cast.incident(by=agent.user)
    assert agent.post(f"{INCIDENTS}{incident.number}/steps/{step}/").status_code in (403, 409)
    assert Incident.objects.get(pk=incident.pk).state == "new"


def test_who_lacks_the_right_is_403() -> None:
    director, incident = Caller(cast.person("director")), cast.incident()
    answer = director.post(f"{INCIDENTS}{incident.number}/steps/start/")
    assert answer.status_code == 403


def test_what_is_invisible_is_absent() -> None:
    engineer, incident = Caller(cast.engineer()), cast.incident()
    here = f"{INCIDENTS}{incident.number}/"
    nowhere = f"{INCIDENTS}INC9999999/"
    for path in ("", "journal/", "attachments/", "clocks/", "follow-ups/", "steps/"):
        assert engineer.get(here + path).status_code == 404
        assert engineer.get(here + path).content == engineer.get(nowhere + path).content
    assert engineer.post(f"{here}steps/start/").status_code == 404
    assert engineer.get(INCIDENTS).json()["results"] == []


def test_a_tool_sees_its_own_customers_only() -> None:
    mine, others = cast.customer(), cast.customer()
    tool = Caller(cast.person("api_client"))
    tool.user.customers.set([mine])
    seen = cast.incident(customer=mine)
    cast.incident(customer=others)
    assert [one["number"] for one in tool.get(INCIDENTS).json()["results"]] == [seen.number]
    assert tool.post(INCIDENTS, {"title": "x", "customer": others.pk}).status_code == 400
    assert tool.post(INCIDENTS, {"title": "x", "customer": mine.pk}).status_code == 201


def test_a_tool_reads_the_public_history_only() -> None:
    customer, tool = cast.customer(), Caller(cast.person("api_client"))
    tool.user.customers.set([customer])
    incident = cast.incident(customer=customer)
    tool.post(f"{INCIDENTS}{incident.number}/remarks/", {"text": "Seen by all", "is_public": True})
    told = tool.get(f"{INCIDENTS}{incident.number}/journal/").json()["results"]
    assert [entry["note"] for entry in told] == ["Seen by all"]


def test_who_gives_it_out_of_sight_is_told_so_by_silence() -> None:
    engineer, agent = Caller(cast.engineer("network")), cast.agent()
    incident = advance(cast.incident(by=agent), "assign", by=agent, team=cast.team("network"))
    inputs = {"team": cast.team("development").pk, "reason": "Theirs"}
    assert engineer.post(f"{INCIDENTS}{incident.number}/steps/escalate/", inputs).status_code == 204
    assert engineer.get(f"{INCIDENTS}{incident.number}/").status_code == 404


def test_it_lists_by_cursor_with_filters_order_and_fields(agent) -> None:
    numbers = [cast.incident(by=agent.user, impact=1, urgency=1 + at % 2).number for at in range(5)]
    first = agent.get(INCIDENTS, limit=3, order="oldest", fields="number,priority").json()
    assert [one["number"] for one in first["results"]] == numbers[:3]
    assert set(first["results"][0]) == {"number", "priority"}
    rest = agent.get(first["next"]).json()
    assert [one["number"] for one in rest["results"]] == numbers[3:]
    urgent = agent.get(INCIDENTS, priority=1).json()["results"]
    assert {one["number"] for one in urgent} == set(numbers[::2])


@pytest.mark.parametrize(
    "query",
    [{"order": "random"}, {"priority": "high"}, {"nonsense": "1"}, {"show": "secret"}, {"opened_from": "x"}],
)
def test_a_query_that_cannot_be_read_is_400(agent, query) -> None:
    answer = agent.get(INCIDENTS, **query)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert next(iter(query)) in answer.json()["detail"]


def test_a_list_costs_the_same_however_long(agent, django_assert_max_num_queries) -> None:
    for _ in range(12):
        cast.incident(by=agent.user, customer=cast.customer(), service=cast.service())
    with django_assert_max_num_queries(7):
        assert len(agent.get(INCIDENTS, limit=12).json()["results"]) == 12


def test_it_says_which_steps_are_open(agent) -> None:
    incident = cast.incident(by=agent.user)
    names = {step["name"] for step in agent.get(f"{INCIDENTS}{incident.number}/steps/").json()}
    assert {"assign", "start", "resolve"} <= names
    assert "confirm" not in names


def test_who_am_i(agent) -> None:
    me = agent.get("/api/v1/me/").json()
    assert me["roles"] == ["agent"]
    assert "resolve" in me["rights"]["incident"]


def test_it_finds_words_in_both_scripts(agent) -> None:
    cast.incident(by=agent.user, title="连不上远程服务器")
    cast.incident(by=agent.user, title="Printer is on fire")
    assert [one["title"] for one in agent.get("/api/v1/search/", q="远程服务").json()] == ["连不上远程服务器"]
    assert [one["title"] for one in agent.get("/api/v1/search/", q="fire printer").json()] == [
        "Printer is on fire"
    ]


def test_reads_are_limited_and_writes_never(agent, settings) -> None:
    settings.REST_READS = "3/minute"
    statuses = [agent.get("/api/v1/me/").status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    assert agent.post(INCIDENTS, {"title": "Still taken"}).status_code == 201
    assert agent.post("/api/v1/calls/", {"caller_name": "Still heard"}).status_code == 201
