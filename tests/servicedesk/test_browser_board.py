"""Board and wall in a real browser: they follow the desk, draw what they count, and say so when they cannot."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from calls.log import log_call
from people.models import User
from records.actions import advance
from tests import cast
from tests.browser import sign_in
from tests.servicedesk.test_browser_shell import open_page, violations

LIVE = "#live-dot[data-state=live]"
NO_WORKER = "delete window.SharedWorker"
# How many points of the drawing hold ink.
INK = """() => {
    const canvas = document.querySelector(".plot canvas");
    if (!canvas) return 0;
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((value, place) => place % 4 === 3 && value > 0).length;
}"""
MARK = "document.querySelector('.plot canvas').dataset.mark = 'the same'"


@pytest.fixture
def supervisor(live: str) -> User:
    return cast.person("supervisor")


def drawn(page: Page, more_than: int = 500) -> int:
    """The ink of the drawing, once it is more. Playwright cannot wait for it: the page's policy forbids eval."""
    for _each in range(50):
        if (ink := page.evaluate(INK)) > more_than:
            return int(ink)
        page.wait_for_timeout(100)
    raise AssertionError(f"only {ink} points are drawn")


def watch(page: Page, user: User, path: str, width: int = 1280, height: int = 900) -> Page:
    page.set_viewport_size({"width": width, "height": height})
    sign_in(page, user)
    page.goto(path)
    page.wait_for_selector(LIVE)
    page.wait_for_selector(".plot canvas")
    return page


@pytest.mark.parametrize("path", ["/", "/wall/"])
def test_the_chart_goes_on_drawing_after_a_live_refresh(page: Page, supervisor: User, path: str) -> None:
    watch(page, supervisor, path)
    ink = drawn(page)
    page.evaluate(MARK)
    for calls in (1, 2):
        log_call(by=supervisor, caller_name="Somebody")
        with page.expect_response(lambda answer: answer.url.endswith(path)):
            cast.incident(by=supervisor)
        expect(page.locator(".box-tools", has_text="so far")).to_contain_text(str(calls))
        assert drawn(page, more_than=ink)
    # One canvas for as long as the page stands: a wall stands for weeks.
    assert page.evaluate("document.querySelector('.plot canvas').dataset.mark") == "the same"


def test_a_chart_is_drawn_again_when_its_canvas_was_swapped_away(page: Page, supervisor: User) -> None:
    watch(page, supervisor, "/")
    page.evaluate("htmx.ajax('GET', '/', { target: '#board', swap: 'outerHTML' })")
    assert drawn(page)


def test_a_new_incident_is_counted_on_an_open_board(page: Page, supervisor: User) -> None:
    watch(page, supervisor, "/")
    opened = page.locator(".tile", has_text=re.compile(r"^\s*Open")).locator(".tile-value")
    expect(opened).to_have_text("0")
    cast.incident(by=supervisor)
    expect(opened).to_have_text("1")


def crowded(user: User) -> None:
    """More than fits: late teams with long names, critical work with long titles."""
    for number in range(9):
        team = cast.team(f"team-{number}", name=f"Regional field service and spare parts number {number}")
        incident = cast.incident(
            by=user, impact=1, urgency=1, title="No connection to the remote server " * 6, team=team
        )
        assert incident.team == team


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (3840, 2160), (1366, 768), (1280, 1024)])
def test_everything_on_the_wall_fits_its_screen(
    page: Page, supervisor: User, width: int, height: int, language: str
) -> None:
    User.objects.filter(pk=supervisor.pk).update(language=language)
    crowded(supervisor)
    watch(page, supervisor, "/wall/", width, height)
    cut = page.evaluate(
        """() => [...document.querySelectorAll(".tile, .tile *, .box-head *, .plot, .wall tbody tr")]
            .filter((one) => {
                const { top, right, bottom } = one.getBoundingClientRect();
                const box = one.closest(".tiles, .box").getBoundingClientRect();
                const isWide = right > Math.min(innerWidth, box.right) + 1;
                return isWide || top < box.top - 1 || bottom > Math.min(innerHeight, box.bottom) + 1;
            }).map((one) => one.outerHTML.slice(0, 120))"""
    )
    assert cut == []
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_the_wall_writes_is_large_enough_for_five_metres(page: Page, supervisor: User) -> None:
    crowded(supervisor)
    watch(page, supervisor, "/wall/", 1920, 1080)
    sizes = page.evaluate(
        """() => [...document.querySelectorAll(".tile-label, .wall-two td, .wall-two tbody th, .wall-pressing td")]
            .map((one) => parseFloat(getComputedStyle(one).fontSize))"""
    )
    # Half a metre and more of screen height: capitals of 12 millimetres.
    assert min(sizes) >= 26


def test_a_wall_that_lost_its_connection_says_so_and_comes_back(page: Page, supervisor: User) -> None:
    page.clock.install()
    page.add_init_script(NO_WORKER)
    watch(page, supervisor, "/wall/", 1920, 1080)
    stands = page.locator("#wall").bounding_box()
    page.route("**/live/stream/**", lambda route: route.abort())
    page.route("**/wall/", lambda route: route.abort())
    page.clock.fast_forward(41_000)  # not even a ping came: the line is dead
    band = page.locator("#wall-lost")
    page.clock.fast_forward(5_000)
    expect(band).to_contain_text(re.compile(r"These figures are of \d\d:\d\d:\d\d"))
    assert page.locator("#wall").bounding_box() == stands
    cast.incident(by=supervisor)
    page.unroute("**/live/stream/**")
    page.unroute("**/wall/")
    page.clock.fast_forward(31_000)
    page.wait_for_selector(LIVE)
    expect(band).to_be_hidden()
    page.clock.fast_forward(1_000)
    opened = page.locator(".tile", has_text=re.compile(r"^\s*Open")).locator(".tile-value")
    expect(opened).to_have_text("1")


def some_work(user: User) -> None:
    late = cast.incident(by=user, impact=1, urgency=1, title="Whole house without network")
    advance(late, "escalate_up", by=user, reason="Too slow")
    advance(cast.incident(by=user), "hand_over", by=user, owner=cast.agent(), reason="End of the shift")
    advance(cast.incident(by=user), "resolve", by=user, **cast.solution())
    log_call(by=user, caller_name="Somebody", is_first_call_resolution=True)


@pytest.mark.parametrize(
    ("theme", "width"), [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)], ids=str
)
def test_axe_finds_nothing_and_nothing_runs_over(
    new_page: Callable[..., Page], supervisor: User, theme: str, width: int
) -> None:
    some_work(supervisor)
    page = new_page(color_scheme=theme, viewport={"width": width, "height": 900})
    sign_in(page, supervisor)
    yesterday = (timezone.localtime() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    for address in (
        "/",
        f"/?at={yesterday}",
        "/wall/",
        "/ledger/",
        "/ledger/hand-overs/",
        "/notices/ledger/",
    ):
        open_page(page, address)
        expect(page.locator(".htmx-request")).to_have_count(0)
        assert violations(page) == [], address
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, address
