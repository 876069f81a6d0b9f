"""A campaign in a real browser, by keyboard: it finds a wrong hardware model and ends with the corrected item."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from cmdb.models import ConfigurationItem
from discrepancies.models import Discrepancy
from outreach.calling import next_person
from outreach.models import Attempt, CallTask, Campaign
from outreach.outcomes import Told, note_outcome
from tests import cast
from tests.browser import sign_in
from tests.outreach import people as cp
from tests.releases.people import deployed, manager, model
from tests.servicedesk.test_browser_shell import open_page, violations

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]
QUESTIONS = [
    {"text": "What does the plate say?", "sort": "model"},
    {"text": "Does it work again?", "sort": "yes_no"},
]


def test_a_campaign_finds_a_wrong_model_and_ends_with_the_corrected_item(
    new_page: NewPage, live: str
) -> None:
    group, agent, supervisor = cp.customers(1), cp.caller(), cp.supervisor()
    model("GW-300")
    campaign = cp.approved(
        agent, audience="record", for_record=deployed(manager(), group), questions=QUESTIONS
    )
    # The supervisor's go.
    lead = sign_in(new_page(), supervisor)
    open_page(lead, reverse("desk:campaign", args=[campaign.number]))
    lead.keyboard.press("s")
    lead.get_by_role("dialog").get_by_role("button", name="Start").press("Enter")
    expect(lead.locator("#people")).to_be_visible()
    # The agent calls, without a mouse.
    page = sign_in(new_page(), agent)
    open_page(page, reverse("desk:campaign-run", args=[campaign.number]))
    page.keyboard.press("e")
    expect(page.locator(".runner-script")).to_contain_text("written on the plate")
    plate = page.get_by_label("What does the plate say?")
    expect(plate).to_be_focused()
    page.keyboard.type("GW-300")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(page.locator("#runner-form")).to_contain_text("This is needed.")
    expect(plate).to_have_value("GW-300")
    page.get_by_label("yes", exact=True).press("Space")
    page.keyboard.press("r")
    found = page.get_by_role("region", name="Messages")
    expect(found).to_contain_text("The records are wrong")
    discrepancy = Discrepancy.objects.get()
    expect(found).to_contain_text(discrepancy.number)
    expect(page.locator("#runner")).to_contain_text("The campaign is done")
    # A second person confirms what was read out, and the configuration manager corrects the record.
    second = sign_in(new_page(), cast.person("field_engineer"))
    open_page(second, reverse("desk:record", args=[discrepancy.number]))
    second.keyboard.press("y")
    expect(second.locator("main")).to_contain_text("confirmed what was observed")
    keeper = sign_in(new_page(), cast.person("configuration_manager"))
    open_page(keeper, reverse("desk:record", args=[discrepancy.number]))
    keeper.keyboard.press("r")
    keeper.get_by_role("dialog").get_by_role("button", name="Correct the record").press("Enter")
    expect(keeper.locator("main")).to_contain_text("corrected the record to")
    item = ConfigurationItem.objects.get(customer=group[0])
    assert item.model == model("GW-300")
    assert item.changes.filter(reference=discrepancy.number).exists()


def test_what_was_typed_survives_a_broken_line_and_is_noted_once(new_page: NewPage, live: str) -> None:
    cp.customers(1)
    campaign, agent = cp.running(questions=QUESTIONS), cp.caller()
    next_person(campaign, by=agent)
    page = sign_in(new_page(), agent)
    open_page(page, reverse("desk:campaign-run", args=[campaign.number]))
    page.get_by_label("What does the plate say?").fill("GW-200")
    page.get_by_label("yes", exact=True).check()
    page.context.set_offline(True)
    page.get_by_role("button", name="Reached").click()
    expect(page.get_by_role("region", name="Messages")).to_be_visible()
    expect(page.get_by_label("What does the plate say?")).to_have_value("GW-200")
    page.context.set_offline(False)
    page.get_by_role("button", name="Reached").click()
    expect(page.locator("#runner")).to_contain_text("The campaign is done")
    assert Attempt.objects.count() == 1
    assert CallTask.objects.get().fate == "reached"


def test_one_key_says_it_while_an_answer_has_the_cursor(new_page: NewPage, live: str) -> None:
    cp.customers(2)
    campaign, agent = cp.running(questions=QUESTIONS), cp.caller()
    next_person(campaign, by=agent)
    page = open_page(sign_in(new_page(), agent), reverse("desk:campaign-run", args=[campaign.number]))
    first = page.locator("#runner-person").inner_text()
    expect(page.get_by_label("What does the plate say?")).to_be_focused()
    page.keyboard.press("Alt+n")
    expect(page.locator("#runner-person")).not_to_have_text(first)
    assert [one.outcome for one in Attempt.objects.all()] == ["no_answer"]


def test_progress_follows_what_others_call(new_page: NewPage, live: str) -> None:
    cp.customers(2)
    campaign, by = cp.running(), cp.caller()
    page = sign_in(new_page(), cp.supervisor())
    open_page(page, reverse("desk:campaign", args=[campaign.number]))
    task = next_person(campaign, by=by)
    assert task is not None
    note_outcome(task, by=by, told=Told(outcome="reached"))
    expect(page.locator(".release-numbers")).to_contain_text("100 % of those settled")


def test_a_campaign_is_written_by_keyboard_and_a_wrong_input_loses_nothing(
    new_page: NewPage, live: str
) -> None:
    cp.customers(3)
    page = open_page(sign_in(new_page(), cp.supervisor()), reverse("desk:campaign-new"))
    page.keyboard.type("Check the plates")
    page.locator("#id_audience").select_option("everybody")
    expect(page.locator("#audience-now")).to_contain_text("3 To be called")
    page.keyboard.press("Alt+q")
    page.keyboard.type("Does it work?")
    page.keyboard.press("Enter")
    page.keyboard.type("Which colour?")
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Tab")
    page.keyboard.type("one of")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#id_script")).to_be_focused()
    page.keyboard.type(cp.SCRIPT)
    page.locator("#id_form-0-options.is-invalid").fill("red / blue")
    page.locator("#id_form-1-text").focus()
    page.keyboard.press("Alt+Backspace")
    page.keyboard.press("Alt+z")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Check the plates")).to_be_visible()
    made = Campaign.objects.get()
    assert [one.text for one in made.questions.all()] == ["Which colour?", "Does it work?"]


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)])
def test_axe_finds_nothing_on_the_pages_of_campaigns(new_page: NewPage, theme: str, width: int) -> None:
    cp.customers(4)
    by = cp.supervisor()
    by.theme = theme
    by.save()
    draft = cp.draft(by)
    sampled = cp.running(questions=QUESTIONS, purpose="sample", sample_size=2, threshold_percent=90)
    waiting: Campaign = cp.approved(title="Waits for the go")
    page = sign_in(new_page(viewport={"width": width, "height": 900}), by)
    task = next_person(sampled, by=by)
    assert task is not None
    pages = [
        reverse("desk:campaigns"),
        *(reverse("desk:campaign", args=[one.number]) for one in (draft, waiting, sampled)),
        reverse("desk:campaign-new"),
        reverse("desk:campaign-write", args=[draft.number]),
        reverse("desk:campaign-run", args=[sampled.number]),
    ]
    for path in pages:
        open_page(page, path)
        assert violations(page) == [], path
