"""Finding an article while a fault is told: on the call pad, and beside an incident."""

from typing import Any

import pytest

from knowledge.finding import Told, articles_for
from knowledge.models import Use
from knowledge.uses import Worth, use, worth_of
from records.actions import advance
from tests import cast
from tests.knowledge.cast import draft, published
from tests.servicedesk.pad import PAD, at_the_desk, hints, part, send

pytestmark = pytest.mark.django_db


def found(text: str, **told: Any) -> list[str]:
    return [one.article.number for one in articles_for(cast.agent(), Told(text=text, **told))]


def test_it_is_found_by_the_words_of_callers_in_chinese_without_spaces() -> None:
    article = published()
    published(title="Delivery notes do not print", symptom_words="送货单打印不出来")
    one = articles_for(cast.agent(), Told(text="客户说点击提示框以后程序退出了"))[0]
    assert one.article == article
    assert any("程序退出" in word for word in one.same_words)


def test_what_callers_say_counts_more_than_what_stands_in_the_body() -> None:
    published(title="Receipts", symptom_words="", technical="The printer fuser is worn.", plain="-")
    spoken = published(title="Printer fuser", symptom_words="pages stay blank", plain="-", technical="-")
    assert found("printer fuser")[0] == spoken.number


def test_the_same_service_speaks_for_it() -> None:
    published(title="The line is slow")
    near = published(title="The line is slow", service=cast.service("vpn"))
    assert found("line slow", service_id=cast.service("vpn").pk)[0] == near.number


def test_of_two_alike_the_one_that_helped_stands_first() -> None:
    agent = cast.agent()
    useless, useful = published(title="The line is slow"), published(title="The line is slow")
    for _ in range(4):
        use(useless, by=agent, has_helped=False)
        use(useful, by=agent, has_helped=True)
    assert found("line slow") == [useful.number, useless.number]


def test_only_what_is_published_is_offered() -> None:
    draft(title="The line is slow")
    article = published(title="The line is slow")
    advance(article, "retire", by=cast.person("supervisor"), reason="Outdated")
    assert found("line slow") == []


def test_what_has_nothing_in_common_is_not_offered() -> None:
    published(title="The line is slow")
    assert found("printer out of paper") == []
    assert found("") == []


def test_the_pad_offers_it_while_the_call_is_typed() -> None:
    article = published()
    shown = hints(at_the_desk(cast.agent()), title="程序退出，弹出英文提示框")
    assert article.number in shown
    assert "Start the program again" in shown


def test_taken_on_the_pad_its_words_become_the_answer() -> None:
    article = published()
    taken = part(at_the_desk(cast.agent()), f"articles/{article.number}")
    assert taken.count("Start the program again") == 2  # answer and solution
    assert f'value="{article.number}"' in taken


def test_what_is_not_published_cannot_be_taken() -> None:
    assert at_the_desk(cast.agent()).get(f"{PAD}articles/{draft().number}/").status_code == 404


@pytest.mark.parametrize(
    ("outcome", "worth"),
    [
        ("answered", Worth(times=1, helped=1)),
        ("resolved", Worth(times=1, helped=1)),
        ("incident", Worth(times=1, helped=0)),
    ],
)
def test_how_the_call_ends_says_whether_it_helped(outcome: str, worth: Worth) -> None:
    article = published()
    told = {
        "title": "Exits",
        "caller": "Li",
        "outcome": outcome,
        "article": article.number,
        "answer": "Start it again.",
        "solution": "Start it again.",
        "closure_code": cast.closure_code().pk,
    }
    assert send(at_the_desk(cast.agent()), **told).status_code == 200
    assert worth_of([article.pk])[article.pk] == worth


def test_an_article_that_was_retired_meanwhile_refuses_no_call() -> None:
    answer = send(at_the_desk(cast.agent()), title="Exits", caller="Li", article="KB9999999")
    assert answer.status_code == 200
    assert not Use.objects.exists()


def test_beside_an_incident_one_click_says_that_it_helped() -> None:
    agent, article = cast.agent(), published()
    incident = cast.incident(by=agent, title="程序退出，弹出英文提示框")
    client = at_the_desk(agent)
    page = f"/records/{incident.number}/"
    assert article.number in client.get(page).content.decode()
    client.post(f"{page}articles/{article.number}/", {"helped": "no"})
    assert worth_of([article.pk])[article.pk] == Worth(times=1, helped=0)
    assert 'value="no" aria-pressed="true"' in client.get(page).content.decode()


def test_beside_what_is_over_nothing_is_offered() -> None:
    agent, article = cast.agent(), published()
    incident = cast.incident(by=agent, title="程序退出，弹出英文提示框")
    advance(incident, "resolve", by=agent, **cast.solution())
    assert article.number not in at_the_desk(agent).get(f"/records/{incident.number}/").content.decode()


def test_finding_costs_few_queries(django_assert_max_num_queries: Any) -> None:
    agent = cast.agent()
    for _ in range(5):
        published(title="The line is slow")
    agent.rights  # noqa: B018 - read once per request
    with django_assert_max_num_queries(10):  # a savepoint, taken and released, among them
        articles_for(agent, Told(text="The line is slow"))
