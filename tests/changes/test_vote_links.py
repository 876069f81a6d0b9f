"""Voting by the link of a mail: once, for one person, for a week, and only while there is something to vote on."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail, signing
from django.test import Client
from django.utils import timezone

from changes.models import Approval, Board, Change, Delegation, VoteLink
from changes.vote_links import KEPT, LASTS, SIGNER, forget_old_links, make_link
from notifications.channels import email
from notifications.composing import tell_all
from notifications.models import Notice
from people.models import Role, User
from records.actions import advance
from records.enclosures import enclose
from tests import cast
from tests.changes.people import board, builder, change, manager

pytestmark = pytest.mark.django_db


def asked(quorum: int = 1) -> tuple[Change, User, str]:
    """A change before a board of one, its member, and the link that he was sent."""
    lead, judge = builder(), manager()
    board(judge, quorum=quorum)
    record = advance(change(lead, tests="Tried twice."), "submit", by=lead)
    advance(record, "assess", by=manager())
    return Change.objects.get(), judge, make_link(Approval.objects.get(), judge)


def path(token: str) -> str:
    return f"/vote/{token}/"


def post(token: str, vote: str = "yes", reason: str = "", client: Client | None = None):
    return (client or Client()).post(path(token), {"vote": vote, "reason": reason})


def test_it_shows_what_is_judged_and_does_not_vote_by_being_opened() -> None:
    record, judge, token = asked()
    answer = Client().get(path(token))
    page = answer.content.decode()
    assert answer.status_code == 200
    for words in (judge.name, record.number, record.plan, record.back_out_plan, "Tried twice."):
        assert words in page
    assert Approval.objects.get().vote == ""
    assert VoteLink.objects.get().used_at is None


def test_it_votes_as_the_person_it_was_sent_to() -> None:
    record, judge, token = asked()
    assert post(token).status_code == 200
    seat = Approval.objects.get()
    assert (seat.vote, seat.by, Change.objects.get().state) == ("yes", judge, "approved")
    assert record.journal.get(step="vote").via == "mail"


def test_whoever_refuses_says_why_and_the_link_stays_good_until_then() -> None:
    _record, _judge, token = asked()
    answer = post(token, "no")
    assert answer.status_code == 400
    assert "Say why you refuse" in answer.content.decode()
    assert post(token, "no", "Not tested on the new model.").status_code == 200
    assert Change.objects.get().state == "rejected"


def test_nothing_but_a_digest_is_kept() -> None:
    _record, _judge, token = asked()
    secret = SIGNER.unsign(token)
    link = VoteLink.objects.get()
    assert secret not in str(VoteLink.objects.values().get())
    assert len(link.digest) == 64


def refused(token: str, client: Client | None = None) -> str:
    """What the link answers when it opens nothing; it does not vote either."""
    client = client or Client()
    shown, sent = client.get(path(token)), post(token, client=client)
    assert (shown.status_code, sent.status_code) == (410, 410)
    return shown.content.decode()


def test_a_used_link_is_refused() -> None:
    other = manager()
    _record, judge, token = asked()
    Board.objects.get().members.add(other)
    post(token)
    assert "was used" in refused(token)
    assert Approval.objects.filter(member=judge, vote="yes").count() == 1


def test_an_expired_link_is_refused() -> None:
    _record, _judge, token = asked()
    with time_machine.travel(timezone.now() + LASTS + timedelta(minutes=1)):
        assert "good for a week" in refused(token)
    assert Approval.objects.get().vote == ""


def test_a_forged_link_is_refused_before_the_database_is_asked(django_assert_num_queries) -> None:
    _record, _judge, token = asked()
    with django_assert_num_queries(0):
        assert Client().get(path(f"{token}x")).status_code == 410
    stranger = signing.Signer(salt="changes.vote").sign("a secret that nobody was sent")
    assert "not a link" in refused(stranger)


def test_a_person_who_lost_the_right_is_refused() -> None:
    _record, judge, token = asked()
    judge.roles.set(Role.objects.filter(slug="purchaser"))
    assert "no right to vote" in refused(token)


def test_a_person_who_left_is_refused() -> None:
    _record, judge, token = asked()
    User.objects.filter(pk=judge.pk).update(is_active=False)
    assert "no right to vote" in refused(token)


def test_a_change_that_moved_on_refuses() -> None:
    record, judge, token = asked()
    advance(record, "cancel", by=judge, reason="No longer wanted.")
    assert "has moved on" in refused(token)


def test_the_link_of_an_earlier_round_is_refused_in_the_next() -> None:
    record, judge, token = asked()
    advance(record, "vote", by=judge, vote="no", reason="Not tested.")
    advance(Change.objects.get(), "submit", by=judge)
    advance(Change.objects.get(), "assess", by=judge)
    assert "has moved on" in refused(token)
    assert Approval.objects.get(round=2).vote == ""


def test_a_seat_that_voted_on_the_page_refuses() -> None:
    other = manager()
    lead, judge = builder(), manager()
    board(judge, other, quorum=2)
    record = advance(advance(change(lead), "submit", by=lead), "assess", by=judge)
    token = make_link(Approval.objects.get(member=judge), judge)
    advance(record, "vote", by=judge, vote="yes")
    assert "This seat has voted" in refused(token)


def test_a_delegates_link_ends_with_the_delegation() -> None:
    record, judge, _token = asked()
    delegate, today = manager(), timezone.localdate()
    days = {"from_on": today - timedelta(days=1), "until_on": today}
    away = Delegation.objects.create(member=judge, delegate=delegate, **days)
    token = make_link(Approval.objects.get(), delegate)
    assert f"your vote for {judge.name} is asked for" in Client().get(path(token)).content.decode()
    away.delete()
    assert "no longer yours" in refused(token)
    assert Change.objects.get(pk=record.pk).state == "assessed"


def test_somebody_else_who_is_signed_in_is_told_whose_link_it_is() -> None:
    _record, judge, token = asked()
    client = Client()
    client.force_login(cast.agent())
    assert f"This link is for {judge.name}" in refused(token, client)


def test_the_form_is_guarded_and_the_address_told_to_nobody() -> None:
    _record, _judge, token = asked()
    assert Client(enforce_csrf_checks=True).post(path(token), {"vote": "yes"}).status_code == 403
    answer = Client().get(path(token))
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]


def test_the_mail_to_the_board_brings_the_link_and_no_table_holds_it() -> None:
    asked()
    tell_all()
    email.sweep()
    (sent,) = [one for one in mail.outbox if "Your vote" in one.subject]
    found = re.search(r"/vote/(\S+)/", str(sent.body))
    assert found is not None
    notices = " ".join(Notice.objects.values_list("body", flat=True))
    assert "⟨vote_link⟩" in notices
    assert "/vote/" not in notices
    assert post(found[1]).status_code == 200
    assert Change.objects.get().state == "approved"


def test_a_delegate_is_asked_as_well() -> None:
    lead, judge, delegate = builder(), manager(), manager()
    board(judge, quorum=1)
    today = timezone.localdate()
    Delegation.objects.create(member=judge, delegate=delegate, from_on=today, until_on=today)
    advance(advance(change(lead), "submit", by=lead), "assess", by=manager())
    tell_all()
    asked_ones = Notice.objects.filter(channel="email", rule__code="change_to_judge")
    assert set(asked_ones.values_list("user", flat=True)) == {judge.pk, delegate.pk}


def test_what_is_enclosed_is_made_for_whoever_has_a_seat_alone() -> None:
    record, judge, _token = asked()
    stranger = manager()
    assert "/vote/" in enclose("⟨vote_link⟩", record, judge, site="https://desk.example")
    assert enclose("⟨vote_link⟩", record, stranger, site="https://desk.example") == "–"


def test_links_that_are_long_over_are_forgotten_and_lately_used_ones_still_say_so() -> None:
    _record, _judge, token = asked()
    post(token)
    assert forget_old_links() == 0
    with time_machine.travel(timezone.now() + LASTS + KEPT - timedelta(hours=1)):
        assert forget_old_links() == 0
        assert "used" in Client().get(path(token)).content.decode()
    with time_machine.travel(timezone.now() + LASTS + KEPT + timedelta(hours=1)):
        assert forget_old_links() == 1
        assert not VoteLink.objects.exists()
        assert Approval.objects.get().vote == "yes"
