"""People's pages in a real browser: signing in by keyboard, the second step, numbers recognised live; and axe."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from people.models import AccessLog, Contact, User
from people.tokens import issue
from tests import cast
from tests.browser import sign_in
from tests.people.door import PASSWORD, authenticator, code_of
from tests.servicedesk.test_browser_shell import violations


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains of."""
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("console", lambda line: heard.append(line.text) if line.type in ("error", "warning") else None)
    return heard


def give(page: Page, name: str, password: str = PASSWORD) -> None:
    page.get_by_label("Sign-in name").fill(name)
    page.get_by_label("Password").fill(password)
    page.keyboard.press("Enter")


def test_signing_in_by_keyboard_leads_to_the_page_asked_for_and_out_again(
    page: Page, complaints: list[str]
) -> None:
    cast.agent(username="wang", name="Wang Li", password=PASSWORD)
    page.goto("/people/contacts/")
    expect(page.get_by_label("Sign-in name")).to_be_focused()
    give(page, "wang")
    expect(page).to_have_url(re.compile("/people/contacts/$"))
    page.get_by_role("button", name="Account of Wang Li").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/sign-in/$"))
    assert complaints == []


def test_a_wrong_password_keeps_the_name_and_says_what_follows(page: Page) -> None:
    cast.agent(username="wang", password=PASSWORD)
    page.goto("/sign-in/")
    give(page, "wang", "wrong")
    expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    expect(page.get_by_label("Sign-in name")).to_have_value("wang")
    for _ in range(4):
        give(page, "wang", "wrong")
    expect(page.get_by_role("heading", name="Locked for a while")).to_be_visible()


def test_the_second_step_is_set_up_and_taken(page: Page, complaints: list[str]) -> None:
    agent = cast.agent(username="wang", password=PASSWORD)
    page.goto("/account/second-step/")
    give(page, "wang")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    drawing = page.locator(".enrol-drawing svg")
    expect(drawing).to_be_visible()
    assert drawing.bounding_box()["width"] > 100
    device = agent.totpdevice_set.get()
    page.get_by_label("Six digits from the app").fill(code_of(device))
    page.keyboard.press("Enter")
    expect(page.locator(".codes li")).to_have_count(10)
    code = page.locator(".codes li").first.inner_text()
    page.get_by_role("button", name=re.compile("Account of")).click()
    page.get_by_role("button", name="Sign out").click()
    give(page, "wang")
    page.get_by_label("Code", exact=True).fill("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This code is wrong")).to_be_visible()
    page.get_by_label("Code", exact=True).fill(code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=re.compile("Account of"))).to_be_visible()
    assert [line for line in complaints if "400" not in line] == []


def test_numbers_are_recognised_while_they_are_typed(page: Page, complaints: list[str]) -> None:
    known = cast.contact(cast.customer(name="Acme"), name="Chen Bo", phone="021-6123 4567")
    sign_in(page, cast.agent()).goto(f"/people/customers/{known.customer_id}/contacts/new/")
    page.get_by_label("Name").fill("Li Wei")
    page.get_by_label("Phone numbers").press_sequentially("138 1234 5678\n021 61234567")
    recognised = page.locator("#recognised")
    expect(recognised).to_contain_text("+86 138 1234 5678")
    expect(recognised).to_contain_text("known already: Chen Bo, Acme")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Somebody like this is known already")
    page.get_by_label("This is somebody else: keep both").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Acme")).to_be_visible()
    assert Contact.objects.filter(name="Li Wei").exists()
    assert [line for line in complaints if "400" not in line] == []


def test_a_long_list_of_ticks_is_narrowed(page: Page) -> None:
    administrator = cast.person("administrator")
    sign_in(page, administrator).goto(f"/people/users/{cast.agent().pk}/edit/")
    roles = page.get_by_role("group", name="Roles")
    roles.get_by_role("searchbox").fill("audit")
    expect(roles.get_by_label("Auditor")).to_be_visible()
    expect(roles.get_by_label("Director")).to_be_hidden()
    expect(roles.get_by_label("Agent", exact=True)).to_be_checked()
    expect(roles.get_by_label("Agent", exact=True)).to_be_visible()


def test_one_click_comes_in_as_a_role(page: Page, settings) -> None:
    settings.IS_DEMO = True
    cast.person("shift_leader", username="shift-leader", name="Chen Bo")
    page.goto("/sign-in/?next=/account/")
    page.get_by_role("button", name=re.compile("Shift leader")).click()
    expect(page.get_by_role("heading", name="Chen Bo")).to_be_visible()


def company() -> tuple[User, dict[str, int]]:
    """Something to see on every page."""
    administrator = cast.person("administrator", username="administrator", name="Zhao Min")
    acme = cast.customer("ACME", name="Acme", is_key_account=True, note="Ring the porter first.")
    site, tool = cast.site(acme, address="12 Changning Road"), cast.person("api_client")
    contact = cast.contact(acme, name="Li Wei", phone="021-6123 4567", site=site, title="IT manager")
    cast.service().customers.add(acme)
    agent = cast.agent(username="agent", name="Wang Li")
    cast.incident(by=agent, customer=acme)
    for owner in (administrator, tool):
        issue(owner, "Monitoring", by=owner)
    AccessLog.objects.create(event="sign_in_failed", ip="10.0.0.1")
    keys = {"acme": acme.pk, "site": site.pk, "contact": contact.pk, "agent": agent.pk, "tool": tool.pk}
    return administrator, keys | {"team": cast.team("desk").pk}


PAGES = (
    "/account/",
    "/account/security/",
    "/account/sessions/",
    "/account/password/",
    "/account/second-step/",
    "/account/tokens/",
    "/account/tokens/new/",
    "/people/customers/",
    "/people/customers/{acme}/",
    "/people/customers/{acme}/edit/",
    "/people/sites/{site}/",
    "/people/contacts/",
    "/people/contacts/{contact}/",
    "/people/users/",
    "/people/users/{agent}/",
    "/people/users/{tool}/",
    "/people/users/{agent}/edit/",
    "/people/teams/",
    "/people/teams/{team}/",
    "/people/skills/",
    "/people/duty-posts/",
    "/people/rights/",
    "/people/rights/?area=incident",
    "/people/rights/agent/",
    "/people/rights/new/",
    "/people/access-log/",
)


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)])
def test_axe_finds_nothing_and_nothing_sticks_out(
    new_page: Callable[..., Page], theme: str, width: int, settings
) -> None:
    settings.IS_DEMO = True
    administrator, keys = company()
    page = new_page(color_scheme=theme, viewport={"width": width, "height": 844})
    page.goto("/sign-in/")
    assert violations(page) == []
    sign_in(page, administrator)
    found = {}
    for address in PAGES:
        page.goto(address.format(**keys))
        page.wait_for_selector("html[data-started]")
        sticks_out = page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        found[address] = [*violations(page), *(["sticks out"] if sticks_out else [])]
    assert {address: complaints for address, complaints in found.items() if complaints} == {}


def test_axe_finds_nothing_on_the_steps_of_signing_in(page: Page) -> None:
    agent = cast.agent(username="wang", password=PASSWORD)
    authenticator(agent)
    page.goto("/sign-in/")
    give(page, "wang")
    expect(page.get_by_label("Code", exact=True)).to_be_focused()
    assert violations(page) == []
    page.goto("/sign-in/choose-password/MQ/x-y/")
    assert violations(page) == []
