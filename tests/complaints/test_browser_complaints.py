"""Complaints in a real browser: the director's steps at one click, and nothing for axe to find."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from complaints.models import Complaint
from people.models import User
from records.actions import advance
from tests import cast
from tests.browser import sign_in
from tests.complaints.people import closed, complaint, director
from tests.servicedesk.test_browser_shell import open_page, violations

pytestmark = pytest.mark.browser


@pytest.fixture
def boss(live: str) -> User:
    return director()


def with_the_director(boss: User) -> Complaint:
    agent = cast.agent()
    incident = cast.incident(agent, customer=cast.customer(), title="The terminal restarts")
    one = complaint(agent, about_record=incident, customer=incident.customer, about_person=cast.engineer())
    complaint(agent, title="Nobody called back"), closed(agent)
    return advance(one, "escalate", by=cast.person("supervisor"), reason="For you")


def test_the_director_takes_one_over_with_one_click_and_the_page_follows(page: Page, boss: User) -> None:
    one = with_the_director(boss)
    sign_in(page, boss)
    open_page(page, "/complaints/")
    card = page.locator(f"#complaint-{one.pk}")
    card.get_by_role("button", name="Take over").click()
    expect(card.get_by_role("button", name="Take over")).to_have_count(0)
    assert Complaint.objects.get(pk=one.pk).owner == boss


@pytest.mark.parametrize(
    ("theme", "width"), [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)], ids=str
)
def test_axe_finds_nothing_and_nothing_runs_over(
    new_page: Callable[..., Page], boss: User, theme: str, width: int
) -> None:
    one = with_the_director(boss)
    page = new_page(color_scheme=theme, viewport={"width": width, "height": 900})
    sign_in(page, boss)
    for address in ("/complaints/", f"/records/{one.number}/", "/records/new/complaint/"):
        open_page(page, address)
        expect(page.locator(".htmx-request")).to_have_count(0)
        assert violations(page) == [], address
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, address


def test_a_caller_who_wants_to_complain_is_one_key_away_and_keeps_his_words(page: Page, live: str) -> None:
    agent = cast.agent()
    sign_in(page, agent)
    open_page(page, "/calls/new/")
    page.get_by_label("What is it about").fill("Nobody called back")
    page.keyboard.press("Alt+w")
    expect(page.get_by_label("Complains about")).to_be_focused()
    page.get_by_label("Complains about").select_option("communication")
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_text("Logged.")).to_be_visible()
    made = Complaint.objects.get()
    assert (made.title, made.about, made.owner) == ("Nobody called back", "communication", agent)
