"""What follows changes, in a real browser: from the navigation to the list behind a number; axe on each page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import cast
from tests.browser import sign_in
from tests.changes.test_aftermath import done, fault, manager, march, the_month
from tests.cmdb import equipment
from tests.servicedesk.test_browser_shell import open_page, violations

NewPage = Callable[..., Page]
PERIOD = "since=2026-03-01&until=2026-03-30"


def a_telling_month() -> None:
    """Enough items with enough incidents after changes for an interval to be drawn."""
    the_month()
    by, agent = manager(), cast.agent()
    for number in range(12):
        item = equipment.item(f"gateway {number}", item_class=equipment.kind("server"))
        done(by, march(9), item)
        for day, hour in ((9, 6), (10, 6), (24, 6)):
            fault(agent, march(day, hour), item)


def test_from_the_navigation_to_the_list_behind_a_number(live: str, page: Page) -> None:
    the_month()
    sign_in(page, cast.person("problem_manager"))
    open_page(page, "/my-work/")
    page.get_by_role("navigation", name="Main").get_by_text("Figures", exact=True).click()
    page.get_by_role("link", name="After a change").click()
    expect(page).to_have_title("After a change · Orderly")
    page.get_by_label("First day").fill("2026-03-01")
    page.get_by_label("Last day").fill("2026-03-30")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Within 7 days", exact=True).click()
    expect(page.get_by_role("link", name="Within 7 days", exact=True)).to_have_attribute(
        "aria-current", "page"
    )
    page.locator("tbody tr", has_text="Server").locator("[data-row-link]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Incidents within 7 days after a change")
    expect(page.locator("tbody tr")).to_have_count(5)
    page.get_by_role("main").get_by_role("link", name="After a change").click()
    expect(page.get_by_label("First day")).to_have_value("2026-03-01")


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_and_nothing_runs_over(
    live: str, new_page: NewPage, theme: str, width: int
) -> None:
    a_telling_month()
    page = new_page(color_scheme=theme, viewport={"width": width, "height": 900})
    sign_in(page, cast.person("supervisor"))
    for address in (
        f"/figures/after-a-change/?{PERIOD}",
        f"/figures/after-a-change/incidents/?{PERIOD}&days=7",
        "/figures/after-a-change/?since=nonsense",
    ):
        open_page(page, address)
        assert violations(page) == [], address
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, address
    open_page(page, f"/figures/after-a-change/?{PERIOD}")
    expect(page.locator("svg.whisker").first).to_be_visible()
