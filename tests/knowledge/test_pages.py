"""Knowledge as people read it: the list by callers' words, an article with a caller on the phone."""

from typing import Any

import pytest
from django.test import Client

from knowledge.models import Article, Use
from knowledge.uses import use
from people.models import User
from problems.models import Problem
from records.actions import advance
from tests import cast
from tests.knowledge.cast import draft, published
from tests.problems.cast import known_error, manager
from tests.servicedesk.pad import PAD, at_the_desk

pytestmark = pytest.mark.django_db

LIST = "/knowledge/"
BUDGET = 24


def found(user: User, **asked: Any) -> list[str]:
    """The numbers of the articles in the list, from above."""
    return [row.article.number for row in at_the_desk(user).get(LIST, asked).context["rows"]]


def page_of(client: Client, article: Article, **asked: Any) -> str:
    answer = client.get(f"{LIST}{article.number}/", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_only_what_is_published_is_listed_the_newest_first() -> None:
    first, second = published(title="One"), published(title="Two")
    draft(title="Three")
    assert found(cast.agent()) == [second.number, first.number]


@pytest.mark.parametrize("words", ["点击后程序退出", "英文提示框弹出来了", "the module exits", "modul"])
def test_it_is_found_by_a_callers_words_and_by_the_beginning_of_one(words: str) -> None:
    article = published()
    published(
        title="Printer shows offline", plain="Set it.", technical="Address.", symptom_words="打印机脱机"
    )
    assert found(cast.agent(), q=words) == [article.number]


def test_it_is_found_by_its_number() -> None:
    article = published()
    published(title="Another")
    assert found(cast.agent(), q=article.number.lower()) == [article.number]


def test_sort_and_service_narrow_and_the_counts_are_those_of_the_lists() -> None:
    mail = cast.service("e-mail")
    advisory = published(sort="advisory", service=mail)
    how_to = published(service=mail)
    published(sort="advisory")
    agent = cast.agent()
    assert found(agent, sort="advisory", service=str(mail.pk)) == [advisory.number]
    shown = at_the_desk(agent).get(LIST, {"service": str(mail.pk)}).context
    assert [row.article.number for row in shown["rows"]] == [how_to.number, advisory.number]
    assert [(tab["label"], tab["count"]) for tab in shown["sorts"]] == [
        ("Everything", 2), ("known error", 0), ("how-to", 1), ("advisory", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("asked", [{"sort": "x"}, {"service": "x"}, {"service": "9" * 30}, {"q": "\0"}])
def test_what_cannot_be_read_does_not_narrow(asked: dict[str, str]) -> None:
    article = published()
    assert found(cast.agent(), **asked) == [article.number]


def test_writers_see_what_waits_and_each_number_opens_its_list() -> None:
    writer = cast.engineer()
    draft(writer)
    advance(draft(writer), "submit", by=writer)
    client = at_the_desk(cast.agent())
    for _label, count, url in client.get(LIST).context["writing"]:
        assert count == len(client.get(url).context["listing"].rows) == 1


def test_who_sees_no_articles_has_no_knowledge_page() -> None:
    client = at_the_desk(cast.person("no_such_role"))
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}{published().number}/").status_code == 404


def test_a_reader_who_cannot_write_is_not_offered_to() -> None:
    page = at_the_desk(cast.person("auditor")).get(LIST).content.decode()
    assert "Write an article" not in page


def test_the_plain_words_come_first_and_what_engineers_know_below() -> None:
    page = page_of(at_the_desk(cast.agent()), published())
    assert page.index("choose the second line") < page.index("a model it was not tested on")
    assert "Answer a call with it" in page


def test_what_nobody_has_read_over_says_so_and_answers_no_call() -> None:
    client = at_the_desk(cast.agent())
    page = page_of(client, draft())
    assert "do not tell it to callers" in page
    assert "Answer a call with it" not in page
    retired = advance(published(), "retire", by=manager(), reason="The new model has no such menu.")
    assert "may no longer be true" in page_of(client, retired)


def test_a_known_error_leads_to_its_problem_and_what_holds_it_up() -> None:
    person = manager()
    advance(known_error(by=person), "publish_workaround", by=person, plain="Choose line 2.")
    problem, article = Problem.objects.get(), Article.objects.get()
    page = page_of(at_the_desk(cast.agent()), article)
    assert problem.number in page
    assert f"/records/{problem.number}/chain/" in page


def test_read_for_an_incident_one_click_says_that_it_helped() -> None:
    agent, article = cast.agent(), published()
    incident, client = cast.incident(by=agent), at_the_desk(agent)
    address = f"/records/{incident.number}/articles/{article.number}/"
    assert address in page_of(client, article, **{"for": incident.number})
    assert client.post(address, {"helped": "yes"}).headers["Location"] == incident.get_absolute_url()
    assert Use.objects.get().has_helped
    assert 'value="yes" aria-pressed="true"' in page_of(client, article, **{"for": incident.number})


def test_read_for_what_somebody_does_not_see_is_absent() -> None:
    incident = cast.incident()
    answer = at_the_desk(cast.engineer()).get(f"{LIST}{published().number}/", {"for": incident.number})
    assert answer.status_code == 404


def test_a_record_of_another_kind_is_no_article() -> None:
    agent = cast.agent()
    assert at_the_desk(agent).get(f"{LIST}{cast.incident(by=agent).number}/").status_code == 404


def test_the_pad_opens_with_its_words_as_the_answer() -> None:
    article = published()
    page = at_the_desk(cast.agent()).get(PAD, {"article": article.number}).content.decode()
    assert f'value="{article.title}"' in page
    assert page.count("Start the program again") >= 2  # answer and solution
    assert f'name="article" value="{article.number}"' in page


def test_the_pad_opens_as_ever_for_what_is_not_published() -> None:
    answer = at_the_desk(cast.agent()).get(PAD, {"article": draft().number})
    assert answer.status_code == 200
    assert "Start the program again" not in answer.content.decode()


def test_many_articles_cost_no_more_queries(django_assert_max_num_queries: Any) -> None:
    agent = cast.agent()
    for number in range(6):
        article = published(title=f"The line is slow {number}", service=cast.service(f"line-{number}"))
        use(article, by=agent, has_helped=True)
    client = at_the_desk(agent)
    client.get(LIST)
    for address in (LIST, f"{LIST}?q=line+slow", f"{LIST}{article.number}/"):
        with django_assert_max_num_queries(BUDGET):
            client.get(address)
