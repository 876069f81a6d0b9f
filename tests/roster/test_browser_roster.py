"""The roster in a real browser: nothing for axe to find on any of its pages, and a swap from asking to agreeing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from people.models import User
from roster.models import Swap
from roster.swaps import ask
from tests.browser import sign_in
from tests.roster.people import leave, planner, post, shift, worker
from tests.servicedesk.test_browser_shell import open_page, violations

pytestmark = pytest.mark.browser


@pytest.fixture
def lead(live: str) -> User:
    return planner()


@pytest.mark.parametrize(
    ("theme", "width"), [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)], ids=str
)
def test_axe_finds_nothing_and_nothing_runs_over(
    new_page: Callable[..., Page], lead: User, theme: str, width: int
) -> None:
    ann, bob = worker("Ann"), worker("Bob")
    mine = shift(ann, 2, 9)
    leave(ann, 1, 24), post(ann, bob, code="server")
    page = new_page(color_scheme=theme, viewport={"width": width, "height": 900})
    sign_in(page, lead)
    pages = (
        "/roster/", "/roster/?view=month", "/roster/duty/", "/roster/fairness/", "/roster/calendar/",
        "/roster/shifts/new/", "/roster/rotation/", "/roster/leave/new/", f"/roster/shifts/{mine.pk}/",
        f"/roster/shifts/{mine.pk}/swap/",
    )  # fmt: skip
    for address in pages:
        open_page(page, address)
        assert violations(page) == [], address
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, address


def test_who_is_asked_for_a_swap_agrees_with_one_click(page: Page, lead: User) -> None:
    ann, bob = worker("Ann"), worker("Bob")
    mine = shift(ann, 2, 9)
    ask(mine, bob, by=ann, reason="A wedding")
    sign_in(page, bob)
    open_page(page, "/roster/")
    expect(page.get_by_text("A wedding")).to_be_visible()
    page.get_by_role("button", name="Agree").click()
    expect(page.get_by_text("The swap is settled.")).to_be_visible()
    mine.refresh_from_db()
    assert (mine.user, Swap.objects.get().outcome) == (bob, "agreed")
