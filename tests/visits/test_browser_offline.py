"""The engineer's phone without a line: his pages open all the same, and nobody else's ever do."""

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Error, Page, expect

from people.models import Sight, User
from tests.browser import sign_in
from tests.servicedesk.test_browser_shell import open_page, violations
from tests.visits.people import engineer, sent
from visits.models import Receipt, Visit

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
# True as soon as the worker has the page of this address, and as many parts as the page is made of.
IS_KEPT = """async (address) => {
  const names = await caches.keys();
  const pages = names.find((name) => name.startsWith("visit-pages "));
  const page = pages && await (await caches.open(pages)).match(address, { ignoreVary: true });
  const parts = names.includes("visit-parts") ? await (await caches.open("visit-parts")).keys() : [];
  const have = new Set(parts.map(({ url }) => url));
  const needed = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((one) => one.href ?? one.src);
  return Boolean(page) && needed.every((url) => have.has(url));
}"""


@pytest.fixture
def luo(live: str) -> User:
    return engineer("Luo Bin")


@pytest.fixture
def phone(new_page: Callable[..., Page], luo: User) -> Page:
    page = new_page(viewport=PHONE)
    sign_in(page, luo)
    return page


def kept(phone: Page, address: str, *, of: str = "") -> Page:
    """Opens a page with the line and waits until the phone has it, or what else it is to have of it."""
    open_page(phone, address)
    # Not wait_for_function: it takes the promise for its answer.
    for _ in range(100):
        if phone.evaluate(IS_KEPT, of or address):
            return phone
        phone.wait_for_timeout(100)
    raise AssertionError(f"the phone does not keep {of or address}")


def test_his_page_opens_afresh_without_a_line_whole_and_says_how_old_it_is(phone: Page, luo: User) -> None:
    visit = sent(luo)
    address = f"/my-visits/{visit.number}/"
    kept(phone, address)
    phone.context.set_offline(True)
    phone.reload()
    phone.wait_for_selector("html[data-started]")
    expect(phone.locator(".page-title")).to_contain_text(visit.number)
    expect(phone.locator("#kept-copy")).to_contain_text("No line: this page is as it was at")
    # Its style sheets are there too: the button is as tall as a thumb.
    assert phone.get_by_role("button", name="Accept").bounding_box()["height"] >= 48
    assert violations(phone) == []
    # What the page fetches by itself fails without a word: he did nothing that he should try again.
    expect(phone.locator("[data-toast]")).to_have_count(0)


def test_each_visit_of_the_list_opens_without_a_line_though_it_never_was_opened(
    phone: Page, luo: User
) -> None:
    visit = sent(luo)
    kept(phone, "/my-visits/", of=f"/my-visits/{visit.number}/")
    phone.context.set_offline(True)
    phone.reload()
    phone.get_by_text(visit.number).click()
    expect(phone.locator(".page-title")).to_contain_text(visit.number)
    phone.goto("/my-visits/VIS9999999/")
    expect(phone.locator(".page-title")).to_have_text("My visits")


def test_what_is_said_on_a_page_opened_without_a_line_is_sent_once(phone: Page, luo: User) -> None:
    visit = sent(luo)
    kept(phone, f"/my-visits/{visit.number}/")
    phone.context.set_offline(True)
    phone.reload()
    phone.get_by_role("button", name="Accept").click()
    expect(phone.locator("#outbox")).to_contain_text("Kept on this phone")
    # Opened once more, it still knows what waits, and does not offer to say it again.
    phone.reload()
    expect(phone.locator("#outbox")).to_contain_text(visit.number)
    expect(phone.get_by_role("button", name="Accept")).to_be_disabled()
    phone.context.set_offline(False)
    expect(phone.locator("#outbox")).to_be_hidden()
    expect(phone.locator("#kept-copy")).to_be_hidden()
    assert Receipt.objects.filter(visit=visit).count() == 1
    assert visit.journal.filter(step="accept").count() == 1


def test_a_whole_visit_is_told_without_a_line_and_arrives_in_its_order(phone: Page, luo: User) -> None:
    visit = sent(luo)
    kept(phone, f"/my-visits/{visit.number}/")
    phone.context.set_offline(True)
    phone.reload()
    expect(phone.get_by_role("button", name="Done")).to_be_hidden()
    phone.get_by_role("button", name="Arrived").click()
    phone.get_by_label("fixed", exact=True).check()
    phone.get_by_label("What was found and done").fill("Changed the board in the cellar.")
    phone.get_by_role("button", name="Done").click()
    expect(phone.locator("#outbox li")).to_have_count(2)
    phone.context.set_offline(False)
    expect(phone.locator("#outbox")).to_be_hidden()
    visit.refresh_from_db()
    assert (visit.state, visit.outcome) == ("done", "fixed")
    steps = visit.journal.filter(step__in=("arrive", "finish")).order_by("pk").values_list("step", flat=True)
    assert list(steps) == ["arrive", "finish"]


def test_after_he_has_signed_out_his_page_is_on_the_phone_no_more(phone: Page, luo: User) -> None:
    address = f"/my-visits/{sent(luo).number}/"
    kept(phone, address)
    phone.get_by_role("button", name="Account of Luo Bin").click()
    phone.get_by_role("button", name="Sign out").click()
    phone.wait_for_url("**/sign-in/**")
    refuses_to_open(phone, address)


def test_the_next_person_on_the_phone_never_sees_his_page(phone: Page, luo: User) -> None:
    address = f"/my-visits/{sent(luo).number}/"
    kept(phone, address)
    sign_in(phone, engineer("Chen Yu"))
    open_page(phone, "/my-work/")
    refuses_to_open(phone, address)


def test_a_session_that_was_ended_elsewhere_takes_the_pages_with_it(phone: Page, luo: User) -> None:
    address = f"/my-visits/{sent(luo).number}/"
    kept(phone, address)
    phone.context.clear_cookies()
    phone.goto("/my-visits/")
    phone.wait_for_url("**/sign-in/**")
    refuses_to_open(phone, address)


def test_a_visit_that_is_his_no_more_is_not_kept(phone: Page, luo: User) -> None:
    visit, other = sent(luo), engineer("Chen Yu")
    address = f"/my-visits/{visit.number}/"
    kept(phone, address)
    # Another one takes it, and of his team's he sees none.
    Visit.objects.filter(pk=visit.pk).update(engineer=other, assignee=other, owner=other, team=None)
    Sight.objects.filter(role__slug="field_engineer", kind="visit").update(scope="own")
    assert phone.goto(address).status == 404
    refuses_to_open(phone, address)


def test_it_answers_for_the_phone_pages_alone(phone: Page, luo: User) -> None:
    kept(phone, "/my-visits/")
    open_page(phone, "/my-work/")
    assert phone.evaluate("navigator.serviceWorker.controller") is None
    refuses_to_open(phone, "/my-work/")


@pytest.mark.django_db
def test_the_worker_may_do_no_more_than_any_page() -> None:
    answer = Client().get("/my-visits/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in answer
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]


def refuses_to_open(phone: Page, address: str) -> None:
    phone.context.set_offline(True)
    with pytest.raises(Error, match=r"ERR_FAILED|ERR_INTERNET_DISCONNECTED"):
        phone.goto(address)
