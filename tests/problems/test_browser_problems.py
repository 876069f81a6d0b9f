"""A problem from its first incidents to its review, in a real browser; and axe on each page on the way."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from incidents.models import Incident
from knowledge.models import Article
from notifications.composing import tell_all
from notifications.models import Notice
from people.models import User
from problems.models import Problem
from records.actions import advance
from tests import cast
from tests.browser import sign_in
from tests.knowledge.cast import published
from tests.problems.cast import explaining, known_error, manager
from tests.servicedesk.test_browser_shell import open_page, violations

NewPage = Callable[..., Page]


@pytest.fixture
def person(live: str) -> User:
    cast.team("desk", is_desk=True)
    return manager()


def reported(count: int) -> list[Incident]:
    agent = cast.agent()
    contacts = [
        cast.contact(phone=f"021-6123 450{number}", email=f"{number}@x.example") for number in range(count)
    ]
    return [cast.incident(by=agent, contact=one, title="Gateway hangs at noon") for one in contacts]


def send(page: Page) -> None:
    """Send the open dialog, and wait until the page has followed."""
    page.keyboard.press("Control+Enter")
    expect(page.locator("#dialog form")).to_have_count(0)


def take(page: Page, label: str, **given: str) -> None:
    """Take a step by its button, filling its dialog where it has one."""
    page.locator("#record-head").get_by_role("button", name=label).click()
    for name, value in given.items():
        page.locator(f"#dialog [name={name}]").fill(value)
    if given:
        send(page)


def test_a_problem_is_opened_for_what_is_ticked_in_the_queue(page: Page, person: User) -> None:
    incidents = reported(3)
    sign_in(page, person)
    open_page(page, "/queues/incidents/")
    for row in range(2):
        page.locator("tbody input[type=checkbox]").nth(row).check()
    page.get_by_role("button", name="Steps").click()
    page.get_by_role("button", name="Open a problem").click()
    page.locator("#dialog [name=title]").fill("Memory leak of the gateway")
    assert violations(page) == []
    send(page)
    problem = Problem.objects.get()
    assert (problem.title, problem.incidents.count()) == ("Memory leak of the gateway", 2)
    open_page(page, incidents[0].get_absolute_url())
    page.locator("#panel-problem").get_by_role("button", name="Add to a problem").click()
    page.locator("#dialog [name=likely]").select_option(problem.number)
    send(page)
    expect(page.locator("#panel-problem")).to_contain_text("Memory leak of the gateway")
    assert problem.incidents.count() == 3


def test_from_the_cause_to_the_caller_who_is_told(page: Page, person: User) -> None:
    incidents = reported(2)
    problem = explaining(*incidents, by=person, title="Memory leak", is_major=True)
    sign_in(page, person)
    open_page(page, problem.get_absolute_url())
    take(page, "Investigate")
    expect(page.locator("#record-head")).to_contain_text("investigating")
    take(page, "Known error", root_cause="A leak.", workaround="Restart it at eleven.")
    take(page, "Publish the workaround", plain="Please restart it at eleven.")
    article = Article.objects.get()
    assert article.state == "in_review"
    page.locator("#record-head").get_by_role("button", name="Resolve").click()
    page.locator("#dialog [name=closure_code]").select_option(index=1)
    page.locator("#dialog [name=solution]").fill("Firmware 4.2 frees its memory.")
    send(page)
    expect(page.locator("#record-head")).to_contain_text("resolved")
    assert {one.state for one in Incident.objects.filter(pk__in=[one.pk for one in incidents])} == {
        "resolved"
    }
    tell_all()
    told = Notice.objects.filter(rule__code="customer_resolve_with_problem").values_list("contact", flat=True)
    assert set(told) == {incident.contact_id for incident in incidents}


def test_a_review_asks_who_does_what_by_when(page: Page, person: User) -> None:
    problem = advance(known_error(by=person, is_major=True), "resolve", by=person, **cast.solution())
    sign_in(page, person)
    open_page(page, problem.get_absolute_url())
    page.locator("#record-head").get_by_role("button", name="Review").click()
    for name in ("went_well", "went_wrong", "prevention"):
        page.locator(f"#dialog [name={name}]").fill("Something was learned.")
    page.locator("#dialog [name=actions]").fill("Test on every model")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#dialog .is-invalid, #dialog [aria-invalid=true]").first).to_be_visible()
    assert page.locator("#dialog [name=actions]").input_value() == "Test on every model"
    assert violations(page) == []


def test_an_agent_reads_an_article_to_a_caller_and_logs_the_call(page: Page, person: User) -> None:
    article = published()
    sign_in(page, cast.agent())
    open_page(page, "/knowledge/")
    page.keyboard.type("英文提示框")
    expect(page.locator("#knowledge-found")).to_contain_text(article.title)
    expect(page.locator("#knowledge-found mark").first).to_be_visible()
    page.get_by_role("link", name=article.title).click()
    expect(page.get_by_text("choose the second line")).to_be_visible()
    page.get_by_role("link", name="Answer a call with it").click()
    page.locator("[name=caller]").fill("Li Wei")
    expect(page.locator("[name=answer]")).to_have_value(article.plain)
    page.get_by_role("button", name="Log", exact=False).last.click()
    expect(page.locator(".toast, [role=status]").first).to_be_visible()
    expect(page.locator("[name=article]")).to_have_value("")
    assert article.uses.get().has_helped


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_and_nothing_runs_over(
    new_page: NewPage, person: User, theme: str, width: int
) -> None:
    incidents = reported(2)
    problem = advance(
        explaining(*incidents, by=person, title="A leak of memory, and a title that is longer than the panel is wide"),
        "declare_known_error", by=person, root_cause="A leak.", workaround="Restart it at eleven.",
    )  # fmt: skip
    article = published(
        title="A gateway hangs at noon, and its title is longer than the panel beside it is wide"
    )
    page = new_page(color_scheme=theme, viewport={"width": width, "height": 900})
    sign_in(page, person)
    addresses = (
        problem.get_absolute_url(),
        incidents[0].get_absolute_url(),
        f"/records/{incidents[0].number}/similar/",
        "/knowledge/",
        "/knowledge/?q=gateway+noon",
        "/knowledge/?q=zzz",
        f"/knowledge/{article.number}/?for={incidents[0].number}",
        article.get_absolute_url(),
        "/queues/problems/",
    )
    for address in addresses:
        open_page(page, address)
        expect(page.locator(".htmx-request")).to_have_count(0)
        assert violations(page) == [], address
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, address
