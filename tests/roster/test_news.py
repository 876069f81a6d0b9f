"""Who is told of a swap: under the bell and by mail, once, in his own language, and nobody else."""

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client

from notifications.channels import email
from notifications.models import Notice
from notifications.tidings import tell_tidings
from people.models import User
from roster.models import News
from roster.swaps import answer, ask, take_over, withdraw
from tests import cast
from tests.roster.people import planner, shift, worker

pytestmark = pytest.mark.django_db


def told() -> list[tuple[User, str]]:
    tell_tidings()
    bells = Notice.objects.filter(channel="in_app").select_related("user").order_by("pk")
    return [(one.user, one.subject) for one in bells]


def test_who_is_asked_is_told_by_bell_and_mail_and_once() -> None:
    one, two = worker("Ann"), worker("Bob", email="bob@desk.example")
    swap = ask(shift(one), two, by=one, reason="A wedding")
    [(reader, subject)] = told()
    assert (reader, subject.startswith("Ann asks you to take the shift of")) == (two, True)
    assert told() == [(reader, subject)]
    email.sweep()
    [letter] = mail.outbox
    assert letter.to == ["bob@desk.example"]
    assert "A wedding" in letter.body
    assert "/roster/" in letter.body
    assert "In return" not in letter.body
    assert News.objects.get().what == "swap_asked"
    assert swap.outcome == "open"


@pytest.mark.parametrize(("is_agreed", "words"), [(True, "takes the shift"), (False, "does not take")])
def test_who_asked_is_told_the_answer(is_agreed: bool, words: str) -> None:
    one, two = worker(), worker("Bob")
    swap = ask(shift(one), two, by=one)
    told()
    answer(swap, by=two, is_agreed=is_agreed)
    reader, subject = told()[-1]
    assert (reader, words in subject) == (one, True)


def test_a_withdrawn_question_is_told_to_who_was_asked() -> None:
    one, two = worker(), worker()
    withdraw(ask(shift(one), two, by=one), by=one)
    assert [reader for reader, _subject in told()] == [two, two]


def test_both_are_told_what_a_planner_arranged() -> None:
    one, two, lead = worker(), worker(), planner()
    ask(shift(one), two, by=lead)
    assert {reader for reader, _subject in told()} == {one, two}


def test_both_are_told_of_a_shift_taken_over_while_it_runs() -> None:
    one, two, lead = worker(), worker(), planner()
    take_over(shift(one, -1, 7), two, by=lead)
    assert {reader for reader, _subject in told()} == {one, two}


def test_each_reads_it_in_his_own_language() -> None:
    one, two = worker("Ann"), worker("Bob", language="zh-hans")
    ask(shift(one), two, by=one)
    assert "请您接替" in told()[0][1]


def test_it_leads_to_the_roster_and_counts_as_read() -> None:
    one, two = worker(), worker()
    ask(shift(one), two, by=one)
    told()
    client = Client()
    client.force_login(two, backend="django.contrib.auth.backends.ModelBackend")
    assert "asks you to take" in client.get("/notices/").content.decode()
    notice = Notice.objects.get(channel="in_app")
    assert client.get(f"/notices/{notice.pk}/").url == "/roster/"
    notice.refresh_from_db()
    assert notice.state == "read"
    stranger = Client()
    stranger.force_login(cast.agent(), backend="django.contrib.auth.backends.ModelBackend")
    assert stranger.get(f"/notices/{notice.pk}/").status_code == 404


def test_a_swap_that_comes_to_nothing_tells_nobody() -> None:
    one, two = worker(), worker()
    mine = shift(one)
    with pytest.raises(RuntimeError), transaction.atomic():
        ask(mine, two, by=one)
        raise RuntimeError("the process dies here")
    assert told() == []


def test_the_ledger_shows_it_with_its_page() -> None:
    one, two = worker(), worker("Bob")
    ask(shift(one), two, by=one)
    told()
    client = Client()
    client.force_login(planner(), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/notices/ledger/").content.decode()
    assert 'href="/roster/"' in page
    assert "Bob" in page
