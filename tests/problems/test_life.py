"""Rules of a problem's life, through the doors."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from knowledge.models import Article
from notifications.composing import tell_all
from notifications.models import Notice
from people.rights import Forbidden
from problems.forms import ReviewForm
from problems.links import EXPLAINS
from records.actions import advance
from records.errors import Refused
from records.links import back, onward
from tests import cast
from tests.knowledge.cast import draft
from tests.problems.cast import explaining, known_error, manager, problem

pytestmark = pytest.mark.django_db


def test_whoever_opens_it_answers_for_it() -> None:
    person = manager()
    assert problem(person).owner == person


def test_it_explains_incidents_and_both_sides_know() -> None:
    person, incidents = manager(), [cast.incident(), cast.incident()]
    found = explaining(*incidents, by=person)
    assert set(back(found, EXPLAINS)) == {incident.pk for incident in incidents}
    assert [list(onward(incident, EXPLAINS)) for incident in incidents] == [[found.pk]] * 2
    assert incidents[0].journal.last().step == "explains_onward"


def test_a_closed_incident_is_explained_too_and_a_second_problem_takes_nothing_away() -> None:
    agent = cast.agent()
    incident = advance(cast.incident(by=agent), "resolve", by=agent, **cast.solution())
    incident = advance(incident, "confirm", by=agent)
    first, second = explaining(incident), explaining(incident)
    assert set(onward(incident, EXPLAINS)) == {first.pk, second.pk}


def test_what_it_does_not_explain_cannot_be_taken_out() -> None:
    person, incident, stranger = manager(), cast.incident(), cast.incident()
    found = explaining(incident, by=person)
    with pytest.raises(Refused, match=stranger.number):
        advance(found, "remove_incidents", by=person, incidents=[stranger])
    advance(found, "remove_incidents", by=person, incidents=[incident])
    assert not found.incidents.exists()


def test_resolving_it_resolves_its_open_incidents_with_its_solution() -> None:
    person, agent = manager(), cast.agent()
    running, done = cast.incident(by=agent), cast.incident(by=agent)
    done = advance(done, "resolve", by=agent, **cast.solution(solution="Restarted it."))
    found = explaining(running, done, by=person)
    advance(found, "resolve", by=person, **cast.solution(solution="Installed the patch."))
    running.refresh_from_db(), done.refresh_from_db()
    assert (running.state, running.solution) == ("resolved", "Installed the patch.")
    assert running.journal.last().step == "resolve_with_problem"
    assert done.solution == "Restarted it."


def test_a_family_of_incidents_is_resolved_once() -> None:
    person, agent = manager(), cast.agent()
    parent, child = cast.incident(by=agent), cast.incident(by=agent)
    child = advance(child, "attach", by=agent, parent=parent)
    found = explaining(parent, child, by=person)
    advance(found, "resolve", by=person, **cast.solution())
    child.refresh_from_db()
    assert child.state == "resolved"
    assert child.journal.filter(to_state="resolved").count() == 1


def test_each_caller_is_told_when_the_problem_is_resolved() -> None:
    person = manager()
    callers = [cast.contact(email=f"caller{number}@customer.example") for number in (1, 2)]
    found = explaining(*[cast.incident(contact=caller) for caller in callers], by=person)
    tell_all()
    Notice.objects.all().delete()
    advance(found, "resolve", by=person, **cast.solution(solution="Installed the patch."))
    tell_all()
    mails = Notice.objects.filter(channel="email", contact__isnull=False)
    assert {mail.address for mail in mails} == {caller.email for caller in callers}
    assert all("Installed the patch." in mail.body for mail in mails)


def test_who_works_on_its_incidents_hears_of_the_workaround() -> None:
    person, agent = manager(), cast.agent()
    found = explaining(cast.incident(by=agent), by=person)
    told = {"root_cause": "Tested on model A.", "workaround": "Use the second line."}
    advance(found, "declare_known_error", by=person, **told)
    tell_all()
    notice = Notice.objects.get(user=agent, channel="in_app", entry__step="declare_known_error")
    assert "Use the second line." in notice.body


def test_a_known_error_publishes_its_workaround_through_a_second_person() -> None:
    person = manager()
    found = known_error(by=person, service=cast.service())
    found = advance(found, "publish_workaround", by=person, plain="Choose line 2.", symptom_words="exits")
    article = Article.objects.get()
    assert (article.state, article.sort, article.service) == ("in_review", "known_error", found.service)
    assert article.technical == "It was tested on model A.\n\nStart it on the second line."
    with pytest.raises(Refused):
        advance(article, "publish", by=person)
    assert advance(article, "publish", by=manager()).state == "published"


def test_a_workaround_is_published_once() -> None:
    person = manager()
    found = advance(known_error(by=person), "publish_workaround", by=person, plain="Choose line 2.")
    with pytest.raises(Refused):
        advance(found, "publish_workaround", by=person, plain="Again.")


def test_without_a_workaround_there_is_nothing_to_publish() -> None:
    person = manager()
    found = advance(problem(person), "declare_known_error", by=person, root_cause="Unknown to us.")
    with pytest.raises(Refused):
        advance(found, "publish_workaround", by=person, plain="?")


def test_a_major_problem_is_reviewed_before_it_is_closed() -> None:
    person = manager()
    found = advance(problem(person, is_major=True), "resolve", by=person, **cast.solution())
    with pytest.raises(Refused, match="reviewed before"):
        advance(found, "close", by=person)
    told = {
        "went_well": "Found in a day.",
        "went_wrong": "Tested on one model.",
        "prevention": "Test on all.",
    }
    found = advance(found, "review", by=person, **told)
    assert advance(found, "close", by=person).closed_at is not None


LEARNED = {"went_well": "Found in a day.", "went_wrong": "Tested on one model.", "prevention": "Test on all."}


def reviewing(**given: Any) -> ReviewForm:
    return ReviewForm({**LEARNED, **given}, by=manager())


def test_what_a_review_decides_is_asked_of_somebody_and_followed_up() -> None:
    person, developer = manager(), cast.person("developer", name="Luo Bin")
    found = advance(problem(person, is_major=True), "resolve", by=person, **cast.solution())
    due_at = timezone.now().replace(microsecond=0) + timedelta(days=7)
    told = {
        "actions": "- Test on every model\n\n• Tell suppliers",
        "asked_of": str(developer.pk),
        "due_at": f"{due_at:%Y-%m-%d %H:%M:%S}",
    }
    form = reviewing(**told)
    assert form.is_valid(), form.errors
    found = advance(found, "review", by=person, **form.cleaned_data)
    asked = found.follow_ups.order_by("pk")
    assert [(one.what, one.asked_of, one.is_open) for one in asked] == [
        ("Test on every model", developer, True), ("Tell suppliers", developer, True),
    ]  # fmt: skip
    assert advance(found, "close", by=person).state == "closed"


def test_what_is_to_be_done_needs_a_person_and_a_time() -> None:
    assert set(reviewing(actions="Test on every model").errors) == {"asked_of", "due_at"}
    assert reviewing(actions=" \n-\n").is_valid()
    assert set(reviewing(actions="\n".join("abcdefghijklmnopqrstuvwxyz")).errors) == {"actions"}


def test_an_ordinary_one_is_closed_without_a_review() -> None:
    person = manager()
    found = advance(problem(person), "resolve", by=person, **cast.solution())
    with pytest.raises(Refused):
        advance(found, "review", by=person, went_well="-", went_wrong="-", prevention="-")
    assert advance(found, "close", by=person).state == "closed"


def test_a_change_that_did_not_settle_it_gives_it_back() -> None:
    person = manager()
    found = advance(known_error(by=person), "await_change", by=person, reason="A patch is needed.")
    assert advance(found, "resume", by=person, reason="It fails on model C.").state == "investigating"


def test_reopening_forgets_the_review_that_was_held() -> None:
    person = manager()
    found = advance(problem(person, is_major=True), "resolve", by=person, **cast.solution())
    found = advance(found, "review", by=person, went_well="-", went_wrong="-", prevention="-")
    found = advance(found, "reopen", by=person, reason="It came back.")
    assert (found.state, found.resolved_at, found.reviewed_at) == ("investigating", None, None)


def test_the_desk_opens_a_problem_and_adds_to_it_but_does_not_resolve_it() -> None:
    agent = cast.agent()
    found = explaining(cast.incident(by=agent), by=agent)
    with pytest.raises(Forbidden):
        advance(found, "resolve", by=agent, **cast.solution())


def test_no_article_is_explained_by_a_problem() -> None:
    from problems.forms import IncidentsForm

    form = IncidentsForm({"incidents": draft().number}, by=manager())
    assert not form.is_valid()
