"""The engineer's phone in a real browser: one tap, a line that fails, and an answer that is lost on the way."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from people.models import User
from tests.browser import sign_in
from tests.servicedesk.test_browser_shell import open_page, violations
from tests.visits.people import dispatcher, engineer, sent
from tests.visits.people import visit as asked_for
from visits.models import Receipt, Visit

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def luo(live: str) -> User:
    return engineer("Luo Bin")


@pytest.fixture
def phone(new_page: Callable[..., Page], luo: User) -> Page:
    page = new_page(viewport=PHONE)
    sign_in(page, luo)
    return page


def test_one_tap_says_in_how_many_minutes_he_is_there(phone: Page, luo: User) -> None:
    visit = sent(luo)
    open_page(phone, f"/my-visits/{visit.number}/")
    phone.get_by_role("button", name="30 min").click()
    expect(phone.locator(".page-title")).to_contain_text("travelling")
    visit.refresh_from_db()
    assert visit.state == "travelling"
    assert timedelta(minutes=28) < visit.eta_at - timezone.now() <= timedelta(minutes=30)


def test_without_a_line_it_is_kept_and_sent_once_when_the_line_is_back(phone: Page, luo: User) -> None:
    visit = sent(luo)
    open_page(phone, f"/my-visits/{visit.number}/")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Accept").click()
    kept = phone.locator("#outbox")
    expect(kept).to_contain_text("Kept on this phone")
    expect(kept).to_contain_text(visit.number)
    assert not Receipt.objects.exists()
    phone.context.set_offline(False)
    expect(kept).to_be_hidden()
    visit.refresh_from_db()
    assert visit.accepted_at is not None
    assert Receipt.objects.count() == 1


def test_an_answer_lost_on_the_way_does_nothing_twice(phone: Page, luo: User) -> None:
    visit = sent(luo)
    open_page(phone, f"/my-visits/{visit.number}/")

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    phone.route("**/arrive/", lose_the_answer)
    phone.get_by_role("button", name="Arrived").click()
    kept = phone.locator("#outbox")
    expect(kept).to_be_visible()
    assert Visit.objects.get(pk=visit.pk).state == "on_site"
    phone.unroute("**/arrive/")
    phone.get_by_role("button", name="Send now").click()
    expect(kept).to_be_hidden()
    assert Receipt.objects.filter(visit=visit).count() == 1
    assert visit.journal.filter(step="arrive").count() == 1


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_runs_over(
    new_page: Callable[..., Page], luo: User, theme: str
) -> None:
    visit = sent(luo)
    page = new_page(color_scheme=theme, viewport=PHONE)
    sign_in(page, luo)
    for address in ("/my-visits/", f"/my-visits/{visit.number}/", f"/records/{visit.number}/"):
        open_page(page, address)
        assert violations(page) == [], address
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, address


def test_the_dispatcher_reads_who_is_nearest_and_axe_finds_nothing(
    new_page: Callable[..., Page], luo: User
) -> None:
    boss = dispatcher()
    asked = asked_for(boss)
    page = new_page()
    sign_in(page, boss)
    open_page(page, f"/records/{asked.number}/")
    expect(page.get_by_text("Nearest free engineer")).to_be_visible()
    expect(page.get_by_text("km by road")).to_be_visible()
    assert violations(page) == []
