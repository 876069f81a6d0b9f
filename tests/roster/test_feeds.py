"""The private calendar address: secret, revocable, readable by other programs."""

import pytest
from django.test import Client
from icalendar import Calendar

from roster.feeds import feed_for, issue, revoke
from roster.models import Feed
from tests import cast
from tests.roster.people import leave, post, shift, worker

pytestmark = pytest.mark.django_db


def read(secret: str) -> Calendar:
    answer = Client().get(f"/roster/feed/{secret}.ics")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return Calendar.from_ical(answer.content)


def summaries(secret: str) -> list[str]:
    return sorted(str(event["summary"]) for event in read(secret).walk("VEVENT"))


def test_a_calendar_program_reads_ones_own_shifts_without_signing_in() -> None:
    user, other = worker("Luo Bin; 罗斌, north"), worker()
    made = shift(user, note="Bring the key, and the “long” cable; " * 4)
    shift(other)
    _feed, secret = issue(by=user)
    (event,) = read(secret).walk("VEVENT")
    assert event["summary"] == "Luo Bin; 罗斌, north: shift"
    assert event["description"] == made.note
    assert event.decoded("dtstart") == made.starts_at.replace(microsecond=0)


def test_a_line_is_folded_at_75_octets() -> None:
    user = worker("罗斌" * 40)
    shift(user)
    _feed, secret = issue(by=user)
    raw = Client().get(f"/roster/feed/{secret}.ics").content
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75


def test_why_somebody_is_away_is_not_told() -> None:
    user = worker("Luo Bin")
    leave(user, sort="illness", note="Hospital")
    _feed, secret = issue(by=user)
    assert summaries(secret) == ["Luo Bin: away"]
    assert b"Hospital" not in Client().get(f"/roster/feed/{secret}.ics").content


def test_team_and_posts() -> None:
    one, two, stranger = worker("One"), worker("Two"), cast.agent(name="Stranger")
    shift(two), shift(stranger, post=post(one))
    assert summaries(issue(by=one, breadth=Feed.Breadth.TEAM)[1]) == ["Two: shift"]
    assert summaries(issue(by=one, breadth=Feed.Breadth.POSTS)[1]) == ["Stranger: Machine Room"]


def test_the_secret_is_nowhere_kept() -> None:
    feed, secret = issue(by=worker())
    assert secret not in str(Feed.objects.filter(pk=feed.pk).values().get())


def test_what_is_revoked_unknown_or_of_somebody_gone_is_absent() -> None:
    user = worker()
    feed, secret = issue(by=user)
    assert feed_for("wrong") is None
    with pytest.raises(Feed.DoesNotExist):
        revoke(feed, by=worker())
    revoke(feed, by=user)
    assert Client().get(f"/roster/feed/{secret}.ics").status_code == 404
    _feed, secret = issue(by=user)
    user.is_active = False
    user.save()
    assert Client().get(f"/roster/feed/{secret}.ics").status_code == 404
