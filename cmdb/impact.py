"""What suffers when items fail, and what items rely on: by recursive SQL, redundancy honoured, rings harmless.

The arithmetic is told in docs/algorithms/impact.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from cmdb.models import ConfigurationItem, Service
from people.models import Customer

# Deeper than any plant of equipment; a bound on the rounds, should somebody relate everything to everything.
DEEPEST = 200
# Further than anybody reads, and what a hub may cost a page: beyond it an answer says "more than".
FARTHEST = 2_000

# Who suffers for `n.id`, one relation type going either way or both; a group counts for its own item alone. Asked for
# each item in turn, so that the indexes of the relation's two ends answer, however large the table is.
DEPENDENTS = """
LATERAL (
    SELECT r.subject_id AS item, g.id AS "group", g.needed
    FROM cmdb_relation r JOIN cmdb_relationtype t ON t.id = r.type_id AND t.dependency IN ('forward', 'both')
    LEFT JOIN cmdb_redundancygroup g ON g.id = r.group_id AND g.item_id = r.subject_id
    WHERE r.target_id = n.id
    UNION ALL
    SELECT r.target_id, g.id, g.needed
    FROM cmdb_relation r JOIN cmdb_relationtype t ON t.id = r.type_id AND t.dependency IN ('backward', 'both')
    LEFT JOIN cmdb_redundancygroup g ON g.id = r.group_id AND g.item_id = r.target_id
    WHERE r.subject_id = n.id
) dependent
"""
SUPPLIERS = """
LATERAL (
    SELECT r.target_id AS item
    FROM cmdb_relation r JOIN cmdb_relationtype t ON t.id = r.type_id AND t.dependency IN ('forward', 'both')
    WHERE r.subject_id = n.id
    UNION ALL
    SELECT r.subject_id
    FROM cmdb_relation r JOIN cmdb_relationtype t ON t.id = r.type_id AND t.dependency IN ('backward', 'both')
    WHERE r.target_id = n.id
) supplier
"""

# One row per round, holding what failed in it and all that failed so far. A recursive query may not count over itself,
# but it may pass what it found on as an array to a query that counts: whether a group still has enough is asked there.
# NOT IN, for that is looked up in a hash; as an anti-join the planner, which takes an array for ten rows, would loop.
# The limit stands below DISTINCT, which would read a hub's hundred thousand relations before it gave the first.
DOWNSTREAM = f"""
WITH RECURSIVE walk (depth, newly, failed, weakened, is_cut) AS (
    SELECT 0, %(start)s::bigint[], %(start)s::bigint[], '{{}}'::bigint[], false
    UNION ALL
    SELECT walk.depth + 1, found.items, walk.failed || found.items, walk.weakened || found.weakened, found.is_cut
    FROM walk, LATERAL (
        WITH touched AS MATERIALIZED (
            SELECT dependent.item, dependent."group", dependent.needed
            FROM unnest(walk.newly) AS n(id), {DEPENDENTS}
            WHERE dependent.item NOT IN (SELECT unnest(walk.failed))
            LIMIT %(most)s + 1
        ),
        hit AS MATERIALIZED (SELECT DISTINCT item, "group", needed FROM touched),
        spared AS (
            SELECT member.group_id, count(*) FILTER (
                WHERE CASE member.subject_id WHEN one.item THEN member.target_id ELSE member.subject_id END
                NOT IN (SELECT unnest(walk.failed))
            ) AS count
            FROM (SELECT DISTINCT "group", item FROM hit WHERE "group" IS NOT NULL) one
            JOIN cmdb_relation member ON member.group_id = one."group"
            GROUP BY 1
        )
        SELECT
            coalesce(array_agg(DISTINCT hit.item) FILTER (
                WHERE hit."group" IS NULL OR spared.count < hit.needed
            ), '{{}}') AS items,
            array_agg(DISTINCT hit.item) FILTER (WHERE spared.count >= hit.needed) AS weakened,
            (SELECT count(*) > %(most)s FROM touched) AS is_cut
        FROM hit LEFT JOIN spared ON spared.group_id = hit."group"
    ) found
    WHERE walk.newly <> '{{}}' AND walk.depth < {DEEPEST} AND NOT walk.is_cut
        AND cardinality(walk.failed) <= %(most)s + cardinality(%(start)s::bigint[])
)
SELECT depth, unnest(newly), 'failed' FROM walk WHERE depth > 0
UNION ALL
-- Whose group has lost something, but no more than it can spare.
SELECT DISTINCT 0, weak, 'weakened' FROM walk, unnest(weakened) weak
WHERE weak NOT IN (SELECT unnest(newly) FROM walk)
UNION ALL
SELECT 0, 0, 'cut' FROM walk WHERE is_cut
ORDER BY 1, 2
"""  # noqa: S608 - made of constants alone

UPSTREAM = f"""
WITH RECURSIVE walk (depth, newly, found, is_cut) AS (
    SELECT 0, %(start)s::bigint[], %(start)s::bigint[], false
    UNION ALL
    SELECT walk.depth + 1, next.items, walk.found || next.items, next.is_cut
    FROM walk, LATERAL (
        SELECT array_agg(DISTINCT touched.item) AS items, count(*) > %(most)s AS is_cut
        FROM (
            SELECT supplier.item FROM unnest(walk.newly) AS n(id), {SUPPLIERS}
            WHERE supplier.item NOT IN (SELECT unnest(walk.found))
            LIMIT %(most)s + 1
        ) touched
    ) next
    WHERE next.items IS NOT NULL AND walk.depth < {DEEPEST} AND NOT walk.is_cut
        AND cardinality(walk.found) <= %(most)s + cardinality(%(start)s::bigint[])
)
SELECT depth, unnest(newly), 'failed' FROM walk WHERE depth > 0
UNION ALL
SELECT 0, 0, 'cut' FROM walk WHERE is_cut
ORDER BY 1, 2
"""  # noqa: S608

BETWEEN = f"""
SELECT DISTINCT n.id, dependent.item, dependent."group" IS NOT NULL
FROM unnest(%(items)s::bigint[]) AS n(id), {DEPENDENTS}
WHERE dependent.item IN (SELECT unnest(%(items)s::bigint[]))
ORDER BY 1, 2
"""  # noqa: S608


@dataclass(frozen=True)
class Impact:
    """Keys of items by how many steps away they are, the nearest first; `start` itself is left out.

    `weakened` are those that go on, but with less than they had: one of two power feeds is gone. Where it is not
    whole there are more: the walk ended at its bound, so what it tells is true and not all.
    """

    start: tuple[int, ...]
    depths: dict[int, int] = field(default_factory=dict)
    weakened: tuple[int, ...] = ()
    is_whole: bool = True

    @property
    def items(self) -> list[int]:
        return list(self.depths)

    @property
    def all_failed(self) -> list[int]:
        return [*self.start, *self.depths]

    def __len__(self) -> int:
        return len(self.depths)


def downstream(items: Iterable[int], *, most: int = FARTHEST) -> Impact:
    """What fails when these items fail, the `most` nearest. A group fails with the first item it cannot spare."""
    return _walk(DOWNSTREAM, items, most)


def upstream(items: Iterable[int], *, most: int = FARTHEST) -> Impact:
    """What these items rely on, redundant or not, the `most` nearest."""
    return _walk(UPSTREAM, items, most)


def edges_between(items: Sequence[int]) -> list[tuple[int, int, bool]]:
    """Supplier, dependent, and whether the dependent could spare it, among these items."""
    return _rows(BETWEEN, items=list(items))


def customers_of(items: Sequence[int]) -> QuerySet[Customer]:
    """Who feels it: the customers of the items; of items of the house, those of the service they serve."""
    failed = ConfigurationItem.objects.filter(pk__in=_these(items))
    own = failed.values("customer")
    served = Service.customers.through.objects.filter(
        service__in=failed.filter(customer=None).values("service")
    ).values("customer")
    return Customer.objects.filter(Q(pk__in=own) | Q(pk__in=served), is_active=True).order_by("name", "pk")


def services_of(items: Sequence[int]) -> QuerySet[Service]:
    """What suffers in the customers' own words, the vital ones first."""
    named = ConfigurationItem.objects.filter(pk__in=_these(items)).values("service")
    return Service.objects.filter(pk__in=named, is_active=True).order_by("criticality", "name", "pk")


def customers_of_service(service: Service) -> QuerySet[Customer]:
    """Who feels it when the service as a whole is down."""
    subscribed = service.customers.values("pk")
    equipped = service.items.exclude(status=ConfigurationItem.Status.RETIRED).values("customer")
    return Customer.objects.filter(Q(pk__in=subscribed) | Q(pk__in=equipped), is_active=True).order_by(
        "name", "pk"
    )


def _walk(sql: str, items: Iterable[int], most: int) -> Impact:
    start = tuple(dict.fromkeys(items))
    rows = _rows(sql, start=list(start), most=most) if start else []
    told: dict[str, list[tuple[int, int]]] = {"failed": [], "weakened": [], "cut": []}
    for depth, key, what in rows:
        told[what].append((key, depth))
    return Impact(
        start,
        depths=dict(told["failed"][:most]),
        weakened=tuple(key for key, _depth in told["weakened"][:most]),
        is_whole=not told["cut"] and len(told["failed"]) <= most,
    )


def _these(items: Sequence[int]) -> RawSQL:
    """As one array: a list of many thousand parameters takes longer to read than its answer."""
    return RawSQL("SELECT unnest(%s::bigint[])", [list(items)])


def _rows(sql: str, **params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
