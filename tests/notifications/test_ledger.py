"""The ledger: who was told what, when, by which channel, with what result."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from notifications.composing import tell_all
from notifications.models import Notice
from people.models import Right, Role, User
from records.actions import advance
from tests import cast
from tests.notifications.telling import queued, reporter

pytestmark = pytest.mark.django_db


def ledger(user: User, **filters: str) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(f"/notices/ledger/?{urlencode(filters)}")


def shown(user: User, **filters: str) -> list[Notice]:
    answer = ledger(user, **filters)
    assert answer.status_code == 200, answer.content
    return list(answer.context["page"].notices)


def a_day() -> tuple[User, Notice]:
    """An engineer who was given work, a customer who has no address."""
    contact, agent = reporter(email="", name="Zhang Wei"), cast.agent()
    engineer = cast.engineer("network", name="Wang Li")
    incident = cast.incident(by=agent, customer=contact.customer, contact=contact)
    advance(incident, "assign", by=agent, team=cast.team("network"), assignee=engineer)
    tell_all()
    return engineer, Notice.objects.get(contact=contact)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("shift_leader", 200),
        ("supervisor", 200),
        ("director", 200),
        ("auditor", 200),
        ("administrator", 200),
        ("agent", 403),
        ("second_line", 403),
        ("purchaser", 403),
        ("api_client", 403),
    ],
)
def test_who_may_read_it(role: str, status: int) -> None:
    assert ledger(cast.person(role)).status_code == status


def test_it_shows_whom_what_how_and_with_what_result() -> None:
    _engineer, failed = a_day()
    page = ledger(cast.person("supervisor")).content.decode()
    assert "Wang Li" in page
    assert "No address is known." in page
    assert failed.record.number in page


def test_it_shows_only_records_that_the_reader_sees() -> None:
    a_day()
    stranger = cast.engineer("development")
    Right.objects.create(role=Role.objects.get(slug="second_line"), kind="ledger", step="see")
    assert shown(stranger) == []


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"who": "wang"}, {"Wang Li"}),
        ({"who": "Zhang"}, {"Zhang Wei"}),
        ({"channel": "in_app"}, {"Wang Li"}),
        ({"state": "failed"}, {"Zhang Wei"}),
        ({"who": "wang", "state": "failed"}, set()),
        ({"record": "INC0000000"}, set()),
        ({"who": "%"}, set()),
    ],
)
def test_a_filter_narrows(filters: dict[str, str], expected: set[str]) -> None:
    a_day()
    found = shown(cast.person("supervisor"), **filters)
    assert {str(notice.reader) for notice in found} == expected


def test_by_record_and_by_address() -> None:
    engineer, failed = a_day()
    supervisor = cast.person("supervisor")
    assert len(shown(supervisor, record=failed.record.number.lower())) == Notice.objects.count()
    assert {notice.user for notice in shown(supervisor, who=engineer.email.upper())} == {engineer}


def test_by_day() -> None:
    a_day()
    supervisor, today = cast.person("supervisor"), timezone.localdate()
    with time_machine.travel(timezone.now() - timedelta(days=3)):
        queued(cast.agent(), 2)
    number = Notice.objects.count()
    assert len(shown(supervisor, since=str(today))) == number - 2
    assert len(shown(supervisor, until=str(today - timedelta(days=1)))) == 2
    assert len(shown(supervisor, since=str(today - timedelta(days=9)), until=str(today))) == number


@pytest.mark.parametrize(
    ("filters", "named"),
    [
        ({"channel": "pigeon"}, "pigeon"),
        ({"state": "lost"}, "lost"),
        ({"since": "yesterday"}, "date"),
        ({"since": "99999-01-01"}, "date"),
        ({"who": "x" * 101}, "100"),
        ({"record": "\x00"}, "Null"),
    ],
)
def test_a_filter_that_cannot_be_read_is_refused_by_name(filters: dict[str, str], named: str) -> None:
    answer = ledger(cast.person("supervisor"), **filters)
    assert answer.status_code == 400
    assert named in answer.content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_of_the_calendar_do_no_harm(day: str) -> None:
    supervisor = cast.person("supervisor")
    assert ledger(supervisor, since=day).status_code == 200
    assert ledger(supervisor, until=day).status_code == 200


def test_page_by_page_each_notice_comes_once() -> None:
    same_moment = timezone.now()
    queued(cast.agent(), 120, created_at=same_moment)
    supervisor, before, seen = cast.person("supervisor"), "", list[int]()
    for _ in range(4):
        page = ledger(supervisor, before=before).context["page"]
        seen += [notice.pk for notice in page.notices]
        before = page.older
        if not before:
            break
    assert sorted(seen) == sorted(Notice.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("key", ["x", "2026-01-01_1", "_", "2026-01-01T00:00:00+00:00_x", "9" * 400 + "_1"])
def test_a_key_that_is_none_shows_the_first_page(key: str) -> None:
    queued(cast.agent(), 1)
    assert len(shown(cast.person("supervisor"), before=key)) == 1


def test_a_page_costs_the_same_with_many_notices_as_with_few() -> None:
    client, costs = Client(), []
    client.force_login(cast.person("supervisor"))
    for _ in range(2):
        for _day in range(4):
            a_day()
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/notices/ledger/").status_code == 200
        costs.append(len(asked))
    assert costs[1] <= costs[0] <= 14


def test_what_failed_is_sent_again_by_who_may_change_the_settings() -> None:
    (notice,) = queued(cast.agent(), 1, state="failed", error="server is away")
    for role, status in (("supervisor", 403), ("administrator", 302)):
        client = Client()
        client.force_login(cast.person(role))
        assert client.post(f"/notices/ledger/{notice.pk}/again/").status_code == status
    notice.refresh_from_db()
    assert notice.state == "queued"


def test_a_text_that_holds_markup_is_shown_as_text() -> None:
    queued(cast.agent(), 1)
    Notice.objects.update(subject="<script>alert(1)</script>", body="<img src=x onerror=alert(1)>")
    page = ledger(cast.person("supervisor")).content
    assert b"<script>alert" not in page
    assert b"<img src=x" not in page
