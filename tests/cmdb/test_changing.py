"""The one way by which items change, and the history it writes."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.text import capfirst

from cmdb.changing import Trace, change_item, create_item, verify_item
from cmdb.models import ConfigurationItem, ItemChange, RedundancyGroup, Relation
from cmdb.relating import relate, unrelate
from cmdb.timeline import Words
from people.rights import Forbidden
from tests import cast
from tests.cmdb import equipment
from tests.cmdb.equipment import item, keeper, trace, verb

pytestmark = pytest.mark.django_db


def events(of: ConfigurationItem) -> list[str]:
    return list(of.changes.order_by("id").values_list("event", flat=True))


def test_a_new_item_begins_its_history_with_what_it_is() -> None:
    by = keeper()
    made = create_item(Trace(by=by, note="Delivered"), name="R1", item_class=equipment.kind(), serial="S-1")
    line = made.changes.get()
    assert (line.event, line.by, line.via, line.note) == ("created", by, "page", "Delivered")
    assert line.changes["serial"] == [None, "S-1"]
    assert line.changes["item_class"][1]["label"] == "Router"


def test_a_change_says_what_it_was_and_what_it_is() -> None:
    made, other = item(model=equipment.model("GW-200")), equipment.model("GW-300")
    changes = change_item(made, trace(reference="DIS0000001", via="discrepancy"), model=other)
    assert [pair["label"] for pair in changes["model"]] == ["GW-200", "GW-300"]
    line = made.changes.first()
    assert (line.reference, line.via, line.changes) == ("DIS0000001", "discrepancy", changes)


def test_what_changes_nothing_writes_nothing() -> None:
    made = item(serial="S-1")
    assert change_item(made, trace(), serial="S-1") == {}
    assert events(made) == ["created"]


def test_attributes_are_checked_by_their_definitions() -> None:
    equipment.attribute("ports", "number", is_required=True)
    equipment.attribute("firmware", "choice", choices=["1.0", "2.0"])
    with pytest.raises(ValidationError) as refused:
        item(attributes={"firmware": "3.0", "colour": "red"})
    assert refused.value.message_dict.keys() == {
        "attributes.ports",
        "attributes.firmware",
        "attributes.colour",
    }
    made = item(attributes={"ports": "24", "firmware": "1.0"})
    assert made.attributes == {"ports": 24, "firmware": "1.0"}


def test_what_a_class_requires_cannot_be_taken_away() -> None:
    equipment.attribute("ports", "number", is_required=True)
    equipment.attribute("note")
    made = item(attributes={"ports": 24, "note": "spare"})
    with pytest.raises(ValidationError, match="needs this"):
        change_item(made, trace(), attributes={"ports": None})
    changes = change_item(made, trace(), attributes={"note": ""})
    assert changes == {"attributes.note": ["spare", None]}


def test_what_was_recorded_before_may_stay_incomplete() -> None:
    made = item()
    equipment.attribute("ports", "number", is_required=True)
    change_item(made, trace(), serial="S-2")
    assert events(made) == ["created", "changed"]


@pytest.mark.parametrize(
    ("shape", "given", "kept"),
    [
        ("text", " hello ", "hello"),
        ("number", "2.50", 2.5),
        ("number", 7, 7),
        ("date", "2026-03-01", "2026-03-01"),
        ("boolean", "no", False),
        ("boolean", True, True),
        ("address", "10.0.0.1", "10.0.0.1"),
        ("link", "example.com/x", "https://example.com/x"),
    ],
)
def test_each_type_keeps_its_values(shape: str, given: object, kept: object) -> None:
    equipment.attribute("it", shape)
    assert item(attributes={"it": given}).attributes["it"] == kept


@pytest.mark.parametrize(
    ("shape", "given"),
    [
        ("number", "many"),
        ("number", True),
        ("date", "2026-02-30"),
        ("boolean", "perhaps"),
        ("address", "10.0.0"),
        ("link", "java script:"),
        ("text", ["a"]),
    ],
)
def test_each_type_refuses_what_it_is_not(shape: str, given: object) -> None:
    equipment.attribute("it", shape)
    with pytest.raises(ValidationError):
        item(attributes={"it": given})


def test_a_site_brings_its_customer_and_no_other() -> None:
    mine = cast.customer()
    assert item(site=cast.site(mine)).customer == mine
    with pytest.raises(ValidationError, match="another customer"):
        item(site=cast.site(mine), customer=cast.customer())


def test_one_piece_of_equipment_is_recorded_once() -> None:
    model = equipment.model()
    first = item(serial="S-9", model=model)
    with pytest.raises(ValidationError, match="serial number already"):
        item(serial="S-9", model=model)
    change_item(first, trace(), status="retired")
    assert item(serial="S-9", model=model).pk


def test_who_lacks_the_right_changes_nothing() -> None:
    made = item()
    with pytest.raises(Forbidden):
        change_item(made, Trace(by=cast.agent()), serial="x")
    with pytest.raises(Forbidden):
        verify_item(made, Trace(by=cast.agent()))
    verify_item(made, Trace(by=cast.person("field_engineer")))


def test_an_item_of_somebody_elses_customer_is_absent() -> None:
    client, other = cast.person("api_client"), item(customer=cast.customer())
    with pytest.raises(ConfigurationItem.DoesNotExist):
        change_item(other, Trace(by=client, right="import"), serial="x")
    with pytest.raises(ValidationError, match="own customers"):
        create_item(
            Trace(by=client, right="import"),
            name="X",
            item_class=equipment.kind(),
            customer=other.customer,
        )


def test_verifying_tells_the_day_and_who_looked() -> None:
    made, by = item(), keeper()
    day = timezone.localdate() - timedelta(days=2)
    assert verify_item(made, Trace(by=by, note="Seen the plate"), on=day).verified_on == day
    assert made.changes.first().changes == {"verified_on": [None, day.isoformat()]}
    with pytest.raises(ValidationError, match="still to come"):
        verify_item(made, Trace(by=by), on=date(2999, 1, 1))


def test_both_ends_of_a_relation_remember_it() -> None:
    one, other = item("one"), item("other")
    relation = relate(verb(), one, other, trace(), group="power")
    assert (events(one), events(other)) == (["created", "related"],) * 2
    told = {"id": other.pk, "label": "other", "group": "power", "needed": 1}
    assert one.changes.first().changes == {"relation.runs-on": [None, told]}
    (line,) = Words().pairs(other.changes.first().changes)
    told_in_words = (capfirst(relation.type.inverse_label), "one (of “power” 1 are enough)")
    assert (line["name"], line["after"]) == told_in_words
    unrelate(relation, trace())
    assert not Relation.objects.exists()
    assert not RedundancyGroup.objects.exists()
    assert events(other)[-1] == "unrelated"


def test_a_relation_is_said_once_and_to_another_item() -> None:
    one, other = item(), item()
    relate(verb(), one, other, trace())
    relate(verb(), one, other, trace(), group="power", needed=1)
    assert Relation.objects.get().group.item == one
    with pytest.raises(ValidationError, match="itself"):
        relate(verb(), one, one, trace())
    with pytest.raises(ValidationError, match="redundant"):
        relate(verb("stands-beside", "none"), one, other, trace(), group="power")


@pytest.mark.parametrize(
    "statement", ["UPDATE cmdb_itemchange SET note = 'x'", "DELETE FROM cmdb_itemchange"]
)
def test_history_cannot_be_rewritten(statement: str) -> None:
    item()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert ItemChange.objects.count() == 1


def test_a_twin_of_another_customer_is_told_without_its_name() -> None:
    tool, mine, other = cast.person("api_client"), cast.customer(), cast.customer()
    tool.customers.add(mine)
    item("Secret", customer=other, serial="S-1")
    with pytest.raises(ValidationError) as refused:
        create_item(
            Trace(by=tool, right="import"), name="x", item_class=equipment.kind(), customer=mine, serial="S-1"
        )
    assert "Secret" not in str(refused.value)
    assert "serial" in refused.value.message_dict
