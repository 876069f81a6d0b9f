"""Which windows collide: the same as when each pair is looked at, at a cost that follows what collides."""

import random
import time
from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise

import pytest

from changes.collisions import Collision, Window, collisions
from changes.reliance import relied_upon_by_each
from cmdb.models import ConfigurationItem, ItemClass, Relation, RelationType

BEGIN = datetime(2026, 3, 1, tzinfo=UTC)


def plant(storeys: int = 4, width: int = 6) -> list[int]:
    """Items in storeys, each relying on two of the storey below."""
    kind, _ = ItemClass.objects.get_or_create(code="server", defaults={"name": "Server"})
    verb = RelationType.objects.get(name="runs on")
    rows = [
        [
            ConfigurationItem.objects.create(name=f"{storey}-{place}", item_class=kind)
            for place in range(width)
        ]
        for storey in range(storeys)
    ]
    for below, above in pairwise(rows):
        for place, one in enumerate(above):
            for other in {below[place], below[(place * 5 + 1) % width]}:
                Relation.objects.create(subject=one, target=other, type=verb)
    return [one.pk for row in rows for one in row]


def windows(items: list[int], how_many: int, dice: random.Random) -> list[Window]:
    made = []
    for key in range(how_many):
        starts_at = BEGIN + timedelta(minutes=15 * dice.randrange(200))
        touched = frozenset(dice.sample(items, dice.choice((0, 1, 1, 2))))
        ends_at = starts_at + timedelta(minutes=dice.choice((15, 60, 240)))
        made.append(Window(starts_at, key, ends_at, touched, dice.choice((None, 1, 2, 3, 4, 5, 6))))
    return made


def pair_by_pair(found: list[Window]) -> set[tuple[int, int, str, frozenset[int]]]:
    """The slow way, as plain as it can be written."""
    relied = relied_upon_by_each({item for one in found for item in one.items})
    told = set()
    for first, second in combinations(sorted(found, key=lambda one: (one.starts_at, one.key)), 2):
        if not (first.starts_at < second.ends_at and second.starts_at < first.ends_at):
            continue
        mine, theirs = (
            {key for item in one.items for key in relied.get(item, ())} for one in (first, second)
        )
        hung_on = (mine & second.items - first.items) | (theirs & first.items - second.items)
        if both := first.items & second.items:
            told.add((first.key, second.key, "item", both))
        elif hung_on:
            told.add((first.key, second.key, "dependent", frozenset(hung_on)))
        elif first.person is not None and first.person == second.person:
            told.add((first.key, second.key, "person", frozenset()))
    return told


def plain(found: list[Collision]) -> list[tuple[int, int, str, frozenset[int]]]:
    return [(one.first.key, one.second.key, one.sort, one.over) for one in found]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(5))
def test_it_finds_what_looking_at_each_pair_finds(seed: int) -> None:
    placed = windows(plant(), 120, random.Random(seed))
    found = plain(collisions(placed))
    assert {sort for _first, _second, sort, _over in found} == {"item", "dependent", "person"}
    assert len(found) == len(set(found))
    assert set(found) == pair_by_pair(placed)


@pytest.mark.django_db
def test_they_stand_in_the_order_in_which_they_happen() -> None:
    placed = windows(plant(), 60, random.Random(7))
    found = collisions(placed)
    order = [(one.first.starts_at, one.first.key, one.second.starts_at, one.second.key) for one in found]
    assert order == sorted(order)


@pytest.mark.django_db
def test_windows_that_only_touch_at_their_ends_do_not_collide() -> None:
    hour = timedelta(hours=1)
    both = [
        Window(BEGIN + number * hour, number, BEGIN + (number + 1) * hour, frozenset({1}), 1)
        for number in (0, 1)
    ]
    assert collisions(both) == []


@pytest.mark.django_db
def test_ten_thousand_windows_cost_a_few_queries_and_little_time(django_assert_max_num_queries) -> None:
    items, dice = plant(storeys=5, width=40), random.Random(3)
    month = [
        Window(
            (at := BEGIN + timedelta(minutes=dice.randrange(30 * 24 * 60))),
            key,
            at + timedelta(hours=2),
            frozenset({items[dice.randrange(len(items))] if key % 50 == 0 else -key}),
            key % 500,
        )
        for key in range(10_000)
    ]
    with django_assert_max_num_queries(8):  # the types of relations, and each storey
        begun = time.process_time()
        found = collisions(month)
        taken = time.process_time() - begun
    assert found
    # Pair by pair it took more than ten seconds of the processor.
    assert taken < 3


def test_nothing_to_look_at_asks_nothing() -> None:
    assert collisions([]) == []
    assert relied_upon_by_each([]) == {}
