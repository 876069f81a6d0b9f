"""What is live follows the database, and takes nothing from under anybody's hands."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Page, expect

from people.models import User
from records.actions import remark
from tests import cast
from tests.browser import sign_in

LIVE = "#live-dot[data-state=live]"
NO_WORKER = "delete window.SharedWorker"


@pytest.fixture
def agent(live: str) -> User:
    return cast.agent()


def watch(page: Page, agent: User) -> Page:
    sign_in(page, agent)
    page.goto("/style/")
    page.wait_for_selector(LIVE)
    return page


def change(agent: User) -> None:
    remark(cast.incident(by=agent), by=agent, text="Rang again.")


def fetches(page: Page) -> list[str]:
    """The requests for the live part, as they go out."""
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "/style/part/" in request.url else None)
    return sent


@pytest.mark.parametrize("script", ["", NO_WORKER], ids=["one stream for all tabs", "a stream of its own"])
def test_a_change_is_on_the_open_page(page: Page, agent: User, script: str) -> None:
    page.add_init_script(script)
    watch(page, agent)
    with page.expect_response("**/style/part/"):
        change(agent)


def test_several_changes_at_once_are_one_fetch(page: Page, agent: User) -> None:
    sent = fetches(watch(page, agent))
    with transaction.atomic():  # announced together, at the commit
        for _each in range(3):
            change(agent)
    expect(page.locator("#toasts")).to_contain_text("Fetched again.")
    page.wait_for_timeout(700)
    assert len(sent) == 1


def test_tabs_share_one_stream(page: Page, agent: User) -> None:
    watch(page, agent)
    streams: list[str] = []
    page.context.on(
        "request", lambda request: streams.append(request.url) if "/live/stream/" in request.url else None
    )
    other = page.context.new_page()
    other.goto("/style/")
    other.wait_for_selector(LIVE)
    assert streams == []
    with page.expect_response("**/style/part/"), other.expect_response("**/style/part/"):
        change(agent)


def test_ticks_focus_and_row_stay_when_a_part_is_merged(page: Page, agent: User) -> None:
    watch(page, agent)
    for key in "jjx":
        page.keyboard.press(key)
    with page.expect_response("**/style/part/"):
        change(agent)
    expect(page.locator("#toasts")).to_contain_text("Fetched again.")
    row = page.locator("#row-INC0004712")
    expect(row).to_have_attribute("data-row-current", "")
    expect(row.locator("input")).to_be_checked()
    expect(row.locator("[data-row-link]")).to_be_focused()


def test_nothing_is_swapped_under_a_typing_hand(page: Page, agent: User) -> None:
    sent = fetches(watch(page, agent))
    page.evaluate(
        """() => {
            const field = document.createElement("input");
            document.querySelector("#sample-rows .box-head").append(field);
            field.focus();
        }"""
    )
    page.keyboard.type("half a wo")
    change(agent)
    page.wait_for_timeout(1000)
    assert sent == []
    page.keyboard.type("rd")
    assert page.evaluate("document.activeElement.value") == "half a word"
    with page.expect_response("**/style/part/"):
        page.evaluate("document.activeElement.blur()")


def test_a_broken_stream_is_seen_and_polled_and_mended(page: Page, agent: User) -> None:
    page.clock.install()
    page.add_init_script(NO_WORKER)
    is_cut = True

    def line(route) -> None:
        route.abort() if is_cut else route.continue_()

    page.route("**/live/stream/**", line)
    sign_in(page, agent)
    page.goto("/style/")
    page.wait_for_selector("#live-dot[data-state=waiting]")
    expect(page.locator("#live-dot")).to_have_text(re.compile("Reconnecting"))
    with page.expect_response("**/style/part/"):
        page.clock.fast_forward(16_000)
    is_cut = False
    page.clock.fast_forward(31_000)
    page.wait_for_selector(LIVE)


def test_a_person_signed_out_is_told_once_and_keeps_the_page(page: Page, agent: User) -> None:
    watch(page, agent)
    page.context.clear_cookies()
    for _again in range(2):
        with page.expect_response("**/sign-in/**"):
            page.evaluate("htmx.ajax('GET', '/queues/', '#sample-rows')")
    expect(page.locator("#toasts [data-toast]")).to_have_count(1)
    expect(page.get_by_role("link", name="Sign in")).to_have_attribute("href", "/sign-in/?next=%2Fstyle%2F")
    expect(page.locator("#row-INC0004711")).to_be_visible()


def test_a_screen_whose_clock_is_wrong_tells_the_desks_time(page: Page, agent: User) -> None:
    incident = cast.incident(by=agent)
    sign_in(page, agent)
    page.clock.set_system_time(timezone.now() - timedelta(hours=9))
    page.goto(f"/records/{incident.number}/")
    page.wait_for_selector("html[data-started]")
    expect(page.locator("time[data-time=ago]").first).to_have_text(re.compile("just now|min ago"))
