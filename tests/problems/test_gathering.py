"""Incidents put under a problem: from a queue's ticks, from one incident's page, all or none."""

import pytest

from incidents.models import Incident
from problems.models import Problem
from tests import cast
from tests.client import client_of
from tests.problems.cast import explaining, manager, problem

pytestmark = pytest.mark.django_db

GATHER = "/queues/gather/problem/"
FRAGMENT = {"HX-Request": "true"}


def numbers(*incidents: Incident) -> list[str]:
    return [incident.number for incident in incidents]


def test_the_ticked_incidents_are_offered_to_be_put_under_a_problem() -> None:
    incident = cast.incident()
    page = client_of(manager()).get("/queues/bulk/", {"record": numbers(incident)}).content.decode()
    assert f"{GATHER}" in page
    assert f"{GATHER}?into=new" in page


def test_who_may_add_no_incidents_is_offered_nothing() -> None:
    incident = cast.incident()
    client = client_of(cast.person("director"))
    assert GATHER not in client.get("/queues/bulk/", {"record": numbers(incident)}).content.decode()
    assert client.get(GATHER, {"record": numbers(incident)}).status_code == 403


def test_one_step_opens_a_problem_for_what_was_ticked() -> None:
    person, service = manager(), cast.service()
    incidents = [cast.incident(service=service, impact=impact) for impact in (4, 2)]
    told = {"record": numbers(*incidents), "into": "new", "title": "The gateway hangs"}
    answer = client_of(person).post(GATHER, told, headers=FRAGMENT)
    opened = Problem.objects.get()
    assert answer.status_code == 204
    assert set(opened.incidents.values_list("pk", flat=True)) == {incident.pk for incident in incidents}
    assert (opened.title, opened.owner, opened.service, opened.impact) == (
        "The gateway hangs",
        person,
        service,
        2,
    )


def test_the_form_of_a_new_one_begins_with_the_incidents_title() -> None:
    incident = cast.incident(title="No dial tone")
    page = client_of(manager()).get(GATHER, {"record": numbers(incident), "into": "new"})
    assert 'value="No dial tone"' in page.content.decode()


@pytest.mark.parametrize("field", ["likely", "number"])
def test_they_are_put_under_one_that_is_there(field: str) -> None:
    person, incident = manager(), cast.incident()
    found = problem(person)
    client_of(person).post(GATHER, {"record": numbers(incident), field: found.number}, headers=FRAGMENT)
    assert list(found.incidents) == [incident]


def test_a_number_that_is_no_problem_is_refused_and_what_was_typed_is_kept() -> None:
    incident = cast.incident()
    answer = client_of(manager()).post(GATHER, {"record": numbers(incident), "number": incident.number})
    assert answer.status_code == 400
    assert incident.number in answer.content.decode()
    assert not Problem.objects.exists()


def test_nothing_chosen_is_said_so() -> None:
    answer = client_of(manager()).post(GATHER, {"record": numbers(cast.incident())})
    assert answer.status_code == 400
    assert "give a title for a new one" in answer.content.decode()


def test_a_problem_that_takes_no_more_refuses_all() -> None:
    from records.actions import advance

    person = manager()
    found = advance(problem(person), "cancel", by=person, reason="A duplicate.")
    told = {"record": numbers(cast.incident()), "number": found.number}
    assert client_of(person).post(GATHER, told).status_code == 409
    assert not found.incidents.exists()


def test_the_numbers_on_its_page_are_the_lists_they_open() -> None:
    person, incidents = manager(), [cast.incident(), cast.incident()]
    cast.incident()
    found = explaining(*incidents, by=person)
    listed = client_of(person).get("/queues/incidents/", {"show": "all", "led_to": found.number})
    shown = [
        incident.number for incident in Incident.objects.all() if incident.number in listed.content.decode()
    ]
    assert sorted(shown) == sorted(numbers(*incidents))


def test_a_filter_by_what_one_does_not_see_is_refused() -> None:
    found = problem()
    listed = client_of(cast.person("purchaser")).get("/queues/", {"led_to": found.number})
    assert listed.status_code == 400
