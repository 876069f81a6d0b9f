"""Every number opens the list it counts, and the two agree."""

from datetime import timedelta

import pytest
import time_machine
from django.http import QueryDict
from django.utils import timezone

from records.actions import advance
from servicedesk.queues.counting import queue_count, queue_counts, queue_filter, queue_url
from servicedesk.queues.named import NAMED
from servicedesk.queues.reading import BadFilter
from tests import cast

pytestmark = pytest.mark.django_db


def opened(url: str) -> QueryDict:
    return QueryDict(url.partition("?")[2])


def test_the_open_list_is_the_plain_address() -> None:
    assert queue_url("incident") == "/queues/incidents/"
    assert queue_url("incident", show="open", team=None) == "/queues/incidents/"


def test_every_filter_stands_in_the_address() -> None:
    customer = cast.customer()
    url = queue_url("incident", show="overdue", priority=[1, 2], customer=customer)
    assert url == f"/queues/incidents/?show=overdue&priority=1&priority=2&customer={customer.pk}"


@pytest.mark.parametrize("name", NAMED)
def test_list_and_number_agree_for_every_named_list(name: str) -> None:
    agent, other = cast.agent(), cast.agent()
    mine, theirs = cast.incident(by=agent), cast.incident(by=other)
    advance(mine, "assign", by=agent, team=cast.team("desk"), assignee=agent)
    advance(theirs, "escalate_up", by=other, reason="Too slow")
    advance(cast.incident(by=agent), "resolve", by=agent, **cast.solution())
    listed = queue_filter(opened(queue_url("incident", show=name)), agent, "incident")
    assert len(listed) == queue_count(agent, "incident", show=name)
    assert queue_counts(agent, {"one": {"show": name}}, "incident") == {"one": len(listed)}


def test_overdue_means_open_and_past_its_due_time() -> None:
    agent = cast.agent()
    late, done = cast.incident(by=agent), cast.incident(by=agent)
    for record in (late, done):
        type(record).objects.filter(pk=record.pk).update(due_at=timezone.now() + timedelta(hours=1))
    advance(done, "resolve", by=agent, **cast.solution())
    assert queue_count(agent, "incident", show="overdue") == 0
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert list(queue_filter(opened(queue_url(show="overdue")), agent)) == [late.record_ptr]


def test_a_count_sees_no_more_than_the_person() -> None:
    cast.incident()
    assert queue_count(cast.person("purchaser", teams=()), "incident") == 0


def test_a_branch_of_the_category_tree_holds_what_is_below_it() -> None:
    from records.models import Category

    agent = cast.agent()
    top = Category.objects.create(code="network", name="Network")
    below = Category.objects.create(code="vpn", name="VPN", parent=top)
    cast.incident(by=agent, category=below)
    cast.incident(by=agent)
    assert queue_count(agent, "incident", category=top) == 1
    assert queue_count(agent, "incident", category="none") == 1


def test_words_find_chinese_and_latin_text() -> None:
    agent = cast.agent()
    cast.incident(by=agent, title="无法连接 remote server")
    assert queue_count(agent, "incident", text="连接 REMOTE") == 1
    assert queue_count(agent, "incident", text="连法") == 0


def test_a_day_counts_whole() -> None:
    agent = cast.agent()
    with time_machine.travel("2026-03-02T15:30:00Z", tick=False):  # 23:30 in Shanghai
        cast.incident(by=agent)
    assert queue_count(agent, opened_from="2026-03-02", opened_until="2026-03-02") == 1
    assert queue_count(agent, opened_from="2026-03-03") == 0


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("priority=9", "priority"),
        ("priority=x", "priority"),
        ("state=deleted", "state"),
        ("team=-1", "team"),
        ("team=99999999999999999999999999", "team"),
        ("customer=1 OR 1=1", "customer"),
        ("opened_from=2026-13-45", "opened_from"),
        ("opened_until=9999-12-31", "opened_until"),
        ("text=a%00b", "text"),
        ("text=" + "x" * 201, "text"),
        ("show=nothing", "show"),
        ("colour=red", "colour"),
        ("kind=unknown", "kind"),
        ("&".join(f"priority={number}" for number in range(60)), "priority"),
    ],
)
def test_a_filter_that_cannot_be_read_is_named(query: str, named: str) -> None:
    with pytest.raises(BadFilter) as refused:
        queue_filter(QueryDict(query), cast.agent())
    assert f"“{named}”" in refused.value.reader
