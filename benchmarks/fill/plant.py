"""A plant of equipment in bulk, made inside the database: 100,000 items in storeys, each relying on three below it."""

from __future__ import annotations

from typing import Any

from django.db import connection

from cmdb.models import ItemClass, RelationType

FIRST = "SELECT min(id) FROM cmdb_configurationitem WHERE source = %s"
SOURCE = "bulk"
ITEMS = 100_000
# A storey is so many times as wide as the one below: servers on racks, racks on feeds.
FAN = 8

FILL = (
    """
    INSERT INTO cmdb_configurationitem
        (name, item_class_id, subtype, serial, status, attributes, source, source_key, customer_id)
    SELECT 'bulk ' || n, %(class)s, '', '', 'in_use', '{}', %(source)s, n::text,
        own.keys[1 + n %% cardinality(own.keys)]
    FROM generate_series(1, %(items)s) n, (SELECT array_agg(id) AS keys FROM people_customer) own
    """,
    # Every tenth item has two of its suppliers as a pair of which one is enough.
    """
    INSERT INTO cmdb_redundancygroup (item_id, name, needed)
    SELECT %(first)s + n - 1, 'pair', 1 FROM generate_series(10, %(items)s, 10) n
    """,
    "ANALYZE cmdb_redundancygroup",
    """
    INSERT INTO cmdb_relation (type_id, subject_id, target_id, group_id, source)
    SELECT %(verb)s, %(first)s + n - 1,
        %(first)s + n::bigint * (7919 + 104729 * k) %% (n / %(fan)s), CASE WHEN k < 3 THEN pair.id END, %(source)s
    FROM generate_series(%(fan)s, %(items)s) n CROSS JOIN generate_series(1, 3) k
    LEFT JOIN cmdb_redundancygroup pair ON pair.item_id = %(first)s + n - 1
    ON CONFLICT DO NOTHING
    """,
    # What coincided above, made up for by neighbours of the same storey.
    """
    INSERT INTO cmdb_relation (type_id, subject_id, target_id, source)
    SELECT %(verb)s,
        %(first)s + n - 1, %(first)s + n / %(fan)s, %(source)s
    FROM generate_series(%(items)s, %(fan)s, -1) n
    LIMIT 3 * %(items)s - (SELECT count(*) FROM cmdb_relation WHERE source = %(source)s)
    ON CONFLICT DO NOTHING
    """,
    "ANALYZE cmdb_configurationitem",
    "ANALYZE cmdb_relation",
)


def built_once() -> int:
    """The first key of the plant; its items have consecutive keys, the lowest storey first. Fills it in once."""
    with connection.cursor() as cursor:
        cursor.execute(FIRST, [SOURCE])
        found: Any = cursor.fetchone()
        return _build(cursor) if found[0] is None else int(found[0])


def _build(cursor: Any) -> int:
    names = {"name": "hangs on", "inverse": "carries", "dependency": RelationType.Dependency.FORWARD}
    verb = RelationType.objects.get_or_create(code=SOURCE, defaults=names)[0]
    kind = ItemClass.objects.get_or_create(code=SOURCE, defaults={"name": "Bulk"})[0]
    told: dict[str, Any] = {"source": SOURCE, "items": ITEMS, "fan": FAN, "class": kind.pk, "verb": verb.pk}
    cursor.execute(FILL[0], told)
    cursor.execute(FIRST, [SOURCE])
    told["first"] = cursor.fetchone()[0]
    for sql in FILL[1:]:
        cursor.execute(sql, told)
    return int(told["first"])
