"""The pages of equipment in a real browser: a list carried out, a discrepancy from the item, axe on each."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cmdb.changing import change_item
from cmdb.models import Baseline, ConfigurationItem
from discrepancies.models import Discrepancy
from people.models import User
from tests import cast
from tests.browser import sign_in
from tests.cmdb import equipment
from tests.cmdb.equipment import item, keeper, rely, trace
from tests.servicedesk.test_browser_shell import open_page, violations

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]
LIST = "name,class,serial,model\nNew one,router,S-9,\nCore,,S-1,GW-300\n"


@pytest.fixture
def by(live: str) -> User:
    return keeper()


def plant() -> ConfigurationItem:
    """A core with something above and below it, verified, changed, and with equipment of a customer."""
    equipment.model("GW-300")
    equipment.attribute("ports", "number", unit="ports")
    kind = equipment.kind(needed_columns=["customer"])
    told = {"serial": "S-1", "model": equipment.model("GW-200"), "verified_on": date(2026, 3, 1)}
    core = item("Core", item_class=kind, attributes={"ports": 24}, service=cast.service(), **told)
    left, right = item("Feed left"), item("Feed right")
    rely(core, left, right, group="power")
    for number in range(9):
        rely(item(f"Terminal {number}", customer=cast.customer()), core)
    change_item(core, trace(note="Read off the plate"), subtype="core")
    return core


def send(page: Page, folder: Path, text: str) -> None:
    file = folder / "list.csv"
    file.write_text(text)
    open_page(page, "/items/import/")
    page.set_input_files("input[type=file]", file)
    page.fill("input[name=source]", "inventory")
    page.get_by_role("button", name="Look at it first").click()


def test_a_list_is_looked_at_and_carried_out(page: Page, by: User, tmp_path: Path) -> None:
    plant()
    sign_in(page, by)
    send(page, tmp_path, LIST)
    expect(page.locator(".notice")).to_contain_text("contradicts what somebody has verified")
    assert violations(page) == []
    assert not Discrepancy.objects.exists()
    page.get_by_role("button", name="Carry it out").click()
    expect(page.get_by_role("link", name="The items that it wrote")).to_be_visible()
    assert violations(page) == []
    assert Discrepancy.objects.get().observed == "GW-300"
    assert ConfigurationItem.objects.filter(name="New one").exists()


def test_relations_are_looked_at_and_carried_out(page: Page, by: User, tmp_path: Path) -> None:
    core, feed = plant(), item("Feed C")
    sign_in(page, by)
    file = tmp_path / "relations.csv"
    file.write_text(f"subject,relation,target\n{core.name},runs-on,{feed.name}\n")
    open_page(page, "/items/relations/import/")
    assert violations(page) == []
    page.set_input_files("input[type=file]", file)
    page.fill("input[name=source]", "inventory")
    page.get_by_role("button", name="Look at it first").click()
    expect(page.locator("table ins")).to_have_text("Feed C")
    assert violations(page) == []
    page.get_by_role("button", name="Carry it out").click()
    expect(page.get_by_role("link", name="The items that it wrote")).to_be_visible()
    assert feed.relations_back.get().subject == core


def test_a_wrong_list_says_what_to_correct(page: Page, by: User, tmp_path: Path) -> None:
    plant()
    sign_in(page, by)
    send(page, tmp_path, LIST.replace("GW-300", "XX-1"))
    expect(page.locator("table")).to_contain_text("Record it first, or correct the word.")
    expect(page.get_by_role("button", name="Carry it out")).to_have_count(0)
    assert violations(page) == []


def test_a_discrepancy_is_reported_from_the_item_by_keyboard(page: Page, by: User) -> None:
    core = plant()
    sign_in(page, by)
    open_page(page, f"/items/{core.pk}/")
    page.keyboard.press("d")
    expect(page.locator("#dialog form")).to_be_visible()
    page.locator("#dialog [name=observed]").fill("GW-300")
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile("/records/DIS"))
    assert Discrepancy.objects.get().item == core


def test_the_drawing_shows_the_nearest_of_every_storey(page: Page, by: User) -> None:
    core = plant()
    sign_in(page, by)
    open_page(page, f"/items/{core.pk}/impact/")
    # The item itself, and six of the nine terminals that hang on it.
    expect(page.locator("#impact-graph")).to_have_attribute("data-drawn", "7")


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_and_nothing_runs_over(new_page: NewPage, by: User, theme: str, width: int) -> None:
    core = plant()
    Baseline.objects.create(name="Before", by=by, at=timezone.now())
    page = new_page(color_scheme=theme, viewport={"width": width, "height": 900})
    sign_in(page, by)
    here = f"/items/{core.pk}/"
    service = f"/services/{core.service_id}/"
    addresses = (
        "/items/",
        here,
        f"{here}impact/",
        f"{here}edit/",
        "/items/truth/",
        "/items/since/",
        "/items/import/",
    )
    for address in (*addresses, "/services/", service):
        open_page(page, address)
        assert violations(page) == [], address
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, address
