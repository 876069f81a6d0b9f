"""What speaks against a pilot: reckoned from the CMDB, from discrepancies, approvals and parts."""

import pytest
from django.core.exceptions import ValidationError

from cmdb.models import ItemClass, Relation, RelationType
from discrepancies.models import Discrepancy
from people.models import Customer, User
from records.actions import advance, register
from releases.readiness import as_read_by, cover_of, gaps_of
from tests import cast
from tests.changes.people import approved, change, part_for
from tests.releases.people import customers, item, manager, model, ready, release

pytestmark = pytest.mark.django_db


def sorts(record: object) -> list[str]:
    return [gap.sort for gap in gaps_of(record)]


def doubt(by: User, of: Customer, attribute: str = "model", observed: str = "GW-210") -> Discrepancy:
    return register(
        Discrepancy, by=by, item=of.items.first(), attribute=attribute, observed=observed, origin="visit"
    )


def test_a_covered_group_lacks_nothing() -> None:
    lead, group = manager(), customers(2)
    made = ready(lead, group)
    assert sorts(made) == []
    assert advance(made, "start_pilot", by=lead).gaps_at_start == []


def test_each_model_without_a_passed_test_is_named_with_what_follows() -> None:
    lead, group = manager(), customers(3)
    item(group[0], "GW-300")
    item(group[1], "GW-300")
    gap = gaps_of(ready(lead, group))[0]
    assert gap.words == "No test was made on GW-300."
    assert gap.consequence == "2 pilot customers get it on a model on which nobody saw it work."
    assert gap.model_id == model("GW-300").pk


def test_the_last_run_on_a_model_is_the_one_that_counts() -> None:
    lead, group = manager(), customers(1)
    made = ready(lead, group)
    made = advance(made, "note_test", by=lead, product_model=model(), result="failed")
    assert gaps_of(made)[0].words == "The last test on GW-200 failed."
    made = advance(made, "note_test", by=lead, product_model=model(), result="passed")
    assert sorts(made) == []


def test_what_is_retired_of_another_service_or_customer_is_no_concern() -> None:
    lead, group = manager(), customers(1)
    item(group[0], "GW-1", status="retired")
    item(group[0], "LP-40", service=cast.service("printing"))
    item(cast.customer(), "GW-9")
    assert sorts(ready(lead, group)) == []


def test_an_item_without_a_model_cannot_be_covered() -> None:
    lead, group = manager(), customers(1)
    item(group[0], None)
    assert sorts(ready(lead, group)) == ["unknown"]


def test_an_open_discrepancy_puts_the_cover_itself_in_doubt() -> None:
    lead, group = manager(), customers(1)
    found = doubt(cast.agent(), group[0])
    gap = gaps_of(ready(lead, group))[0]
    assert (gap.sort, gap.number) == ("discrepancy", found.number)
    assert "wrong model" in gap.consequence
    advance(found, "dismiss", by=cast.person("supervisor"), reason="Misread")
    assert sorts(ready(lead, group)) == []


def test_discrepancies_that_are_alike_are_told_as_one() -> None:
    lead, agent, group = manager(), cast.agent(), customers(3)
    for one in group[:2]:
        doubt(agent, one, observed="DM-20")
    gaps = gaps_of(ready(lead, group))
    assert [gap.words for gap in gaps] == ["2 items are recorded as “GW-200”, and somebody saw “DM-20”."]
    assert gaps[0].consequence == "No passed test covers “DM-20”: what was tested is the wrong model."


def test_a_part_of_the_equipment_counts_and_a_line_without_a_model_does_not() -> None:
    lead, group = manager(), customers(1)
    gateway = group[0].items.get()
    module = item(group[0], "DM-10", service=None)
    verb, _ = RelationType.objects.get_or_create(
        code="part-of", defaults={"name": "part of", "inverse": "has"}
    )
    Relation.objects.create(type=verb, subject=module, target=gateway)
    link = ItemClass.objects.create(code="link", name="Line")
    item(group[0], None, item_class=link)
    assert [gap.words for gap in gaps_of(ready(lead, group))] == ["No test was made on DM-10."]


def test_a_change_that_nobody_approved_and_a_part_that_is_missing_are_told() -> None:
    lead, group, changer = manager(), customers(1), cast.person("change_manager")
    made, waiting = ready(lead, group), approved(changer)
    part_for(waiting, changer)
    fresh_one = change(changer)
    made = advance(advance(made, "build", by=lead), "include", by=lead, change=waiting)
    made = advance(made, "include", by=lead, change=fresh_one)
    assert [(gap.sort, gap.words.split()[0]) for gap in gaps_of(made)] == [
        ("approval", fresh_one.number),
        ("part", waiting.number),
    ]


def test_who_may_not_see_the_record_behind_a_gap_reads_that_there_is_one_and_nothing_of_it() -> None:
    lead, group, changer = manager(), customers(2), cast.person("change_manager")
    waiting = approved(changer)
    part_for(waiting, changer)
    for one, observed in zip(group, ("GW-777", "GW-778"), strict=True):
        doubt(cast.agent(), one, observed=observed)
    made = advance(ready(lead, group), "build", by=lead)
    made = advance(made, "include", by=lead, change=waiting)
    gaps = as_read_by(gaps_of(made), cast.person("api_client", teams=()))
    assert [(gap.sort, gap.number) for gap in gaps] == [("discrepancy", ""), ("part", "")]
    assert not any(told in str(gaps) for told in ("GW-777", "GW-778", waiting.number, "PO0"))
    assert as_read_by(gaps_of(made), lead) == gaps_of(made)


def test_without_a_group_it_says_so() -> None:
    assert sorts(release(manager())) == ["pilots"]


def test_starting_anyway_takes_a_reason_and_keeps_what_was_missing() -> None:
    lead, group = manager(), customers(1)
    made = ready(lead, group, tested=())
    with pytest.raises(ValidationError) as error:
        advance(made, "start_pilot", by=lead, reason="  ")
    assert any("GW-200" in words for words in error.value.message_dict["reason"])
    made = advance(made, "start_pilot", by=lead, reason="The customer insists")
    assert [gap["sort"] for gap in made.gaps_at_start] == ["model"]
    assert made.journal.get(step="start_pilot").note == "The customer insists"


def test_the_cover_lists_what_was_tested_though_nobody_has_it() -> None:
    lead, group = manager(), customers(2)
    covers = cover_of(ready(lead, group, tested=("GW-210",)))
    told = [(str(one.model), one.items, len(one.customers), one.is_covered) for one in covers]
    assert told == [("GW-200", 2, 2, False), ("GW-210", 0, 0, True)]


def test_readiness_costs_the_same_for_many_customers(django_assert_max_num_queries) -> None:
    lead = manager()
    made = ready(lead, customers(12))
    with django_assert_max_num_queries(14):
        gaps_of(made)
