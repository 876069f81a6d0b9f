"""From what somebody saw to a corrected record, by two people."""

import pytest
from django.core.exceptions import ValidationError

from cmdb.changing import change_item
from discrepancies.links import FOUND
from discrepancies.patterns import pattern_of
from records.actions import advance, register, revise
from records.errors import Forbidden, Refused
from records.links import onward
from tests import cast
from tests.cmdb import equipment
from tests.cmdb.equipment import keeper, trace
from tests.discrepancies.cast import confirmed, discrepancy, gateway

pytestmark = pytest.mark.django_db


def test_it_takes_from_the_item_whose_it_is_and_what_is_recorded() -> None:
    mine = cast.customer()
    made = discrepancy(item=gateway("GW-1", customer=mine))
    assert (made.number[:3], made.customer, made.recorded, made.observed) == ("DIS", mine, "GW-200", "GW-300")
    assert made.title == "GW-1, Product model: recorded GW-200, observed GW-300"


def test_nobody_confirms_what_he_reported_himself() -> None:
    engineer = cast.person("field_engineer")
    made = discrepancy(by=engineer)
    with pytest.raises(Refused, match="somebody else"):
        advance(made, "confirm", by=engineer)
    other = cast.person("field_engineer")
    made = advance(made, "confirm", by=other)
    assert (made.state, made.confirmed_by) == ("confirmed", other)


def test_an_unconfirmed_one_corrects_nothing() -> None:
    made = discrepancy()
    with pytest.raises(Refused):
        advance(made, "correct", by=keeper(), value="")
    made.item.refresh_from_db()
    assert str(made.item.model) == "GW-200"


def test_correcting_changes_the_item_and_its_history_names_the_record() -> None:
    made, by = confirmed(evidence="Read off the plate"), keeper()
    made = advance(made, "correct", by=by, value="")
    made.item.refresh_from_db()
    assert (made.state, made.corrected_to, str(made.item.model)) == ("corrected", "GW-300", "GW-300")
    line = made.item.changes.first()
    assert (line.via, line.reference, line.by) == ("discrepancy", made.number, by)
    assert line.note == "Read off the plate"
    assert made.closed_at is not None


def test_attributes_are_corrected_in_their_own_type() -> None:
    equipment.attribute("ports", "number")
    made = confirmed(item=gateway(attributes={"ports": 8}), attribute="attributes.ports", observed="24")
    advance(made, "correct", by=keeper())
    made.item.refresh_from_db()
    assert made.item.attributes == {"ports": 24}


def test_a_value_that_cannot_be_is_refused_and_nothing_is_changed() -> None:
    made = confirmed(observed="GW-999")
    with pytest.raises(ValidationError, match="GW-999"):
        advance(made, "correct", by=keeper())
    made.refresh_from_db()
    assert made.state == "confirmed"
    made = advance(made, "correct", by=keeper(), value="GW-300")
    assert made.corrected_to == "GW-300"


def test_a_record_that_somebody_changed_meanwhile_is_looked_at_again() -> None:
    made = confirmed()
    change_item(made.item, trace(), model=equipment.model("GW-210"))
    with pytest.raises(ValidationError, match="Meanwhile"):
        advance(made, "correct", by=keeper())


def test_what_somebody_corrected_already_is_closed_without_a_second_line() -> None:
    made = confirmed()
    change_item(made.item, trace(), model=equipment.model("GW-300"))
    lines = made.item.changes.count()
    assert advance(made, "correct", by=keeper()).state == "corrected"
    assert made.item.changes.count() == lines


def test_only_the_configuration_manager_corrects() -> None:
    made = confirmed()
    with pytest.raises(Forbidden):
        advance(made, "correct", by=cast.person("supervisor"))
    assert advance(made, "dismiss", by=cast.person("supervisor"), reason="Misread").state == "dismissed"


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"observed": "gw-200"}, "observed"),
        ({"observed": "  "}, "observed"),
        ({"attribute": "colour"}, "attribute"),
        ({"attribute": "attributes.x"}, "attribute"),
        ({"observed": ""}, "observed"),
    ],
)
def test_what_is_no_discrepancy_is_refused_at_its_field(fields: dict[str, str], named: str) -> None:
    with pytest.raises(ValidationError) as refused:
        discrepancy(**fields)
    assert named in refused.value.message_dict


def test_the_same_is_reported_once_while_it_is_open() -> None:
    first = discrepancy()
    with pytest.raises(ValidationError, match=first.number):
        discrepancy(item=first.item)
    advance(first, "dismiss", by=keeper(), reason="Misread")
    assert discrepancy(item=first.item).number > first.number


def test_what_was_confirmed_stays_what_it_was() -> None:
    made = discrepancy()
    with pytest.raises(Refused):
        revise(made, by=keeper(), observed="GW-999")
    assert revise(made, by=keeper(), evidence="A picture").evidence == "A picture"


def test_the_record_it_was_found_on_leads_to_it() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    made = discrepancy(by=agent, found_on=incident)
    assert list(onward(incident, FOUND)) == [made.pk]
    assert incident.journal.last().step == "found_discrepancy_onward"


def test_an_item_must_be_named() -> None:
    from discrepancies.models import Discrepancy

    with pytest.raises(ValidationError) as refused:
        register(Discrepancy, by=cast.agent(), attribute="model", observed="x")
    assert "item" in refused.value.message_dict


def load_of(count: int) -> list:
    from cmdb.models import ItemImport

    load = ItemImport.objects.create(by=keeper(), via="import", source="list", name="assets.csv")
    from cmdb.changing import create_item

    model = equipment.model("GW-200")
    return [
        create_item(trace(load=load), name=f"G{number}", item_class=equipment.kind(), model=model)
        for number in range(count)
    ]


def test_many_wrong_ones_of_one_import_are_a_pattern() -> None:
    items = load_of(5)
    gateway("of another list")
    made = [discrepancy(item=one) for one in items[:4]]
    pattern = pattern_of(made[0])
    assert pattern is not None
    assert (pattern.wrong, pattern.count, pattern.load.name, pattern.is_most) == (4, 5, "assets.csv", True)
    advance(made[3], "dismiss", by=keeper(), reason="Misread")
    assert pattern_of(made[0]).wrong == 3


def test_it_stays_a_pattern_when_they_are_corrected() -> None:
    made = [discrepancy(item=one) for one in load_of(4)]
    for one in made[:3]:
        one = advance(one, "confirm", by=cast.person("field_engineer"))
        advance(one, "correct", by=keeper())
    assert pattern_of(made[3]).wrong == 4


def test_one_or_two_are_no_pattern() -> None:
    made = [discrepancy(item=one) for one in load_of(5)[:2]]
    assert pattern_of(made[0]) is None
    assert pattern_of(discrepancy()) is None
