"""The demo's story of a fault that two visits did not solve, told in the week before now."""

import random
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from demo import customers, staff
from demo.articles import HOW_TOS
from demo.faults import FAULTS, install_categories
from demo.story import AGAIN, Story
from incidents.models import Incident
from knowledge.finding import Told, articles_for
from knowledge.models import Article
from knowledge.uses import worth_of
from people.models import Sight, User
from problems.models import Problem
from problems.similar import asked_of, similar_faults
from records.chain import chain_of
from records.models import JournalEntry
from records.sweep import sweep
from visits.models import Visit

pytestmark = pytest.mark.django_db


Planned = list[tuple[Any, Any]]


@pytest.fixture
def story() -> Story:
    """Everything the story plans, lived in its own time."""
    people = staff.hire()
    install_categories()
    signed = customers.sign_contracts(random.Random(1))
    planned: Planned = []
    told = Story(people, signed, timezone.now(), lambda at, act: planned.append((at, act)))
    told.write()
    for at, act in sorted(planned, key=lambda one: one[0]):
        with time_machine.travel(at, tick=False):
            sweep()
            act()
    return told


def test_it_is_told_in_the_weeks_before_now_and_its_callers_last_rang_this_week(story: Story) -> None:
    entries = JournalEntry.objects.filter(record__kind__in=("incident", "problem", "article"))
    first, last = entries.order_by("at").first(), entries.order_by("at").last()
    assert story.end - timedelta(days=28) < first.at < last.at < story.end
    assert story.incidents[-1].opened_at > story.end - timedelta(days=7)


def test_the_problem_stands_where_the_story_says(story: Story) -> None:
    problem = Problem.objects.get()
    assert (problem.state, problem.is_major) == ("change_pending", True)
    assert {incident.pk for incident in problem.incidents} == {incident.pk for incident in story.incidents}
    assert len({incident.customer_id for incident in problem.incidents}) == 3
    assert all(incident.is_open for incident in problem.incidents)


def test_two_visits_failed_within_a_week_and_the_second_one_flagged_the_incident(story: Story) -> None:
    visits = list(Visit.objects.filter(for_record=story.incidents[0].pk).order_by("pk"))
    assert [one.outcome for one in visits] == ["not_fixed", "not_fixed"]
    assert visits[1].finished_at - visits[0].finished_at < timedelta(days=7)
    assert story.incidents[0].journal.filter(step="failed_visits").count() == 1


def test_everything_is_told_in_english_and_in_chinese(story: Story) -> None:
    problem = Problem.objects.get()
    articles = list(Article.objects.all())
    assert len(articles) == len(HOW_TOS) + 1
    texts = [problem.title, problem.root_cause, problem.workaround]
    texts += [text for one in articles for text in (one.title, one.plain, one.technical, one.symptom_words)]
    for text in texts:
        assert any("\u4e00" <= letter <= "\u9fff" for letter in text), text
        assert sum(letter.isascii() and letter.isalpha() for letter in text) > 10, text


def test_every_fault_that_the_desk_solves_has_its_article(story: Story) -> None:
    solved = {fault.english for fault in FAULTS if fault.is_solved_by_desk}
    assert {told.english for told in HOW_TOS} == solved
    assert {article.state for article in Article.objects.all()} == {"published"}
    for article in Article.objects.all():
        assert article.reviewer != article.opened_by


@pytest.mark.parametrize(
    "words", ["终端发送数据的时候自己重启了", "the terminal restarts while sending data"]
)
def test_a_fourth_caller_is_told_what_helps(story: Story, words: str) -> None:
    found = articles_for(story.staff["agent"], Told(text=words))
    assert found[0].article == story.articles[AGAIN]
    assert worth_of([found[0].article.pk])[found[0].article.pk].helped == 1


def test_a_fourth_incident_finds_its_problem(story: Story) -> None:
    fourth = Incident(kind="incident", title="终端自动重启，发送数据时", impact=3, urgency=2)
    assert similar_faults(story.staff["agent"], asked_of(fourth))[0].record.pk == Problem.objects.get().pk


ITS_PART = {
    "agent": "add_incidents",
    "field-engineer": "",
    "second-line": "declare_known_error",
    "developer": "declare_known_error",
    "problem-manager": "resolve",
    "incident-manager": "resolve",
}


@pytest.mark.parametrize("name", ITS_PART)
def test_each_role_can_open_what_it_has_a_part_in(story: Story, name: str) -> None:
    person = User.objects.get(username=name)
    chain = chain_of(Problem.objects.get(), person)
    assert {incident.pk for incident in story.incidents} <= chain.nodes.keys()
    if ITS_PART[name]:
        assert person.rights.may("problem", ITS_PART[name])


def test_a_house_that_has_narrowed_what_they_see_keeps_it_so(story: Story) -> None:
    Sight.objects.filter(role__slug="developer", kind="incident").update(scope="team")
    staff.hire()
    assert Sight.objects.get(role__slug="developer", kind="incident").scope == "team"
