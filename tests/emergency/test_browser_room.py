"""The emergency room in a real browser: signed, led, ticked off, followed live; read by axe in both themes."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from emergency.models import Emergency
from people.models import User
from records.actions import advance
from tests import cast
from tests.browser import sign_in
from tests.emergency.plans import PASSWORD, active, call, manned_plan, player, proposed, signed_plan
from tests.servicedesk.test_browser_shell import open_page, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def entered(page: Page, user: User, path: str) -> Page:
    sign_in(page, user)
    open_page(page, path)
    return page


def test_the_supervisor_signs_with_his_password_and_the_room_follows(page: Page, live: str) -> None:
    emergency = proposed(manned_plan(checklist="Is the power on?"))
    entered(page, player("supervisor"), f"/emergencies/{emergency.number}/")
    page.keyboard.press("y")
    page.locator("#dialog").get_by_label("Your password").fill(PASSWORD)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#room")).to_contain_text("Roll-call")
    expect(page.locator("#room")).to_contain_text("Signed by")
    tick = page.get_by_role("button", name="Tick off: Is the power on?")
    tick.click()
    expect(tick).to_have_count(0)
    assert emergency.checks.get().done_by is not None


def test_what_comes_in_meanwhile_shows_without_a_reload(page: Page, live: str) -> None:
    emergency = active(version := signed_plan())
    entered(page, cast.person("incident_manager"), f"/emergencies/{emergency.number}/")
    expect(page.locator("#room")).to_contain_text("Attached last")
    late: Any = call(version).record
    page.get_by_role("button", name=f"Attach {late.number}").click()
    expect(page.get_by_role("button", name=f"Attach {late.number}")).to_have_count(0)
    advance(
        Emergency.objects.get(), "tell_callers", by=cast.person("supervisor"), caller_line="We are on it."
    )
    expect(page.locator("#room")).to_contain_text("We are on it.")


def test_a_pad_that_is_open_already_says_what_callers_are_told(page: Page, live: str) -> None:
    emergency = proposed(manned_plan())
    entered(page, cast.agent(), "/calls/new/")
    page.wait_for_selector("#live-dot[data-state=live]")
    emergency = advance(emergency, "sign", by=player("supervisor"), password=PASSWORD)
    advance(emergency, "tell_callers", by=cast.person("incident_manager"), caller_line="We are on it.")
    expect(page.locator("#pad-now")).to_contain_text("We are on it.")
    with page.expect_response("**/calls/new/hints/"):
        page.get_by_label("What is it about, in one line").fill("It does not connect")
    expect(page.locator("#pad-now [data-pad-attach]").first).to_have_attribute(
        "data-pad-attach", emergency.number
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_and_the_page_does_not_scroll_sideways(
    page: Page, live: str, theme: str, width: int
) -> None:
    emergency = active(version := manned_plan(checklist="Is the power on?"))
    call(version)
    page.set_viewport_size({"width": width, "height": 900})
    director = player("director", theme=theme)
    plan = f"/emergency-plans/{version.plan_id}/"
    room = f"/emergencies/{emergency.number}/"
    entered(page, director, room)
    for path in (room, "/emergencies/", "/emergency-plans/", plan, f"{plan}write/"):
        open_page(page, path)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
