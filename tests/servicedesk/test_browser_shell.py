"""The shell in a real browser: keyboard, dialogs, drafts, palette, theme; and axe on every component."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests import cast
from tests.browser import sign_in

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains of: errors of scripts, and whatever the policy refuses."""
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on(
        "console", lambda line: heard.append(line.text) if "Content Security Policy" in line.text else None
    )
    return heard


def open_page(page: Page, address: str = "/style/") -> Page:
    page.goto(address)
    page.wait_for_selector("html[data-started]")
    return page


def open_dialog(page: Page) -> None:
    page.keyboard.press("r")
    expect(page.locator("#dialog form")).to_be_visible()


def focused(page: Page, what: str) -> str:
    return page.evaluate(f"document.activeElement.{what} ?? ''")


def test_a_key_opens_the_dialog_and_the_first_field_has_the_focus(page: Page, complaints: list[str]) -> None:
    open_dialog(open_page(page))
    expect(page.locator("#dialog [name=title]")).to_be_focused()
    assert complaints == []


def test_a_refused_dialog_keeps_what_was_typed_and_leads_to_the_error(
    page: Page, complaints: list[str]
) -> None:
    open_dialog(open_page(page))
    page.keyboard.type("The server answers again")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#dialog .is-invalid").first).to_be_focused()
    expect(page.locator("#dialog [name=title]")).to_have_value("The server answers again")
    assert complaints == []


def test_escape_gives_the_focus_back_and_the_text_is_there_again(page: Page) -> None:
    open_dialog(open_page(page))
    page.keyboard.type("half a thought")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("#open-step")).to_be_focused()
    open_dialog(page)
    expect(page.locator("#dialog [name=title]")).to_have_value("half a thought")
    page.get_by_role("button", name="Discard it").click()
    expect(page.locator("#dialog [name=title]")).to_have_value("")


def test_a_step_that_went_through_closes_says_so_and_leaves_no_draft(page: Page) -> None:
    open_dialog(open_page(page))
    page.fill("#dialog [name=title]", "Done")
    page.select_option("#dialog [name=impact]", "1")
    page.check("#dialog [name=channel][value=mail]")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#toasts")).to_contain_text("Resolved.")
    expect(page.locator("dialog[open]")).to_have_count(0)
    open_dialog(page)
    expect(page.locator("#dialog [name=title]")).to_have_value("")


def test_a_server_that_breaks_leaves_the_form_as_it_was(page: Page) -> None:
    open_dialog(open_page(page))
    page.route(
        "**/style/step/", lambda route: route.fulfill(status=500, body="<!doctype html><h1>broken</h1>")
    )
    page.fill("#dialog [name=title]", "not lost")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#toasts")).to_contain_text("Nothing was changed")
    expect(page.locator("#dialog [name=title]")).to_have_value("not lost")


def test_a_line_that_is_cut_leaves_the_form_as_it_was(page: Page) -> None:
    open_dialog(open_page(page))
    page.route("**/style/step/", lambda route: route.abort())
    page.fill("#dialog [name=title]", "not lost")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#toasts")).to_contain_text("did not answer")
    expect(page.locator("#dialog [name=title]")).to_have_value("not lost")


def test_a_text_on_a_page_survives_a_reload(page: Page) -> None:
    field = open_page(page).locator("form[data-draft=style-form] [name=title]")
    field.fill("half a sentence")
    page.on("dialog", lambda question: question.accept())
    page.reload()
    expect(field).to_have_value("half a sentence")
    expect(page.get_by_text("What you typed before was restored.")).to_be_visible()


def test_single_keys_are_letters_while_typing(page: Page) -> None:
    field = open_page(page).locator("form[data-draft=style-form] [name=title]")
    field.focus()
    page.keyboard.type("rjx?/")
    expect(field).to_have_value("rjx?/")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_rows_are_walked_and_ticked_by_keyboard(page: Page) -> None:
    open_page(page)
    for key in "jjk":
        page.keyboard.press(key)
    expect(page.locator("[data-row-current]")).to_have_attribute("id", "row-INC0004711")
    assert focused(page, "textContent") == "INC0004711"
    page.keyboard.press("x")
    expect(page.locator("[data-row-current] input")).to_be_checked()


def test_the_sheet_names_every_key_of_the_page(page: Page) -> None:
    open_page(page).keyboard.press("?")
    sheet = page.locator("#keys")
    for word in ("Board", "Resolve", "Search palette"):
        expect(sheet).to_contain_text(word)


def test_the_palette_finds_the_commands_of_the_page(page: Page) -> None:
    open_page(page).keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="Search")
    expect(box).to_be_focused()
    box.fill("resol")
    expect(page.get_by_role("option", name="Resolve").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator("#dialog form")).to_be_visible()


def test_the_theme_changes_at_once_and_stays(page: Page) -> None:
    open_page(page).get_by_role("button", name="Theme").click()
    with page.expect_response("**/preferences/theme/"):
        page.get_by_role("button", name="Dark").click()
    root = page.locator("html")
    expect(root).to_have_attribute("data-bs-theme", "dark")
    page.reload()
    expect(root).to_have_attribute("data-bs-theme", "dark")


def test_the_rail_stays_folded(page: Page) -> None:
    open_page(page).get_by_role("button", name="Fold the navigation").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-rail", "folded")


def test_on_a_phone_the_navigation_is_a_drawer_and_nothing_runs_over(new_page) -> None:
    page = open_page(new_page(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True))
    expect(page.locator("#rail")).not_to_be_visible()
    page.get_by_role("button", name="Navigation").tap()
    expect(page.locator("#rail")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#rail")).not_to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_words_of_times_are_those_of_the_server(page: Page) -> None:
    told = "[...document.querySelectorAll('time[data-time]')].map((time) => time.textContent)"
    page.route("**/desk/js/*", lambda route: route.abort())
    page.goto("/style/")
    by_server = page.evaluate(told)
    page.unroute("**/desk/js/*")
    assert len(by_server) > 10
    assert open_page(page).evaluate(told) == by_server


def violations(page: Page) -> list[tuple[str, list[str]]]:
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    return [(one["id"], [node["target"] for node in one["nodes"]]) for one in found["violations"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_any_component(new_page, theme: str) -> None:
    page = new_page(color_scheme=theme)
    sign_in(page, cast.agent())
    open_page(page)
    assert violations(page) == []
    for key in ("r", "Control+k", "?"):
        page.keyboard.press(key)
        expect(page.locator("dialog[open]")).to_be_visible()
        assert violations(page) == []
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_other_layouts(new_page, theme: str) -> None:
    page = new_page(color_scheme=theme)
    sign_in(page, cast.agent())
    for address in ("/style/?layout=wall", "/style/?layout=plain", "/style/missing/"):
        assert violations(open_page(page, address)) == []
