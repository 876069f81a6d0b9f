"""Being told, in a real browser: the bell rings by itself, one key acknowledges; axe on every page of telling."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from notifications.composing import tell_all
from notifications.models import Rule, SentMail, Template
from records.actions import advance
from tests import cast
from tests.browser import sign_in
from tests.notifications.telling import queued, webhook
from tests.servicedesk.test_browser_shell import violations


def test_the_bell_rings_without_a_reload_and_is_quiet_once_acknowledged(page: Page) -> None:
    agent, leader = cast.agent(), cast.person("shift_leader")
    incident = cast.incident(by=agent, title="No connection to the till")
    sign_in(page, leader).goto("/notices/")
    expect(page.get_by_text("Nothing unread")).to_be_visible()
    expect(page.locator(".live-dot")).to_have_attribute("data-state", "live")
    advance(incident, "escalate_up", by=agent, reason="Too slow")
    tell_all()
    expect(page.locator("#bell .bell-count")).to_have_text("1")
    expect(page.locator("#notices")).to_contain_text("No connection to the till")
    page.get_by_role("button", name="Acknowledge").click()
    expect(page.get_by_text("Nothing unread")).to_be_visible()
    expect(page.locator("#bell .bell-count")).to_have_count(0)


def test_a_notice_leads_to_its_record(page: Page) -> None:
    agent, engineer = cast.agent(), cast.engineer("network")
    incident = cast.incident(by=agent)
    advance(incident, "assign", by=agent, team=cast.team("network"), assignee=engineer)
    tell_all()
    sign_in(page, engineer).goto("/notices/")
    page.get_by_role("link", name=incident.number).first.click()
    expect(page).to_have_url(re.compile(f"/records/{incident.number}/$"))
    expect(page.locator("#bell .bell-count")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages_of_telling(
    new_page: Callable[..., Page], theme: str, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "notifications.mailbox.MailboxBackend"
    administrator, agent = cast.person("administrator"), cast.agent()
    advance(cast.incident(by=agent), "assign", by=agent, team=cast.team("network"))
    queued(administrator, 3, state="failed", error="550 No such user")
    hook = webhook("https://tool.example/", owner=administrator)
    tell_all()
    mail = SentMail.objects.create(sender="a@b.example", to=["c@d.example"], subject="Solved", body="Dear …")
    page = sign_in(new_page(color_scheme=theme), administrator)
    for address in (
        "/notices/",
        "/notices/?show=all",
        "/notices/ledger/",
        "/notices/ledger/?state=failed",
        "/mailbox/",
        f"/mailbox/{mail.pk}/",
        "/settings/notices/rules/",
        f"/settings/notices/rules/{Rule.objects.get(code='clock_75').pk}/",
        "/settings/notices/templates/",
        f"/settings/notices/templates/{Template.objects.get(key='watched').pk}/",
        "/settings/notices/webhooks/",
        f"/settings/notices/webhooks/{hook.pk}/",
    ):
        page.goto(address)
        expect(page.locator("#bell a")).to_be_visible()
        assert (address, violations(page)) == (address, [])
