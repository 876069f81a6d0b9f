"""The documentation of REST in a real browser: under the policy, in both themes, and to be tried."""

import pytest
from playwright.sync_api import Page, expect

from calls.models import Call
from tests import cast
from tests.browser import sign_in


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_read_and_tried_without_a_complaint(page: Page, scheme: str) -> None:
    heard: list[str] = []
    page.on("console", lambda line: heard.append(line.text) if line.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    sign_in(page, cast.agent())
    page.goto("/api/v1/docs/")
    # The whole schema is made for it first.
    page.locator("#operations-tag-calls").click(timeout=90_000)
    post = page.locator(".opblock-post").first
    post.click()
    post.get_by_role("button", name="Try it out").click()
    post.locator("textarea.body-param__text").fill('{"caller_name": "Mr Wang", "reason": "From the page"}')
    post.get_by_role("button", name="Execute").click()
    expect(post.locator(".live-responses-table .response-col_status").nth(1)).to_contain_text("201")
    assert Call.objects.get().caller_name == "Mr Wang"
    assert heard == []
