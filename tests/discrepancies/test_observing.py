"""Carrying a list out: whole or not at all; what contradicts a verified record opens a discrepancy."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from cmdb.models import ConfigurationItem, ItemChange, ItemImport, Via
from cmdb.reconciling import digest_of
from discrepancies.models import Discrepancy
from discrepancies.observing import apply_load, plan_of
from people.models import User
from records.errors import Forbidden, Refused
from tests import cast
from tests.cmdb import equipment
from tests.cmdb.equipment import item, keeper

pytestmark = pytest.mark.django_db


def load_of(*rows: dict, by: User, source: str = "inventory") -> ItemImport:
    return ItemImport.objects.create(
        by=by,
        via=Via.IMPORT,
        source=source,
        name="list.csv",
        match_by=["source_key", "serial"],
        rows=list(rows),
    )


def applied(load: ItemImport, by: User) -> ItemImport:
    return apply_load(load, by=by, digest=digest_of(plan_of(load, by)))


def test_a_list_adds_and_changes_and_its_history_names_it() -> None:
    by, known = keeper(), item("A", serial="S-1")
    rows = [{"serial": "S-1", "subtype": "core"}, {"name": "B", "item_class": "router", "source_key": "7"}]
    load = applied(load_of(*rows, by=by), by)
    assert load.counts["add"] == load.counts["change"] == 1
    added = ConfigurationItem.objects.get(name="B")
    assert (added.source, added.source_key) == ("inventory", "7")
    assert set(ItemChange.objects.filter(load=load).values_list("item", flat=True)) == {known.pk, added.pk}


def test_what_contradicts_a_verified_record_opens_one_discrepancy() -> None:
    by = keeper()
    equipment.model("GW-300")
    seen = item("A", serial="S-1", model=equipment.model("GW-200"), verified_on=date(2026, 3, 1))
    row = {"serial": "S-1", "model": "GW-300", "subtype": "core"}
    for _ in range(2):
        applied(load_of(row, by=by), by)
    found = Discrepancy.objects.get()
    assert (found.item, found.attribute, found.recorded, found.observed, found.origin) == (
        seen,
        "model",
        "GW-200",
        "GW-300",
        "import",
    )
    assert found.evidence == "list.csv, row 1"
    seen.refresh_from_db()
    assert (str(seen.model), seen.subtype) == ("GW-200", "core")


def test_one_wrong_row_keeps_everything_back() -> None:
    by = keeper()
    equipment.kind()
    load = load_of({"name": "A", "item_class": "router"}, {"name": "B", "item_class": "spaceship"}, by=by)
    with pytest.raises(Refused, match="Some rows are wrong"):
        applied(load, by)
    assert not ConfigurationItem.objects.exists()


def test_what_fails_half_way_leaves_nothing() -> None:
    by = keeper()
    item("taken", source="inventory", source_key="7", serial="S-1", status="retired")
    rows = [{"name": "A", "item_class": "router"}, {"name": "B", "item_class": "router", "source_key": "7"}]
    load = load_of(*rows, by=by)
    with pytest.raises(ValidationError, match="Row 2"):
        applied(load, by)
    assert ConfigurationItem.objects.count() == 1
    assert ItemImport.objects.get(pk=load.pk).applied_at is None


def test_what_changed_since_it_was_shown_is_shown_again() -> None:
    by, known = keeper(), item("A", serial="S-1")
    load = load_of({"serial": "S-1", "subtype": "core"}, by=by)
    shown = digest_of(plan_of(load, by))
    known.subtype = "edge"
    known.save()
    with pytest.raises(Refused, match="have changed"):
        apply_load(load, by=by, digest=shown)


def test_a_list_is_carried_out_once() -> None:
    by = keeper()
    equipment.kind()
    load = load_of({"name": "A", "item_class": "router"}, by=by)
    applied(load, by)
    with pytest.raises(Refused, match="already"):
        applied(load, by)


def test_who_may_not_import_may_not() -> None:
    with pytest.raises(Forbidden):
        plan_of(load_of({"name": "A"}, by=keeper()), cast.agent())
