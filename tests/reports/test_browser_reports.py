"""Reports in a real browser: a number opens its list, one chooses one's mail; groups of places open by keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from people.models import User
from records.actions import advance
from servicedesk.models import ReportWish
from tests import cast
from tests.browser import sign_in
from tests.servicedesk.test_browser_shell import open_page, violations

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]


@pytest.fixture
def reader(live: str) -> User:
    return cast.person("supervisor", name="He Fang")


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_and_nothing_runs_over(
    new_page: NewPage, reader: User, theme: str, width: int
) -> None:
    agent = cast.agent()
    record = cast.incident(
        by=agent, customer=cast.customer(name="A customer with a name that is rather long")
    )
    advance(record, "resolve", by=agent, **cast.solution())
    cast.incident(by=agent, impact=1, urgency=1)
    page = sign_in(new_page(color_scheme=theme, viewport={"width": width, "height": 900}), reader)
    today = f"{record.opened_at:%Y-%m-%d}"
    for address in (
        f"/reports/daily/?on={today}",
        f"/reports/monthly/?on={today}",
        "/reports/mails/",
        "/follow-ups/",
    ):
        open_page(page, address)
        assert violations(page) == [], address
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, address


def test_a_number_opens_its_list_and_one_chooses_ones_mail(new_page: NewPage, reader: User) -> None:
    record = cast.incident(by=cast.agent())
    page = sign_in(new_page(), reader)
    open_page(page, f"/reports/weekly/?on={record.opened_at:%Y-%m-%d}")
    page.get_by_role("region", name="Figures").get_by_role("link", name="New").click()
    expect(page.get_by_role("link", name=record.number, exact=True)).to_be_visible()
    open_page(page, "/reports/mails/")
    daily = page.get_by_role("region", name="Daily report")
    daily.get_by_label("By mail").select_option("no")
    daily.get_by_role("button", name="Save").click()
    expect(daily.get_by_text("you are not sent it")).to_be_visible()
    assert not ReportWish.objects.get(user=reader, report="daily").is_wanted


def test_a_folded_group_opens_by_keyboard_and_its_places_keep_their_keys(
    new_page: NewPage, reader: User
) -> None:
    page = sign_in(new_page(), reader)
    open_page(page, "/")
    equipment = page.locator("#rail").get_by_role("link", name="Equipment")
    expect(equipment).not_to_be_visible()
    page.locator("#rail summary", has_text="Causes").focus()
    page.keyboard.press("Enter")
    expect(equipment).to_be_visible()
    open_page(page, "/my-work/")
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url("**/people/**")
    expect(page.locator("#rail details", has_text="House")).to_have_attribute("open", "")
