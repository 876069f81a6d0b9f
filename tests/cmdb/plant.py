"""A plant of equipment in bulk, made inside the database: for measures, not for what a door does."""

from django.db import connection

ITEMS = """
INSERT INTO cmdb_configurationitem (name, item_class_id, subtype, serial, status, attributes, source, source_key)
SELECT 'bulk ' || n, %(kind)s, '', '', 'in_use', '{}', 'bulk', n::text FROM generate_series(1, %(items)s) n
"""
# Every tenth item has its suppliers as a pair of which one is enough.
GROUPS = """
INSERT INTO cmdb_redundancygroup (item_id, name, needed)
SELECT %(first)s + n - 1, 'pair', 1 FROM generate_series(10, %(items)s, 10) n
"""
# Each item relies on three earlier ones, in the storey below: servers on racks, racks on feeds.
RELATIONS = """
INSERT INTO cmdb_relation (type_id, subject_id, target_id, group_id, source)
SELECT %(verb)s, %(first)s + n - 1,
    %(first)s + n::bigint * (7919 + 104729 * k) %% (n / %(fan)s),
    CASE WHEN k < 3 THEN pair.id END, 'bulk'
FROM generate_series(%(fan)s, %(items)s) n CROSS JOIN generate_series(1, 3) k
LEFT JOIN cmdb_redundancygroup pair ON pair.item_id = %(first)s + n - 1
ON CONFLICT DO NOTHING
"""


def build(kind: int, verb: int, *, items: int, fan: int = 8) -> int:
    """`items` items with nearly three relations each; a storey is `fan` times as wide as the one below. Its first key.

    The items have consecutive keys, the roots first.
    """
    with connection.cursor() as cursor:
        cursor.execute(ITEMS, {"kind": kind, "items": items})
        cursor.execute("SELECT min(id) FROM cmdb_configurationitem WHERE source = 'bulk'")
        first: int = cursor.fetchone()[0]
        told = {"verb": verb, "items": items, "fan": fan, "first": first}
        for sql in (GROUPS, "ANALYZE cmdb_redundancygroup", RELATIONS):
            cursor.execute(sql, told)
        for table in ("configurationitem", "relation"):
            cursor.execute(f"ANALYZE cmdb_{table}")
    return first
