"""Changes in a real browser: the agenda and its vote by keyboard, the vote by a link, the chain; axe on each page."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from changes.models import Approval, Change, FreezeWindow, PartsOrder
from changes.vote_links import make_link
from cmdb.models import ConfigurationItem, ItemClass
from people.models import User
from problems.models import Problem
from records.actions import advance, register
from tests import cast
from tests.browser import sign_in
from tests.changes.people import approved, board, builder, change, manager, part_for, supplier, window
from tests.servicedesk.test_browser_shell import open_page, violations

NewPage = Callable[..., Page]


def awaited(judge: User, **fields: object) -> Change:
    board(judge, quorum=1)
    lead = builder()
    made = change(lead, tests="Tried twice.", **fields)
    advance(made, "propose", by=lead, **window(days=3))
    made = advance(Change.objects.get(pk=made.pk), "submit", by=lead)
    advance(made, "assess", by=manager())
    return Change.objects.get(pk=made.pk)


def late_part(lead: User) -> tuple[Problem, PartsOrder]:
    """A problem that explains an incident, its change, and the part that is six days late."""
    server, _ = ItemClass.objects.get_or_create(code="server", defaults={"name": "Server"})
    item = ConfigurationItem.objects.create(name="Server 7", item_class=server)
    problem = register(Problem, by=cast.person("problem_manager"), title="Fault of the series")
    problem = advance(problem, "add_incidents", by=problem.owner, incidents=[cast.incident(by=cast.agent())])
    held_up = advance(approved(lead, origin=problem, item=item), "schedule", by=lead, **window(days=2))
    order = part_for(held_up, lead)
    promise = timezone.now() + timedelta(days=1)
    order = advance(order, "order", by=cast.person("purchaser"), supplier=supplier(), promise_at=promise)
    late = timezone.now() - timedelta(days=6, hours=1)
    PartsOrder.objects.filter(pk=order.pk).update(promise_at=late, first_promised_at=late)
    return problem, order


def test_the_agenda_is_worked_through_by_keyboard(page: Page, live: str) -> None:
    judge = manager()
    made = awaited(judge, title="New memory")
    sign_in(page, judge)
    open_page(page, "/changes/agenda/")
    expect(page.locator("article")).to_contain_text("Put the old board back.")
    page.keyboard.press("o")
    expect(page.locator("#dialog form")).to_be_visible()
    page.locator("#dialog").get_by_label("I agree").check()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#dialog form")).to_have_count(0)
    assert Change.objects.get(pk=made.pk).state == "scheduled"


def test_a_link_opens_what_is_judged_and_votes_once_without_signing_in(page: Page, live: str) -> None:
    judge = manager()
    made = awaited(judge, title="New memory")
    address = f"/vote/{make_link(Approval.objects.get(), judge)}/"
    page.goto(address)
    expect(page.locator("h1")).to_contain_text("New memory")
    assert violations(page) == []
    page.get_by_label("I agree").check()
    page.get_by_role("button", name="Vote").click()
    expect(page.locator("h1")).to_have_text("Your vote is counted")
    assert Change.objects.get(pk=made.pk).state == "scheduled"
    page.goto(address)
    expect(page.locator("h1")).to_have_text("This link no longer works")
    assert violations(page) == []


def test_whoever_reads_the_chain_is_told_first_what_holds_it_up(page: Page, live: str) -> None:
    lead = manager()
    problem, order = late_part(lead)
    incident = problem.incidents.get()
    sign_in(page, lead)
    open_page(page, f"/records/{incident.number}/chain/")
    told = f"{incident.number} waits for parts order {order.number}, 6 days late, North"
    expect(page.locator("[role=status].chain-blocking")).to_contain_text(told)
    expect(page.locator(".chain-drawing .chain-card-blocking")).to_have_count(1)
    expect(page.locator(".chain-waited-for")).to_contain_text("everybody waits for this")


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_and_nothing_runs_over(
    new_page: NewPage, live: str, theme: str, width: int
) -> None:
    lead = manager()
    problem, order = late_part(lead)
    now = timezone.now()
    judged = awaited(manager(), item=order.for_change.item, customer=cast.customer(name="Harbour Retail"))
    done = approved(lead)
    done = advance(
        advance(done, "schedule", by=cast.person("change_manager"), **window(days=0)), "begin", by=lead
    )
    advance(done, "back_out", by=lead, outcome="It did not start.")
    FreezeWindow.objects.create(name="Stocktaking", starts_at=now, ends_at=now + timedelta(days=2))
    page = new_page(color_scheme=theme, viewport={"width": width, "height": 900})
    sign_in(page, lead)
    day = f"{timezone.localtime(now):%Y-%m-%d}"
    addresses = (
        f"/changes/agenda/?change={judged.number}",
        f"/changes/calendar/?day={day}",
        f"/changes/calendar/?span=week&day={day}",
        "/changes/success/?show=all",
        "/suppliers/?supplier=north&show=late",
        f"/records/{problem.number}/chain/",
        f"/records/{judged.number}/",
        f"/records/{order.number}/",
    )
    for address in addresses:
        open_page(page, address)
        assert violations(page) == [], address
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, address


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_the_calendar_is_leafed_through_and_a_full_day_is_opened(
    new_page: NewPage, live: str, theme: str, width: int
) -> None:
    lead, start = manager(), timezone.localtime() + timedelta(days=1)
    start = start.replace(hour=20, minute=0, second=0, microsecond=0)
    for number in range(6):
        made = approved(lead, title=f"New memory {number}")
        at = start + timedelta(minutes=number)
        advance(made, "schedule", by=lead, starts_at=at, ends_at=at + timedelta(hours=2), assignee=lead)
    FreezeWindow.objects.create(name="Stocktaking", starts_at=start, ends_at=start + timedelta(days=1))
    page = new_page(color_scheme=theme, viewport={"width": width, "height": 900})
    sign_in(page, lead)
    open_page(page, f"/changes/calendar/?span=month&day={start:%Y-%m-%d}")
    expect(page.locator("#pairs-title")).to_contain_text("15 conflicts")
    assert violations(page) == []
    page.locator(".cal-more a").first.click()
    expect(page.locator(".cal-entry")).to_have_count(6)
    expect(page.locator(".cal-freeze")).to_contain_text("Stocktaking")
    assert violations(page) == []
    page.keyboard.press("]")
    expect(page.locator("h1")).to_contain_text(f"{start + timedelta(days=1):%Y-%m-%d}")
    expect(page.locator(".cal-entry")).to_have_count(0)
    page.go_back()
    page.locator(".cal-entry a").first.click()
    expect(page.locator("h1")).to_contain_text("New memory")
