"""Items as they were, what changed since, and how far they can be relied on."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from cmdb.changing import change_item, verify_item
from cmdb.models import Baseline, ConfigurationItem
from cmdb.timeline import Words, changed_since, scope_of, state_at
from cmdb.truth import figures, incomplete, unverified
from tests import cast
from tests.cmdb import equipment
from tests.cmdb.equipment import item, keeper, rely, trace

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def ago(**span: int):
    return time_machine.travel(NOW - timedelta(**span), tick=False)


def everything():
    return ConfigurationItem.objects.all()


def test_it_knows_what_an_item_was() -> None:
    with ago(days=30):
        made = item(model=equipment.model("GW-200"), serial="S-1")
    with ago(days=10):
        change_item(made, trace(), model=equipment.model("GW-300"))
    made.refresh_from_db()
    then = state_at(made, NOW - timedelta(days=20))
    assert (then["model"]["label"], then["serial"]) == ("GW-200", "S-1")
    assert state_at(made, NOW)["model"]["label"] == "GW-300"
    assert state_at(made, NOW - timedelta(days=40)) == {}


def test_back_and_forth_is_no_difference() -> None:
    with ago(days=30):
        steady, moved, unseen = item(serial="A"), item(serial="B"), item()
    with ago(days=5):
        change_item(steady, trace(), serial="X")
        change_item(steady, trace(), serial="A")
        change_item(moved, trace(), serial="C")
        change_item(moved, trace(), serial="D")
        rely(moved, steady)
        new = item("new")
    verify_item(unseen, trace())
    found = {one.item.pk: one for one in changed_since(NOW - timedelta(days=20), everything())}
    assert found.keys() == {steady.pk, moved.pk, new.pk}
    assert found[moved.pk].net["serial"] == ["B", "D"]
    assert found[new.pk].is_new
    assert "serial" not in found[steady.pk].net


def test_a_baseline_is_about_its_part() -> None:
    mine = cast.customer()
    own, other = item(customer=mine), item()
    baseline = Baseline.objects.create(name="Before the move", by=keeper(), customer=mine)
    assert list(scope_of(baseline, everything())) == [own]
    assert other.pk


def test_history_reads_in_words() -> None:
    equipment.attribute("poe", "boolean")
    made = item(status="in_repair", attributes={"poe": "yes"})
    words = Words()
    pairs = {pair["name"]: pair["after"] for pair in words.pairs(made.changes.get().changes)}
    assert (pairs["Status"], pairs["Poe"], pairs["Class"]) == ("in repair", "yes", "Router")


def test_completeness_counts_what_a_class_needs() -> None:
    kind = equipment.kind(needed_columns=["model", "serial"])
    equipment.attribute("ports", "number")
    full = item(model=equipment.model(), serial="1", attributes={"ports": 4})
    half, empty = item(serial="2"), item()
    kind.definitions.update(is_required=True)
    line = figures(everything())[0]
    assert (line.items, line.complete, line.filled, line.wanted) == (3, 1, 4, 9)
    assert set(everything().filter(incomplete())) == {half, empty}
    assert full.pk


def test_a_class_that_needs_nothing_is_complete() -> None:
    item()
    line = figures(everything())[0]
    assert (line.completeness, line.incomplete, line.never) == (None, 0, 1)
    assert not everything().filter(incomplete()).exists()


def test_every_item_has_one_age_and_the_figures_count_the_lists() -> None:
    today = timezone.localdate()
    for days in (None, 0, 89, 90, 91, 180, 181, 365, 366, 2000):
        item(verified_on=None if days is None else today - timedelta(days=days))
    item(status="retired")
    line = figures(everything())[0]
    ages = [line.fresh, *line.older, line.never]
    assert (sum(ages), line.items) == (10, 10)
    lists = [
        everything().exclude(status="retired").filter(unverified(age)).count()
        for age in ("fresh", "90", "180", "365", "never")
    ]
    assert lists == ages == [3, 2, 2, 2, 1]


def test_figures_are_told_by_class_and_source() -> None:
    item(source="scan", source_key="1")
    item(source="scan", source_key="2")
    item(item_class=equipment.kind("server"))
    told = [(line.item_class.code, line.source, line.items) for line in figures(everything())]
    assert told == [("router", "scan", 2), ("server", "", 1)]


def test_another_redundancy_group_is_a_change_of_the_relation_that_both_ends_tell() -> None:
    with ago(days=5):
        rack, feed = item("rack"), item("feed")
        rely(rack, feed)
    rely(rack, feed, group="power", needed=2)
    for one, other in ((rack, feed), (feed, rack)):
        line = one.changes.first()
        assert line is not None
        assert line.event == "changed"
        (told,) = Words().pairs(line.changes)
        assert (told["before"], told["after"]) == (str(other), f"{other} (of “power” 2 are enough)")
    (found, _other) = changed_since(NOW - timedelta(days=1), everything())
    assert len(found.net) == 1
    rely(rack, feed, group="power", needed=2)
    assert rack.changes.count() == 3  # recorded, related, regrouped: the same said again is no line
