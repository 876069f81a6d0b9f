"""Articles and gathering by REST."""

from typing import Any

import pytest
from django.test import Client

from knowledge.models import Use
from people.models import User
from people.tokens import issue
from problems.models import Problem
from tests import cast
from tests.advisories.people import published as advised
from tests.knowledge.cast import draft, published
from tests.problems.cast import manager, problem

pytestmark = pytest.mark.django_db

API = "/api/v1/"


def tool(user: User) -> Client:
    return Client(headers={"Authorization": f"Bearer {issue(user, 'test', by=user)[1]}"})


def post(client: Client, path: str, **given: Any) -> Any:
    return client.post(f"{API}{path}/", given, content_type="application/json")


def test_articles_are_found_for_words_and_for_a_number() -> None:
    agent, article = cast.agent(), published()
    incident = cast.incident(by=agent, title="点击后程序退出")
    client = tool(agent)
    for asked in ({"text": "点击后程序退出"}, {"number": incident.number}):
        found = client.get(f"{API}known-articles/", asked).json()
        assert [one["article"]["number"] for one in found] == [article.number]
        assert found[0]["plain"] == article.plain
        assert (found[0]["times"], found[0]["helped"]) == (0, 0)


def test_the_pads_hints_bring_them_too() -> None:
    article = published()
    found = post(tool(cast.agent()), "hints", title="点击后程序退出").json()
    assert [one["article"]["number"] for one in found["articles"]] == [article.number]


def test_an_advisory_is_hinted_at_and_its_use_counted_like_an_articles() -> None:
    advisory, client = advised(), tool(cast.agent())
    found = post(client, "hints", title="Antenna of the modem and thunder").json()["advisories"]
    assert [(one["advisory"]["number"], one["plain"], one["times"]) for one in found] == [
        (advisory.number, advisory.script, 0)
    ]
    assert post(client, "article-uses", article=advisory.number, has_helped=True).status_code == 201
    found = post(client, "hints", title="Antenna of the modem and thunder").json()["advisories"]
    assert [(one["times"], one["helped"]) for one in found] == [(1, 1)]


def test_what_the_person_does_not_see_asks_for_nothing() -> None:
    incident = cast.incident()
    assert tool(cast.engineer()).get(f"{API}known-articles/", {"number": incident.number}).status_code == 404


def test_a_use_is_counted_and_the_last_word_counts() -> None:
    agent, article = cast.agent(), published()
    incident, client = cast.incident(by=agent), tool(agent)
    for has_helped in (True, False):
        told = {"article": article.number, "record": incident.number, "has_helped": has_helped}
        answer = post(client, "article-uses", **told)
        assert (answer.status_code, answer.json()["has_helped"]) == (201, has_helped)
    assert [used.has_helped for used in Use.objects.all()] == [False]


def test_a_call_that_was_answered_at_once_has_no_record() -> None:
    answer = post(tool(cast.agent()), "article-uses", article=published().number, has_helped=True)
    assert (answer.status_code, answer.json()["record"]) == (201, None)


def test_without_a_record_it_takes_the_right_to_log_calls() -> None:
    answer = post(tool(cast.person("auditor")), "article-uses", article=published().number, has_helped=True)
    assert answer.status_code == 403


def test_what_is_not_published_is_absent_and_nonsense_is_named() -> None:
    client = tool(cast.agent())
    assert post(client, "article-uses", article=draft().number, has_helped=True).status_code == 404
    assert "has_helped" in post(client, "article-uses", article="KB1").json()["errors"]


def test_incidents_are_put_under_a_problem_all_or_none() -> None:
    person, there = manager(), problem()
    incidents = [cast.incident() for _ in range(3)]
    numbers = [incident.number for incident in incidents]
    client = tool(person)
    refused = post(client, "gatherings/problem", records=[*numbers, "INC9999999"], into=there.number)
    assert (refused.status_code, "INC9999999" in str(refused.json()["errors"])) == (400, True)
    assert not there.incidents.exists()
    answer = post(client, "gatherings/problem", records=numbers, into=there.number)
    assert (answer.status_code, answer.json()["number"]) == (200, there.number)
    assert {incident.pk for incident in there.incidents} == {incident.pk for incident in incidents}


def test_a_problem_is_opened_for_them_once_per_key() -> None:
    incident, client = cast.incident(impact=2), tool(manager())
    given = {"records": [incident.number], "title": "The gateway hangs at noon"}
    for _ in range(2):
        answer = client.post(
            f"{API}gatherings/problem/",
            given,
            content_type="application/json",
            headers={"Idempotency-Key": "k1"},
        )
        assert answer.status_code == 200
    opened = Problem.objects.get()
    assert (opened.title, opened.impact) == ("The gateway hangs at noon", 2)


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        ("auditor", "gatherings/problem", 403),
        ("problem_manager", "gatherings/nothing", 404),
        ("problem_manager", "gatherings/problem", 400),
    ],
)
def test_what_gathering_refuses(role: str, path: str, status: int) -> None:
    assert post(tool(cast.person(role)), path, records=[cast.incident().number]).status_code == status
