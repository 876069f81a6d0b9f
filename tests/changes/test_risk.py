"""Risk from what the house knows, each point with its reason; conflicts in one window."""

import pytest

from changes import risk
from changes.models import Change
from changes.reliance import relied_upon_by_each
from changes.scheduling import conflicts_of
from cmdb.models import ConfigurationItem, ItemClass, Relation, RelationType, Service
from people.models import User
from records.actions import advance
from tests import cast
from tests.changes.people import approved, change, manager, window

pytestmark = pytest.mark.django_db


def item(name: str = "Server 1") -> ConfigurationItem:
    server, _ = ItemClass.objects.get_or_create(code="server", defaults={"name": "Server"})
    return ConfigurationItem.objects.create(name=name, item_class=server)


def backed_out(by: User, **fields: object) -> Change:
    record = advance(approved(by, **fields), "schedule", by=by, **window(days=0))
    return advance(advance(record, "begin", by=by), "back_out", by=by, outcome="It did not start.")


def words(record: Change) -> list[str]:
    return [reason.words for reason in risk.of(record).reasons]


def test_a_tested_change_of_a_quiet_item_is_low() -> None:
    found = risk.of(change(manager(), item=item()))
    assert (found.level, found.reasons) == (1, [])


def test_what_failed_on_the_same_item_makes_it_risky() -> None:
    lead, server = manager(), item()
    backed_out(lead, item=server)
    record = change(lead, item=server)
    assert words(record) == ["1 change on these items was backed out within a year"]
    assert risk.of(record).level == 2
    assert words(change(lead, item=item("Server 2"))) == []


def test_a_further_item_counts_as_well() -> None:
    lead, server = manager(), item()
    backed_out(lead, item=server)
    record = change(lead)
    advance(record, "add_item", by=lead, item=server)
    assert "backed out" in words(Change.objects.get(pk=record.pk))[0]


def test_an_untested_change_of_a_vital_service_says_so() -> None:
    vital = Service.objects.create(code="pay", name="Payment", criticality=1)
    assert words(change(manager(), tests=" ", service=vital)) == [
        "No test is written down",
        "“Payment” is a vital service",
    ]


def test_an_item_that_many_incidents_name_is_restless() -> None:
    server, agent = item(), cast.agent()
    for _ in range(risk.MANY_INCIDENTS):
        cast.incident(by=agent, item=server)
    assert words(change(manager(), item=server)) == ["5 incidents on these items within three months"]


def test_a_kind_of_change_that_often_fails_is_risky() -> None:
    lead = manager()
    for number in range(risk.ENOUGH):
        backed_out(lead, item=item(f"Server {number}"))
    assert "5 of the last 5 changes" in words(change(lead, item=item()))[0]


def test_the_risk_is_kept_with_the_reasons_of_that_day() -> None:
    record = approved(manager(), tests="")
    assert (record.risk, record.risk_reasons) == (1, [{"points": 1, "words": "No test is written down"}])


def test_two_changes_of_one_item_in_one_window_are_in_conflict() -> None:
    lead, server = manager(), item()
    first = advance(approved(lead, item=server), "schedule", by=lead, **window())
    second = advance(approved(lead, item=server), "schedule", by=lead, **window())
    later = advance(approved(lead, item=server), "schedule", by=lead, **window(days=3))
    assert [(one.change.number, one.over) for one in conflicts_of(second)] == [(first.number, "Server 1")]
    assert conflicts_of(later) == []


def test_one_person_cannot_be_in_two_windows() -> None:
    lead, hand = manager(), manager()
    advance(approved(lead), "schedule", by=lead, assignee=hand, **window())
    second = advance(approved(lead), "schedule", by=lead, assignee=hand, **window())
    assert [one.over for one in conflicts_of(second)] == [str(hand)]


def relies_on(dependent: ConfigurationItem, supplier: ConfigurationItem) -> None:
    relation = RelationType.objects.get(name="runs on")
    Relation.objects.create(subject=dependent, target=supplier, type=relation)


def test_a_change_of_what_another_hangs_on_is_in_conflict_with_it() -> None:
    lead, other = manager(), cast.person("second_line")
    feed, server, shop = item("Feed"), item("Server"), item("Till")
    relies_on(server, feed)
    relies_on(shop, server)
    first = advance(approved(lead, item=shop), "schedule", by=lead, **window())
    second = advance(approved(lead, item=feed), "schedule", by=lead, assignee=other, **window())
    advance(approved(lead, item=item("Elsewhere")), "schedule", by=lead, **window())
    assert [(one.change.number, one.sort, one.over) for one in conflicts_of(second)] == [
        (first.number, "dependent", "Feed")
    ]


def test_a_ring_of_relations_ends() -> None:
    one, two = item("One"), item("Two")
    relies_on(one, two)
    relies_on(two, one)
    assert relied_upon_by_each([one.pk, two.pk]) == {one.pk: {two.pk}, two.pk: {one.pk}}


def test_what_much_hangs_on_is_risky() -> None:
    feed = item("Feed")
    for number in range(risk.MANY_DEPENDENTS):
        relies_on(item(f"Server {number}"), feed)
    assert words(change(manager(), item=feed)) == ["10 items or more fail with what it touches"]
