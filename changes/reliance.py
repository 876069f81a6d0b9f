"""What each of several items relies on, asked at once: whose change at the same time would be felt there."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection

from cmdb.impact import SUPPLIERS

# Further than anybody reckons with; a bound should everything hang on everything.
STEPS = 20

# Redundancy is not honoured: work on one of two power feeds is worth knowing of while the server is changed.
RELIED = f"""
WITH RECURSIVE walk (origin, id, depth) AS (
    SELECT item, item, 0 FROM unnest(%s::bigint[]) item
    UNION
    SELECT n.origin, supplier.item, n.depth + 1 FROM walk n, {SUPPLIERS} WHERE n.depth < {STEPS}
)
SELECT DISTINCT origin, id FROM walk WHERE id <> origin
"""  # noqa: S608 - made of constants alone


def relied_upon_by_each(items: Iterable[int]) -> dict[int, set[int]]:
    """Item → the items that it relies on, near and far. One query."""
    found: dict[int, set[int]] = defaultdict(set)
    asked = sorted(items)
    if asked:
        with connection.cursor() as cursor:
            cursor.execute(RELIED, [asked])
            for origin, key in cursor.fetchall():
                found[origin].add(key)
    return found
