"""A release in a real browser: ticked customers are noted, the figures follow, and axe finds nothing."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from releases.models import Deployment
from tests import cast
from tests.browser import sign_in
from tests.releases.people import customers, deployed, item, manager, piloting, ready, report
from tests.servicedesk.test_browser_shell import open_page, violations

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]


def test_customers_are_ticked_and_noted_by_keyboard(page: Page, live: str) -> None:
    lead, group = manager(), customers(3)
    made = piloting(lead, group)
    open_page(sign_in(page, lead), reverse("desk:release", args=[made.number]))
    for one in group[:2]:
        page.get_by_label(f"Tick {one.name}").press("Space")
    page.get_by_role("button", name="Note it").press("Enter")
    expect(page.locator(".release-tile", has_text="deployed")).to_have_count(2)
    assert Deployment.objects.filter(release=made, status="deployed").count() == 2


def test_the_share_follows_what_is_reported_without_losing_a_tick(page: Page, live: str) -> None:
    lead, group = manager(), customers(4)
    made = deployed(lead, group)
    open_page(sign_in(page, lead), reverse("desk:release", args=[made.number]))
    tick = page.get_by_label(f"Tick {group[3].name}")
    tick.check()
    report(cast.agent(), group[0])
    expect(page.locator(".release-big").first).to_contain_text("25 %")
    expect(tick).to_be_checked()


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)])
def test_axe_finds_nothing_on_the_pages_of_releases(new_page: NewPage, theme: str, width: int) -> None:
    lead, group = manager(), customers(4)
    item(group[0], "GW-300")
    planned, made = ready(lead, group), deployed(lead, group[1:])
    report(cast.agent(), group[1])
    lead.theme = theme
    lead.save()
    page = sign_in(new_page(viewport={"width": width, "height": 900}), lead)
    for number in (planned.number, made.number):
        open_page(page, reverse("desk:release", args=[number]))
        assert violations(page) == []
    open_page(page, reverse("desk:releases"))
    assert violations(page) == []


def test_one_key_on_the_pad_names_the_release_as_the_cause(page: Page, live: str) -> None:
    agent, group = cast.agent(), customers(1)
    made = deployed(manager(), group)
    caller = cast.contact(group[0], phone="021 5555 1234")
    open_page(sign_in(page, agent), "/calls/new/?number=02155551234")
    page.get_by_label("What is it about, in one line").fill("A message box pops up")
    expect(page.get_by_role("button", name=f"Caused by {made.number}")).to_be_visible()
    page.keyboard.press("Alt+u")
    expect(page.locator("#pad-cause")).to_contain_text(f"Caused by {made.number}")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Messages")).to_contain_text("Logged")
    assert made.named_faults.get().contact == caller
