"""The board's agenda, the calendar, the figures of changes and suppliers: what they show, to whom, at which cost."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from changes.models import Board, Change, FreezeWindow, PartsOrder
from cmdb.models import ConfigurationItem, ItemClass
from people.models import User
from records import follow_ups
from records.actions import advance
from tests import cast
from tests.changes.people import approved, board, builder, change, manager, part_for, supplier, window

pytestmark = pytest.mark.django_db
PAGES = ("/changes/agenda/", "/changes/calendar/", "/changes/success/", "/suppliers/")


def page(user: User, address: str) -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def item(name: str) -> ConfigurationItem:
    server, _ = ItemClass.objects.get_or_create(code="server", defaults={"name": "Server"})
    return ConfigurationItem.objects.create(name=name, item_class=server)


def assessed(by: User, **fields: object) -> Change:
    record = advance(change(by, **fields), "submit", by=by)
    return advance(record, "assess", by=manager())


def planned(by: User, starts_at: datetime, hours: float = 2, **fields: object) -> Change:
    record = approved(by, **fields)
    return advance(record, "schedule", by=by, starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours))


def ended(by: User, *, has_failed: bool = False, **fields: object) -> Change:
    record = advance(planned(by, timezone.now(), **fields), "begin", by=by)
    return advance(record, "back_out" if has_failed else "complete", by=by, outcome="As told.")


@pytest.mark.parametrize("address", PAGES)
def test_they_are_open_to_whoever_works_with_changes_and_to_nobody_else(address: str) -> None:
    for role in ("purchaser", "field_engineer", "auditor"):
        page(cast.person(role), address)
    stranger = Client()
    stranger.force_login(cast.person("api_client", teams=()))
    assert stranger.get(address).status_code == 403
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("address", PAGES)
def test_an_empty_one_says_what_would_be_here(address: str) -> None:
    words = (
        "No board judges changes yet",
        "No change has its window",
        "No change ended",
        "Nothing was ordered",
    )
    assert dict(zip(PAGES, words, strict=True))[address] in page(manager(), address)


def test_the_agenda_shows_what_must_be_judged_and_offers_the_vote_to_who_has_a_seat() -> None:
    judge, other = manager(), manager()
    board(judge, other, quorum=2)
    server = item("Server 7")
    record = assessed(builder(), item=server, tests="Tried twice.", title="New memory")
    follow_ups.ask(
        record,
        by=judge,
        asked_of=other,
        what="Is the memory here?",
        due_at=timezone.now() + timedelta(days=1),
    )
    told = page(judge, "/changes/agenda/")
    for words in ("New memory", "Replace the board.", "Put the old board back.", "Tried twice.", "Server 7"):
        assert words in told
    assert "Is the memory here?" in told
    assert "0 of 2 agreed" in told
    step = f"/records/{record.number}/steps/vote/"
    assert step in told
    assert step not in page(manager(), "/changes/agenda/")


def test_the_agenda_is_in_the_order_of_what_comes_first() -> None:
    judge = manager()
    board(judge, quorum=1)
    lead = builder()
    later, unplaced, sooner = (assessed(lead, title=title) for title in ("Later", "Unplaced", "Sooner"))
    for record, days in ((later, 5), (sooner, 2)):
        advance(record, "propose", by=lead, **window(days=days))
    told = page(judge, f"/changes/agenda/?change={unplaced.number}")
    shown = re.findall(r'class="agenda-point" href="\S+change=(\w+)"', told)
    assert shown == [sooner.number, later.number, unplaced.number]


def test_a_change_that_is_not_on_the_agenda_any_more_is_shown_on_its_own_page() -> None:
    judge = manager()
    board(judge, quorum=1)
    record = change(builder())
    client = Client()
    client.force_login(judge)
    address = f"/changes/agenda/?change={record.number}"
    assert client.get(address)["Location"] == f"/records/{record.number}/"
    assert client.get("/changes/agenda/?change=CHG9999999").status_code == 404
    # A page that follows the database goes on to the next point instead.
    assert client.get(address, headers={"HX-Request": "true"}).status_code == 200


def test_a_page_that_follows_the_database_gets_the_same_without_its_frame() -> None:
    judge = manager()
    board(judge, quorum=1)
    record = assessed(builder())
    client = Client()
    client.force_login(judge)
    for address, name in (("/changes/agenda/", "agenda"), ("/changes/calendar/", "change-calendar")):
        part = client.get(address, headers={"HX-Request": "true"}).content.decode()
        assert f'id="{name}"' in part
        assert "<html" not in part
    assert record.number in client.get("/changes/agenda/", headers={"HX-Request": "true"}).content.decode()


def test_the_agenda_costs_the_same_for_many_as_for_few(django_assert_max_num_queries) -> None:
    judge = manager()
    board(judge, quorum=1)
    lead = builder()
    client = Client()
    client.force_login(judge)
    for _ in range(6):
        assessed(lead, item=item("Server"))
    client.get("/changes/agenda/")
    with django_assert_max_num_queries(36):
        client.get("/changes/agenda/")


def tomorrow_at(hour: int) -> datetime:
    day = timezone.localtime() + timedelta(days=1)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def calendar_of(user: User, at: datetime, span: str = "week") -> str:
    return page(user, f"/changes/calendar/?span={span}&day={timezone.localtime(at):%Y-%m-%d}")


@pytest.mark.parametrize("span", ["week", "month"])
def test_the_calendar_names_what_collides(span: str) -> None:
    lead, server, start = manager(), item("Server 7"), tomorrow_at(20)
    first = planned(lead, start, item=server, title="New memory")
    second = planned(lead, start + timedelta(hours=1), item=server, title="New disk")
    told = calendar_of(lead, start, span)
    assert "1 conflict" in told
    assert "touches Server 7 too" in told
    assert first.number in told
    assert second.number in told


def test_the_calendar_shows_freezes_on_each_of_their_days() -> None:
    start = tomorrow_at(0)
    FreezeWindow.objects.create(name="Stocktaking", starts_at=start, ends_at=start + timedelta(days=2))
    told = page(manager(), f"/changes/calendar/?day={start:%Y-%m-%d}&span=month")
    assert told.count('class="cal-freeze"') in (1, 2)  # the second day may stand on the next sheet
    assert "holds for everything" in told


def test_the_month_is_named_as_its_reader_names_it() -> None:
    lead = manager()
    named = {}
    for language in ("en", "zh-hans"):
        User.objects.filter(pk=lead.pk).update(language=language)
        told = page(User.objects.get(pk=lead.pk), "/changes/calendar/?span=month&day=2026-11-24")
        named[language] = " ".join(re.findall(r"<h1[^>]*>\s*(.*?)\s*</h1>", told, re.DOTALL))
    assert named == {"en": "November 2026", "zh-hans": "2026年11月"}


def test_a_window_past_midnight_stands_on_both_days() -> None:
    lead = manager()
    monday = tomorrow_at(23) + timedelta(days=-(tomorrow_at(23).weekday()) % 7)
    planned(lead, monday, hours=3, title="New memory")
    told = calendar_of(lead, monday)
    assert told.count("New memory</span>") == 2
    assert "→ 02:00" in told


def test_a_busy_day_counts_what_it_does_not_show() -> None:
    lead, start = manager(), tomorrow_at(20)
    for number in range(6):
        planned(lead, start + timedelta(minutes=number), title=f"Change {number}")
    assert "2 more" in calendar_of(lead, start, "month")
    assert "2 more" not in calendar_of(lead, start, "week")


def test_what_a_busy_day_does_not_show_stands_on_its_own_sheet() -> None:
    lead, start = manager(), tomorrow_at(20)
    for number in range(6):
        planned(lead, start + timedelta(minutes=number), title=f"Change {number}")
    day = f"?span=day&amp;day={start:%Y-%m-%d}"
    assert day in calendar_of(lead, start, "month")
    told = calendar_of(lead, start, "day")
    assert all(f"Change {number}" in told for number in range(6))
    assert f"day={start - timedelta(days=1):%Y-%m-%d}" in told
    assert f"day={start + timedelta(days=1):%Y-%m-%d}" in told


def test_of_very_many_conflicts_the_first_are_told_and_all_are_counted(monkeypatch) -> None:
    monkeypatch.setattr("servicedesk.change_pages.calendar.SHOWN_PAIRS", 2)
    lead, server, start = manager(), item("Server 7"), tomorrow_at(20)
    for number in range(3):
        planned(lead, start + timedelta(minutes=number), item=server)
    told = calendar_of(lead, start)
    assert "3 conflicts" in told
    assert told.count("touches Server 7 too") == 2
    assert "1 more conflict in this time" in told


@pytest.mark.parametrize(
    "query", ["?day=nonsense", "?day=2026-02-31", "?day=9999-01-01", "?span=year", "?day=%00"]
)
def test_an_address_that_cannot_be_read_is_the_month_of_today(query: str) -> None:
    assert f"{timezone.localdate():%Y}" in page(manager(), f"/changes/calendar/{query}")


def test_the_calendar_costs_the_same_for_many_as_for_few(django_assert_max_num_queries) -> None:
    lead, start = manager(), tomorrow_at(20)
    for number in range(5):
        planned(lead, start + timedelta(minutes=number), item=item(f"Server {number}"))
    client = Client()
    client.force_login(lead)
    client.get("/changes/calendar/")
    with django_assert_max_num_queries(22):
        client.get(f"/changes/calendar/?day={start:%Y-%m-%d}")


def test_success_is_counted_by_sort_and_team_and_opens_its_changes() -> None:
    lead, team = manager(), cast.team("server")
    good, bad = ended(lead, team=team), ended(lead, team=team, has_failed=True)
    ended(lead, title="Of no team")
    told = page(lead, "/changes/success/")
    for words in ("1 of 2", "1 of 1", "2 of 3", "67 %"):
        assert words in told
    opened = page(lead, f"/changes/success/?sort=normal&team={team.pk}&show=all")
    assert good.number in opened
    assert bad.number in opened
    assert "Of no team" not in opened
    assert good.number not in page(lead, f"/changes/success/?team={team.pk}&show=failed")


def delivered(buyer: User, *, late_days: float, code: str = "north") -> PartsOrder:
    """Promised and received, so many days late."""
    order = part_for(approved(manager()), manager())
    promise = timezone.now() + timedelta(days=1)
    order = advance(order, "order", by=buyer, supplier=supplier(code), promise_at=promise)
    order = advance(order, "receive", by=buyer)
    PartsOrder.objects.filter(pk=order.pk).update(received_at=promise + timedelta(days=late_days))
    return order


def test_punctuality_is_reckoned_from_the_first_promise() -> None:
    buyer = cast.person("purchaser")
    late, punctual = delivered(buyer, late_days=4), delivered(buyer, late_days=-1)
    delivered(buyer, late_days=-1, code="south")
    waiting = part_for(approved(manager()), manager())
    advance(waiting, "order", by=buyer, supplier=supplier(), promise_at=timezone.now() + timedelta(days=1))
    PartsOrder.objects.filter(pk=waiting.pk).update(first_promised_at=timezone.now() - timedelta(days=6))
    told = page(buyer, "/suppliers/")
    for words in ("50 %", "100 %", "4.0 days"):
        assert words in told
    assert told.index("North") < told.index("South")  # the least punctual first
    opened = page(buyer, "/suppliers/?supplier=north&show=belated")
    assert late.number in opened
    assert punctual.number not in opened
    assert waiting.number in page(buyer, "/suppliers/?supplier=north&show=late")


def test_the_purchaser_finds_his_queue_in_the_navigation() -> None:
    assert 'href="/queues/parts-orders/"' in page(cast.person("purchaser"), "/changes/calendar/")
    agents = page(cast.agent(), "/changes/calendar/")
    assert agents.count('href="/queues/parts-orders/"') < page(
        cast.person("purchaser"), "/changes/calendar/"
    ).count('href="/queues/parts-orders/"')


def test_boards_stand_beside_one_another() -> None:
    judge = manager()
    board(judge)
    Board.objects.create(name="Board for emergencies", sort="emergency")
    told = page(judge, "/changes/agenda/")
    assert "Board for emergencies" in told
