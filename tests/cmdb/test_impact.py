"""Who suffers for whom: redundancy, rings, both directions, and against a plain fixpoint in Python."""

import random
from collections import defaultdict
from itertools import pairwise

import pytest

from cmdb.impact import customers_of, downstream, edges_between, services_of, upstream
from cmdb.models import ConfigurationItem, RedundancyGroup, Relation
from cmdb.relating import relate
from tests import cast
from tests.cmdb import equipment
from tests.cmdb.equipment import item, rely, trace, verb

pytestmark = pytest.mark.django_db


def names(keys) -> list[str]:
    found = ConfigurationItem.objects.in_bulk(keys)
    return [found[key].name for key in keys]


def test_what_runs_on_it_fails_with_it_and_what_runs_on_that() -> None:
    server, application, terminal = item("server"), item("application"), item("terminal")
    rely(application, server)
    rely(terminal, application)
    found = downstream([server.pk])
    assert found.depths == {application.pk: 1, terminal.pk: 2}
    assert upstream([terminal.pk]).depths == {application.pk: 1, server.pk: 2}
    assert len(downstream([terminal.pk])) == 0


def test_one_of_two_feeds_is_enough_until_both_are_gone() -> None:
    left, right, rack, server = item("left"), item("right"), item("rack"), item("server")
    rely(rack, left, right, group="power")
    rely(server, rack)
    one = downstream([left.pk])
    assert (names(one.items), names(one.weakened)) == ([], ["rack"])
    both = downstream([left.pk, right.pk])
    assert (names(both.items), names(both.weakened)) == (["rack", "server"], [])


def test_feeds_that_hang_on_the_same_thing_are_no_redundancy() -> None:
    mains, left, right, rack = item("mains"), item("left"), item("right"), item("rack")
    rely(left, mains)
    rely(right, mains)
    rely(rack, left, right, group="power")
    assert downstream([mains.pk]).depths == {left.pk: 1, right.pk: 1, rack.pk: 2}


def test_two_of_three_are_needed_where_the_group_says_so() -> None:
    nodes = [item(f"node {number}") for number in range(3)]
    cluster = item("cluster")
    rely(cluster, *nodes, group="quorum", needed=2)
    assert names(downstream([nodes[0].pk]).weakened) == ["cluster"]
    assert names(downstream([node.pk for node in nodes[:2]]).items) == ["cluster"]


def test_a_feed_that_fails_two_steps_later_still_counts() -> None:
    mains, ups, left, right, rack = (item(name) for name in ("mains", "ups", "left", "right", "rack"))
    rely(left, mains)
    rely(ups, mains)
    rely(right, ups)
    rely(rack, left, right, group="power")
    assert downstream([mains.pk]).depths[rack.pk] == 3


def test_a_ring_is_walked_once() -> None:
    ring = [item(f"switch {number}") for number in range(4)]
    for one, other in zip(ring, [*ring[1:], ring[0]], strict=True):
        rely(one, other)
    assert sorted(downstream([ring[0].pk]).items) == sorted(one.pk for one in ring[1:])
    assert sorted(upstream([ring[0].pk]).items) == sorted(one.pk for one in ring[1:])


def test_the_type_says_who_suffers_for_whom() -> None:
    one, other = item("one"), item("other")
    relate(verb("supplies", "backward"), one, other, trace())
    assert names(downstream([one.pk]).items) == ["other"]
    third = item("third")
    relate(verb("mirrors", "both"), other, third, trace())
    assert names(downstream([third.pk]).items) == ["other"]
    assert names(downstream([one.pk]).items) == ["other", "third"]
    relate(verb("stands-beside", "none"), third, item("fourth"), trace())
    assert names(downstream([one.pk]).items) == ["other", "third"]


def test_customers_are_those_of_the_items_and_of_the_services_that_the_house_runs() -> None:
    service, mine, other, third = cast.service(), cast.customer(), cast.customer(), cast.customer()
    service.customers.set([mine, other])
    server = item("server", service=service)
    router = item("router", customer=third, service=cast.service("printing"))
    assert list(customers_of([server.pk])) == sorted([mine, other], key=lambda one: one.name)
    assert list(customers_of([router.pk])) == [third]
    assert {one.code for one in services_of([server.pk, router.pk])} == {"remote-access", "printing"}


def test_edges_among_some_items_tell_which_can_be_spared() -> None:
    left, right, rack = item("left"), item("right"), item("rack")
    rely(rack, left, right, group="power")
    rely(right, left)
    keys = [left.pk, right.pk, rack.pk]
    assert edges_between(keys) == [
        (left.pk, right.pk, False),
        (left.pk, rack.pk, True),
        (right.pk, rack.pk, True),
    ]
    assert edges_between(keys[:1]) == []


@pytest.mark.parametrize("seed", range(6))
def test_it_agrees_with_a_plain_fixpoint(seed: int) -> None:
    """Forty items, a hundred relations at random, groups among them: counted again without SQL."""
    dice = random.Random(seed)
    items = [item() for _ in range(40)]
    for _ in range(100):
        dependent, supplier = dice.sample(items, 2)
        group = dice.choice(["", "", "power", "uplink"])
        rely(dependent, supplier, group=group, needed=dice.choice([1, 1, 2]))
    start = dice.sample(items, 2)
    expected = fixpoint({one.pk for one in start})
    assert set(downstream([one.pk for one in start]).items) == expected - {one.pk for one in start}


def fixpoint(failed: set[int]) -> set[int]:
    hard, groups = defaultdict(set), defaultdict(set)
    for subject, target, group in Relation.objects.values_list("subject", "target", "group"):
        if group is None:
            hard[subject].add(target)
        else:
            groups[group].add(target)
    owners = {group.pk: group for group in RedundancyGroup.objects.all()}
    while True:
        more = {key for key, suppliers in hard.items() if suppliers & failed}
        more |= {
            owners[group].item_id
            for group, members in groups.items()
            if members & failed and len(members - failed) < owners[group].needed
        }
        if more <= failed:
            return failed
        failed = failed | more


def test_an_empty_start_reaches_nothing() -> None:
    equipment.item()
    assert len(downstream([])) == len(upstream([])) == 0


def test_a_hub_is_followed_to_a_bound_and_says_that_there_is_more() -> None:
    hub, terminals = item("hub"), [item() for _ in range(6)]
    for terminal in terminals:
        rely(terminal, hub)
        rely(item(), terminal)
    found = downstream([hub.pk], most=4)
    assert not found.is_whole
    assert len(found) == 4
    assert set(found.items) <= {one.pk for one in terminals}
    whole = downstream([hub.pk], most=12)
    assert (whole.is_whole, len(whole)) == (True, 12)


def test_the_way_up_is_bounded_too() -> None:
    heap, feeds = item("heap"), [item() for _ in range(5)]
    rely(heap, *feeds)
    assert (upstream([heap.pk], most=3).is_whole, len(upstream([heap.pk], most=3))) == (False, 3)
    assert upstream([heap.pk], most=5).is_whole


def test_a_bound_met_in_a_later_round_is_told() -> None:
    chain = [item() for _ in range(6)]
    for supplier, dependent in pairwise(chain):
        rely(dependent, supplier)
    found = downstream([chain[0].pk], most=3)
    assert not found.is_whole
    assert found.items == [one.pk for one in chain[1:4]]
