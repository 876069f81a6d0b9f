"""What a list would do: matched by keys in their order, changes, contradictions, and errors that name their column."""

from datetime import date

import pytest

from cmdb.reconciling import Planned, Reconciler, counts_of, digest_of
from tests import cast
from tests.cmdb import equipment
from tests.cmdb.equipment import item, keeper

pytestmark = pytest.mark.django_db


def plan(
    *rows: dict, match_by: tuple[str, ...] = ("source_key", "serial"), source: str = "scan", by=None
) -> list[Planned]:
    return Reconciler(rows, source=source, match_by=match_by, by=by or keeper()).plan()


def test_an_unknown_row_is_added_and_a_known_one_changed() -> None:
    known = item("A", serial="S-1", subtype="edge")
    new, changed, same = plan(
        {"name": "B", "item_class": "router", "serial": "S-2"},
        {"serial": "S-1", "subtype": "core"},
        {"serial": "s-1", "name": "A", "item_class": "Router"},
    )
    assert (new.outcome, changed.outcome) == ("add", "change")
    assert changed.item == known
    assert changed.changes == {"subtype": ["edge", "core"]}
    assert same.errors == {"source_key": ["Row 2 is about the same item: keep one."]}


def test_the_first_key_that_is_recorded_decides() -> None:
    by_key = item("by key", source="scan", source_key="7", serial="X")
    item("by serial", serial="S-1")
    (found,) = plan({"source_key": "7", "serial": "S-1", "subtype": "core"})
    assert found.item == by_key
    (other,) = plan({"source_key": "7", "serial": "S-1"}, match_by=("serial", "source_key"))
    assert other.item is not None
    assert other.item.name == "by serial"


def test_the_key_of_another_source_is_another_key() -> None:
    item("theirs", source="other", source_key="7")
    (found,) = plan({"source_key": "7", "name": "ours", "item_class": "router"})
    assert found.outcome == "add"


def test_an_attribute_can_be_the_key() -> None:
    equipment.attribute("mac")
    known = item(attributes={"mac": "00:1b"})
    (found,) = plan({"attributes.mac": "00:1b", "subtype": "core"}, match_by=("attributes.mac",))
    assert found.item == known


def test_a_key_that_two_items_have_is_refused() -> None:
    item("twin"), item("twin")
    (found,) = plan({"name": "twin", "item_class": "router"}, match_by=("name",))
    assert found.errors == {"name": ["2 items have this: give a key that only one has."]}


def test_what_was_verified_is_contradicted_and_not_changed() -> None:
    old, new = equipment.model("GW-200"), equipment.model("GW-300")
    item("A", serial="S-1", model=old, verified_on=date(2026, 3, 1))
    (found,) = plan({"serial": "S-1", "model": "GW-300", "subtype": "core", "verified_on": "2026-11-01"})
    assert found.outcome == "contradict"
    assert [value["id"] for value in found.contradictions["model"]] == [old.pk, new.pk]
    assert found.changes["subtype"] == ["", "core"]
    assert "verified_on" not in found.columns


def test_errors_name_their_column_and_the_remedy() -> None:
    equipment.attribute("ports", "number")
    (found,) = plan(
        {
            "name": "A",
            "item_class": "router",
            "model": "unknown",
            "customer": "nobody",
            "status": "lost",
            "attributes.ports": "many",
        }
    )
    assert set(found.errors) == {"model", "customer", "status", "attributes.ports"}
    assert found.errors["model"] == [
        "No product model is called “unknown”. Record it first, or correct the word."
    ]
    assert "in_use" in found.errors["status"][0]
    assert plan({"item_class": "spaceship", "name": "A"})[0].errors["item_class"]
    assert plan({"name": "A"})[0].errors == {"item_class": ["A new item needs its class."]}
    assert plan({"item_class": "router"})[0].errors == {"name": ["A new item needs a name."]}


def test_two_new_rows_of_one_key_are_one_too_many() -> None:
    equipment.kind()
    row = {"name": "A", "item_class": "router", "serial": "S-9"}
    first, second = plan(row, row)
    assert (first.outcome, second.outcome) == ("add", "wrong")


def test_a_serial_that_is_recorded_is_no_new_item() -> None:
    item("A", serial="S-1")
    (found,) = plan({"name": "B", "item_class": "router", "serial": "S-1"}, match_by=("name",))
    assert "has this serial number already" in found.errors["serial"][0]


def test_nobody_verifies_by_a_list_who_may_not_verify() -> None:
    tool = cast.person("api_client")
    tool.customers.add(mine := cast.customer())
    row = {"name": "A", "item_class": "router", "customer": mine.code, "verified_on": "2026-11-01"}
    equipment.kind()
    (found,) = plan(row, by=tool)
    assert set(found.errors) == {"verified_on"}


def test_other_customers_items_are_neither_matched_nor_made() -> None:
    tool = cast.person("api_client")
    tool.customers.add(cast.customer())
    other = cast.customer()
    item("theirs", customer=other, source="scan", source_key="7")
    (found,) = plan({"source_key": "7", "item_class": "router", "name": "x", "customer": other.code}, by=tool)
    assert found.item is None
    assert set(found.errors) == {"customer"}


def test_a_site_is_one_of_the_customers() -> None:
    mine, other = cast.customer(), cast.customer()
    site = cast.site(other)
    equipment.kind()
    (found,) = plan({"name": "A", "item_class": "router", "customer": mine.code, "site": site.code})
    assert set(found.errors) == {"site"}


def test_the_digest_changes_with_what_would_be_done() -> None:
    made = item("A", serial="S-1")
    row = {"serial": "S-1", "subtype": "core"}
    before = digest_of(plan(row))
    assert digest_of(plan(row)) == before
    made.subtype = "edge"
    made.save()
    assert digest_of(plan(row)) != before
    assert counts_of(plan(row)) == {"add": 0, "change": 1, "contradict": 0, "same": 0, "wrong": 0}
