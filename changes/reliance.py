"""What each of several items relies on, asked at once: whose change at the same time would be felt there."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db import connection

from cmdb.models import RelationType

# Further than anybody reckons with; a bound should everything hang on everything.
STEPS = 20

# Redundancy is not honoured: work on one of two power feeds is worth knowing of while the server is changed.
SUPPLIERS = """
SELECT subject_id, target_id FROM cmdb_relation WHERE subject_id = ANY(%(keys)s) AND type_id = ANY(%(forward)s)
UNION ALL
SELECT target_id, subject_id FROM cmdb_relation WHERE target_id = ANY(%(keys)s) AND type_id = ANY(%(backward)s)"""


def relied_upon_by_each(items: Iterable[int], *, among: Collection[int] | None = None) -> dict[int, set[int]]:
    """Item → the items that it relies on, near and far; with `among`, those of them alone.

    A query for each storey from which something is relied on, each item read once however many rely on it.
    """
    origins = set(items)
    suppliers = _walked(origins)
    found = {one: _reached(one, suppliers) for one in origins & suppliers.keys()}
    if among is not None:
        known = set(among)
        found = {one: reached & known for one, reached in found.items()}
    return {one: reached for one, reached in found.items() if reached}


def _walked(origins: set[int]) -> dict[int, list[int]]:
    """Item → what it relies on next, for everything that is met on the way."""
    suppliers: dict[int, list[int]] = defaultdict(list)
    types = _types() if origins else {}
    seen, frontier = set(origins), origins
    for _step in range(STEPS):
        if not frontier:
            break
        with connection.cursor() as cursor:
            cursor.execute(SUPPLIERS, {"keys": list(frontier), **types})
            rows = cursor.fetchall()
        for item, supplier in rows:
            suppliers[item].append(supplier)
        frontier = {supplier for _item, supplier in rows} - seen
        seen |= frontier
    return suppliers


def _types() -> dict[str, list[int]]:
    of = RelationType.Dependency
    rows = list(RelationType.objects.values_list("pk", "dependency"))
    return {
        "forward": [key for key, way in rows if way in (of.FORWARD, of.BOTH)],
        "backward": [key for key, way in rows if way in (of.BACKWARD, of.BOTH)],
    }


def _reached(origin: int, suppliers: dict[int, list[int]]) -> set[int]:
    reached: set[int] = set()
    waiting = list(suppliers[origin])
    while waiting:
        item = waiting.pop()
        if item not in reached and item != origin:
            reached.add(item)
            waiting += suppliers.get(item, ())
    return reached
