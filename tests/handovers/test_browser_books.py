"""A hand-over book in a real browser: two people sign it, one after the other; and axe finds nothing on it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from handovers import books
from handovers.models import Book
from people.models import User
from tests import cast
from tests.browser import sign_in
from tests.handovers.people import book, late, on_shift
from tests.servicedesk.test_browser_shell import open_page, violations

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]


@pytest.fixture
def going(live: str) -> User:
    return cast.person("shift_leader", name="Sun Li")


def test_a_book_is_made_edited_and_signed_by_two_people(new_page: NewPage, going: User) -> None:
    coming, overdue = cast.person("shift_leader", name="Ma Chao"), late()
    on_shift(going)
    page = sign_in(new_page(), going)
    open_page(page, "/hand-overs/").get_by_role("button", name="Make its book").click()
    line = page.locator("li", has_text=overdue.number).first
    line.get_by_text("Note").first.click()
    line.get_by_label("Note").fill("He calls back at nine.")
    line.get_by_role("button", name="Keep").click()
    page.get_by_label("What the next shift must know").fill("The key is with the porter.")
    page.get_by_role("button", name="Add a note").click()
    expect(page.get_by_text("He calls back at nine.").first).to_be_visible()
    page.get_by_role("button", name="Sign and hand over").click()
    expect(page.get_by_role("button", name="Add a note")).to_have_count(0)
    expect(page.get_by_role("button", name="Sign and take over")).to_have_count(0)

    other = sign_in(new_page(), coming)
    open_page(other, "/hand-overs/").get_by_role("link", name="Open its book").click()
    expect(other.get_by_text("The key is with the porter.")).to_be_visible()
    other.get_by_role("button", name="Sign and take over").click()
    expect(other.get_by_text("it cannot be changed any more")).to_be_visible()
    made = Book.objects.get()
    assert (made.outgoing, made.incoming) == (going, coming)


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_and_nothing_runs_over(
    new_page: NewPage, going: User, theme: str, width: int
) -> None:
    coming = cast.person("shift_leader")
    late(title="A title that is long enough to be broken on a small telephone, and then some more of it")
    cast.incident(impact=1, urgency=1)
    made = book(going)
    books.add(made, by=going, text="The key is with the porter.")
    page = sign_in(new_page(color_scheme=theme, viewport={"width": width, "height": 900}), going)
    states = (
        lambda: None,
        lambda: books.hand_over(made, by=going),
        lambda: books.take_over(made, by=coming, note="Read."),
    )
    for change in states:
        change()
        for address in ("/hand-overs/", f"/hand-overs/{made.pk}/", "/my-work/promises/"):
            open_page(page, address)
            assert violations(page) == [], address
            over = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert over <= 0, address
