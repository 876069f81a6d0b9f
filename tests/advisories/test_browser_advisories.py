"""Advisories in a real browser: written side by side, published by a third; and axe finds nothing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from advisories.models import Advisory
from notifications.composing import tell_all
from people.models import User
from records.actions import advance
from tests import cast
from tests.advisories.people import PLAIN, TECHNICAL, advisory, problem_manager, published
from tests.advisories.test_mailing import installed, modem, reader
from tests.browser import sign_in
from tests.servicedesk.test_browser_shell import open_page, violations

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]


@pytest.fixture
def manager(live: str) -> User:
    return problem_manager()


def test_two_write_it_and_a_third_publishes_it(new_page: NewPage, manager: User) -> None:
    made = advisory(manager)
    address = f"/advisories/{made.number}/texts/"
    technical = open_page(sign_in(new_page(), manager), address)
    plain = open_page(sign_in(new_page(), cast.agent()), address)
    technical.locator("textarea[name=technical]").fill(TECHNICAL)
    plain.locator("textarea[name=plain]").fill(PLAIN)
    technical.get_by_role("button", name="Keep the technical text").click()
    expect(technical.locator("textarea[name=technical]")).to_have_value(TECHNICAL)
    plain.get_by_role("button", name="Keep the plain text").click()
    expect(plain.get_by_text("gas discharge arrester")).to_be_visible()
    plain.get_by_role("link", name="Send to review").click()
    plain.locator("#dialog button[type=submit]").click()
    expect(plain.locator(".page-head").get_by_text("in review")).to_be_visible()
    third = open_page(sign_in(new_page(), cast.person("supervisor")), address)
    third.get_by_role("link", name="Publish").click()
    third.locator("#dialog button[type=submit]").click()
    expect(third.locator(".page-head").get_by_text("published")).to_be_visible()
    assert Advisory.objects.get(pk=made.pk).script == PLAIN


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_and_nothing_runs_over(
    new_page: NewPage, manager: User, theme: str, width: int
) -> None:
    installed(customer := cast.customer())
    reader(customer), reader(customer, email="")
    supervisor = cast.person("supervisor")
    made = advance(published(), "mail_out", by=supervisor, product_model=modem())
    tell_all()
    mailing = made.mailings.get()
    base = f"/advisories/{made.number}/"
    addresses = [
        base,
        f"{base}mail/",
        f"{base}mail/?region=CN",
        f"{base}mailings/{mailing.pk}/",
        "/knowledge/",
    ]
    page = sign_in(new_page(color_scheme=theme, viewport={"width": width, "height": 900}), supervisor)
    _checked(page, addresses)
    made = advance(made, "begin_version", by=supervisor)
    advance(made, "write_plain", by=supervisor, plain=PLAIN.replace("antenna", "aerial"))
    _checked(page, [base, f"{base}texts/", f"{base}versions/?new=draft", made.get_absolute_url()])


def _checked(page: Page, addresses: list[str]) -> None:
    for address in addresses:
        open_page(page, address)
        assert violations(page) == [], address
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, address
