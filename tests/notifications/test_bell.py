"""Under the bell: what one is told of, until it is read or acknowledged."""

import json
from datetime import timedelta
from typing import Any

import pytest
import redis
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from notifications import reading
from notifications.bell import stand_of
from notifications.composing import tell_all
from notifications.models import Notice, Preference
from people.models import Sight, User
from records.actions import advance, remark
from records.live import CHANNEL
from records.models import Watch
from tests import cast
from tests.notifications.telling import notices, told

pytestmark = pytest.mark.django_db


def page_of(user: User, path: str = "/notices/", **headers: str) -> Any:
    client = Client(headers=headers)
    client.force_login(user)
    return client.get(path)


def post(user: User, path: str, data: dict[str, str] | None = None) -> Any:
    client = Client()
    client.force_login(user)
    return client.post(path, data or {})


def watcher_of(number: int) -> User:
    """Somebody who was told of so many remarks."""
    agent, watcher = cast.agent(), cast.agent()
    incident = cast.incident(by=agent)
    tell_all()
    Watch.objects.create(record_id=incident.pk, user=watcher)
    for count in range(number):
        remark(incident, by=agent, text=f"Remark {count}")
    tell_all()
    return watcher


def escalated() -> tuple[User, Notice]:
    agent, leader = cast.agent(), cast.person("shift_leader")
    advance(cast.incident(by=agent), "escalate_up", by=agent, reason="Too slow")
    told(leader)
    return leader, notices(leader)[0]


def test_it_counts_what_is_unread() -> None:
    watcher = watcher_of(2)
    assert b"2 unread notices" in page_of(watcher, "/notices/bell/").content


def test_it_counts_to_a_hundred_and_no_further() -> None:
    watcher = watcher_of(1)
    one = notices(watcher)[0]
    entries = [one.record.journal.create(by=one.entry.by, step="remark") for _ in range(150)]
    Notice.objects.bulk_create(
        Notice(record=one.record, entry=entry, user=watcher, channel="in_app", state="sent", subject="x")
        for entry in entries
    )
    assert reading.unread_count(watcher) == 100
    assert b"99+" in page_of(watcher, "/notices/bell/").content


def test_opening_one_leads_to_its_record_and_counts_as_read() -> None:
    watcher = watcher_of(1)
    notice = notices(watcher)[0]
    answer = page_of(watcher, f"/notices/{notice.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, notice.record.get_absolute_url())
    notice.refresh_from_db()
    assert notice.state == "read"
    assert notice.read_at is not None
    assert reading.unread_count(watcher) == 0


def test_another_persons_notice_is_absent() -> None:
    notice = notices(watcher_of(1))[0]
    assert page_of(cast.agent(), f"/notices/{notice.pk}/").status_code == 404
    _leader, waiting = escalated()
    assert post(cast.person("shift_leader"), f"/notices/{waiting.pk}/acknowledge/").status_code == 404


def test_a_notice_about_a_record_no_longer_seen_is_absent() -> None:
    watcher = watcher_of(1)
    notice = notices(watcher)[0]
    Sight.objects.filter(role__slug="agent").delete()
    watcher = User.objects.get(pk=watcher.pk)
    assert reading.unread_count(watcher) == 0
    assert page_of(watcher, f"/notices/{notice.pk}/").status_code == 404


def test_what_waits_for_an_acknowledgement_stays_on_top_also_when_read() -> None:
    leader, notice = escalated()
    reading.read([notice], leader)
    reading.read_all(leader)
    stand = stand_of(leader, is_all=False)
    assert stand.awaiting == [notice]
    assert reading.unread_count(leader) == 1


def test_acknowledging_says_who_and_when() -> None:
    leader, notice = escalated()
    assert post(leader, f"/notices/{notice.pk}/acknowledge/").status_code == 302
    notice.refresh_from_db()
    assert notice.state == "acknowledged"
    assert notice.acknowledged_at is not None
    assert stand_of(leader, is_all=False).awaiting == []
    assert reading.unread_count(leader) == 0


def test_acknowledging_twice_changes_nothing() -> None:
    leader, notice = escalated()
    post(leader, f"/notices/{notice.pk}/acknowledge/")
    notice.refresh_from_db()
    first = notice.acknowledged_at
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        post(leader, f"/notices/{notice.pk}/acknowledge/")
    notice.refresh_from_db()
    assert notice.acknowledged_at == first


def test_an_acknowledgement_is_no_link_that_a_browser_follows_by_itself() -> None:
    leader, notice = escalated()
    assert page_of(leader, f"/notices/{notice.pk}/acknowledge/").status_code == 405


def test_all_can_be_put_away_at_once_but_for_what_needs_more() -> None:
    watcher = watcher_of(3)
    assert post(watcher, "/notices/read/").status_code == 302
    assert stand_of(watcher, is_all=False).is_empty
    assert len(stand_of(watcher, is_all=True).groups) == 3


def test_a_storm_is_one_line_that_opens() -> None:
    watcher = watcher_of(25)
    (group,) = stand_of(watcher, is_all=False).groups
    assert (group.is_storm, len(group.notices)) == (True, 25)
    assert b"25 notices: Watched records" in page_of(watcher).content


def test_the_list_goes_on_page_by_page() -> None:
    watcher = watcher_of(130)
    first = stand_of(watcher, is_all=False)
    second = stand_of(watcher, is_all=False, before=first.before)
    seen = [one.pk for stand in (first, second) for group in stand.groups for one in group.notices]
    assert len(set(seen)) == 130
    assert second.before is None


@pytest.mark.parametrize("key", ["x", "-1", "9" * 30, "1; DROP TABLE", "\x00", "²"])
def test_a_key_that_is_none_shows_the_first_page(key: str) -> None:
    assert page_of(watcher_of(1), "/notices/?" + f"before={key}").status_code == 200


def test_a_part_of_the_page_is_answered_to_who_asks_for_a_part() -> None:
    answer = page_of(watcher_of(1), **{"HX-Request": "true"})
    assert answer.content.strip().startswith(b"<section")
    assert b"<html" not in answer.content


def test_a_title_is_shown_as_text_whatever_stands_in_it() -> None:
    agent, watcher = cast.agent(), cast.agent()
    incident = cast.incident(by=agent, title="<script>alert(1)</script>")
    Watch.objects.create(record_id=incident.pk, user=watcher)
    tell_all()
    assert b"<script>alert" not in page_of(watcher).content


def test_the_page_costs_the_same_with_many_as_with_few() -> None:
    costs = []
    for number in (2, 60):
        client = Client()
        client.force_login(watcher_of(number))
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/notices/").status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 16


def test_who_is_not_signed_in_is_asked_to() -> None:
    answer = Client().get("/notices/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")


def test_one_can_do_without_mails_about_what_one_only_watches() -> None:
    watcher = watcher_of(1)
    assert len(notices(watcher, "email")) == 1
    post(watcher, "/notices/preference/", {})
    assert not Preference.objects.get(user=watcher).mails_watched
    watch = watcher.watches.get()
    remark(watch.record.specific, by=watch.record.owner, text="Once more.")
    assert len(told(watcher)) == 2
    assert len(notices(watcher, "email")) == 1


def test_what_concerns_oneself_is_mailed_all_the_same() -> None:
    agent, engineer = cast.agent(), cast.engineer("network")
    Preference.objects.create(user=engineer, mails_watched=False)
    incident = cast.incident(by=agent)
    Watch.objects.create(record_id=incident.pk, user=engineer)
    advance(incident, "assign", by=agent, team=cast.team("network"), assignee=engineer)
    assert "assigned" in told(engineer, "email")


@pytest.mark.django_db(transaction=True)
def test_a_new_notice_rings_on_the_persons_open_pages_alone() -> None:
    watcher = watcher_of(0)
    watch = watcher.watches.get()
    remark(watch.record.specific, by=watch.record.owner, text="News.")
    client = redis.Redis.from_url(settings.REDIS_URL)
    last = client.xrevrange(CHANNEL, count=1)[0][0].decode()
    tell_all()
    heard = [json.loads(entry[b"change"]) for _id, entry in client.xrange(CHANNEL, min=f"({last}")]
    assert {"topics": [f"user:{watcher.pk}"]} in heard
