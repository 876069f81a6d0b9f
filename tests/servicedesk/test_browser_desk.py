"""The desk's working pages in a real browser: the call pad and the record page by keyboard, queues, and axe on each."""

import time
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from calls.log import log_call
from incidents.models import Incident
from people.models import User
from records import presence
from records.actions import advance, remark
from records.models import Record
from tests import cast
from tests.browser import sign_in
from tests.servicedesk.test_browser_shell import open_page, violations

NewPage = Callable[..., Page]


@pytest.fixture
def agent(live: str) -> User:
    return cast.agent()


def who_is_at(record: Record) -> list[str]:
    """Everybody whose page is open, as somebody else would be told."""
    watcher = User(pk=2**31 - 1, name="Nobody")
    found = presence.arrive(record, watcher)
    presence.leave(record, watcher)
    return [one.name for one in found]


def test_whoever_leaves_the_page_is_no_longer_told_as_here(page: Page, agent: User) -> None:
    customer = cast.customer()
    incident = cast.incident(by=agent, customer=customer)
    account = cast.person("api_client", teams=(), name="Its customer")
    account.customers.add(customer)
    sign_in(page, account)
    with page.expect_response("**/here/"):
        open_page(page, incident.get_absolute_url())
    assert who_is_at(incident) == ["Its customer"]
    page.goto("/my-work/")
    until = time.monotonic() + 5
    while who_is_at(incident) and time.monotonic() < until:
        time.sleep(0.05)
    assert who_is_at(incident) == []


def test_the_words_of_a_focused_button_follow_what_it_did(page: Page, agent: User) -> None:
    incident = cast.incident(by=agent)
    sign_in(page, agent)
    open_page(page, incident.get_absolute_url())
    for words in ("Stop watching", "Watch"):
        page.locator("#watch").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#watch")).to_have_text(words)
        expect(page.locator("#watch")).to_be_focused()


@pytest.mark.parametrize("is_open_elsewhere", [False, True])
def test_what_changes_while_the_page_is_on_its_way_is_on_it(
    page: Page, agent: User, is_open_elsewhere: bool
) -> None:
    incident = cast.incident(by=agent)
    sign_in(page, agent)
    if is_open_elsewhere:
        open_page(page, incident.get_absolute_url())
    tab = page.context.new_page()

    def be_faster(route: Route) -> None:
        remark(incident, by=agent, text="Somebody was faster than the page.")
        route.continue_()

    tab.route("**/live*.js", be_faster, times=1)
    tab.goto(incident.get_absolute_url())
    expect(tab.locator("#record-journal")).to_contain_text("Somebody was faster than the page.")


def test_a_text_being_typed_is_left_alone_while_the_page_follows(page: Page, agent: User) -> None:
    incident = cast.incident(by=agent)
    sign_in(page, agent)
    open_page(page, incident.get_absolute_url())
    page.keyboard.press("m")
    page.keyboard.type("The printer is")
    remark(incident, by=agent, text="Somebody else was faster.")
    expect(page.locator("#record-journal")).to_contain_text("Somebody else was faster.")
    page.keyboard.type(" back")
    expect(page.locator("#id_text")).to_have_value("The printer is back")
    expect(page.locator("#id_text")).to_be_focused()


def test_a_strangers_customer_brings_what_the_desk_knows_by_keyboard_alone(page: Page, agent: User) -> None:
    customer = cast.customer(name="Harbour Retail")
    known = cast.incident(by=agent, customer=customer, title="Blank pages")
    sign_in(page, agent)
    open_page(page, reverse("desk:call-pad"))
    page.keyboard.type("Wang Xiaoming")
    page.keyboard.press("Enter")
    expect(page.locator("[name=number]")).to_be_focused()
    page.keyboard.type("0571 8899 7766")
    page.keyboard.press("Alt+n")
    page.locator("#id_customer").focus()
    page.keyboard.type("Harb")
    expect(page.locator(".pick-list [aria-selected=true]")).to_contain_text("Harbour Retail")
    page.keyboard.press("Enter")
    expect(page.locator("#pad-about")).to_contain_text(known.title)
    expect(page.locator("[data-pad-title]")).to_be_focused()
    page.keyboard.type("Printer jams")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Printer jams")
    logged = Incident.objects.get(title="Printer jams")
    assert logged.contact is not None
    assert (logged.contact.name, logged.contact.customer) == ("Wang Xiaoming", customer)


def test_what_is_told_of_a_stranger_survives_a_reload(page: Page, agent: User) -> None:
    customer = cast.customer(name="Harbour Retail")
    sign_in(page, agent)
    open_page(page, reverse("desk:call-pad"))
    page.keyboard.type("Wang Xiaoming")
    page.keyboard.press("Enter")
    expect(page.locator("[name=number]")).to_be_focused()
    page.keyboard.type("0571 8899 7766")
    page.keyboard.press("Tab")
    page.keyboard.type("Harb")
    expect(page.locator(".pick-list [aria-selected=true]")).to_contain_text("Harbour Retail")
    page.keyboard.press("Enter")
    expect(page.locator("#pad-about")).to_contain_text("Harbour Retail")
    page.keyboard.type("Printer jams")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("#pad-about")).to_contain_text("Harbour Retail")
    expect(page.locator("[name=caller_name]")).to_have_value("Wang Xiaoming")
    expect(page.locator("[name=number]")).to_have_value("0571 8899 7766")
    expect(page.locator("select[name=customer]")).to_have_value(str(customer.pk))
    expect(page.locator("[data-pad-title]")).to_have_value("Printer jams")


def test_who_types_faster_than_the_list_is_not_cut_short(page: Page, agent: User) -> None:
    """The list of the first letters is open, its successor is on the way, and Enter comes."""
    sign_in(page, agent)
    open_page(page, reverse("desk:call-pad"))
    asked: list[Route] = []

    def answer_the_first_only(route: Route) -> None:
        asked.append(route)
        if len(asked) == 1:
            route.continue_()

    page.route("**/calls/new/callers/*", answer_the_first_only)
    page.keyboard.type("Wa")
    expect(page.locator(".pad-option")).to_contain_text(["Wa"])
    page.keyboard.type("ng Xiaoming")
    page.keyboard.press("Enter")
    expect(page.locator("[name=caller_name]")).to_have_value("Wang Xiaoming")


def busy_desk(agent: User) -> Incident:
    """A record with something in every part of its page."""
    customer = cast.customer(name="Harbour Retail")
    caller = cast.contact(customer, name="Li Wei", phone="021-6123 4567")
    parent = cast.incident(by=agent, title="Cannot connect to the remote server")
    incident = cast.incident(by=agent, contact=caller, title="Cannot connect to the remote server either")
    cast.incident(by=agent, contact=caller, title="Cannot connect to the remote server again")
    log_call(by=agent, contact=caller, record=incident, reason="Rang again")
    log_call(by=agent, caller_name="Somebody", reason="Opening hours", is_first_call_resolution=True)
    remark(incident, by=agent, text="Asked the caller to wait.")
    return advance(incident, "attach", by=agent, parent=parent)


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_and_nothing_runs_over_on_the_desks_pages(
    new_page: NewPage, agent: User, theme: str, width: int
) -> None:
    incident = busy_desk(agent)
    page = new_page(color_scheme=theme, viewport={"width": width, "height": 900})
    sign_in(page, agent)
    addresses = (
        incident.get_absolute_url(),
        reverse("desk:queue", kwargs={"plural": "incidents"}),
        f"{reverse('desk:queues')}?show=mine&text=nothing",
        reverse("desk:my-work"),
        reverse("desk:calls"),
        f"{reverse('desk:call-pad')}?record={incident.number}&direction=out",
        f"{reverse('desk:call-pad')}?number=02161234567",
        f"{reverse('desk:search')}?q=remote",
        f"{reverse('desk:register', kwargs={'kind': 'incident'})}",
    )
    for address in addresses:
        open_page(page, address)
        expect(page.locator(".htmx-request")).to_have_count(0)
        assert violations(page) == [], address
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, address


@pytest.mark.parametrize("key", ["a", "r", "v", "f"])
def test_axe_finds_nothing_in_a_records_dialogs(page: Page, agent: User, key: str) -> None:
    sign_in(page, agent)
    open_page(page, busy_desk(agent).get_absolute_url())
    page.keyboard.press(key)
    expect(page.locator("#dialog form")).to_be_visible()
    page.keyboard.press("Control+Enter")
    page.wait_for_timeout(300)
    assert violations(page) == []


def test_a_key_pressed_before_its_button_arrived_is_not_lost(page: Page, agent: User) -> None:
    sign_in(page, agent)
    held: list[Route] = []
    page.route("**/parts/beside/", lambda route: held.append(route))
    page.goto(busy_desk(agent).get_absolute_url())
    expect(page.locator("#record-beside")).to_contain_text("is being fetched")
    page.wait_for_selector("#live-dot[data-state=live]")
    page.keyboard.press("f")
    page.wait_for_timeout(200)
    expect(page.locator("#dialog form")).to_have_count(0)
    held[0].continue_()
    expect(page.locator("#dialog form")).to_be_visible()
    expect(page.locator("#record-beside[aria-busy]")).to_have_count(0)
