"""Telling the planner what it cannot know, for one query."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper


@contextmanager
def without(*ways: str) -> Iterator[None]:
    """Keep the planner from ways of reading ("enable_seqscan", "enable_bitmapscan") where there is another."""
    with transaction.atomic(), connection.cursor() as cursor:
        _set(cursor, ways, "off")
        yield
        # An outer transaction goes on with them as they were.
        _set(cursor, ways, "on")


def _set(cursor: CursorWrapper, ways: tuple[str, ...], value: str) -> None:
    cursor.execute(
        "SELECT " + ", ".join("set_config(%s, %s, true)" for _ in ways),
        [text for way in ways for text in (way, value)],
    )


def join_as_written() -> bool:
    """Have this role's later sessions in this database join in the order that is written. False where they do already.

    Our joins follow foreign keys from the one table that is filtered, so no other order is better; to find that out
    anew costs PostgreSQL more than the query itself (docs/decisions/0007).
    """
    with connection.cursor() as cursor:
        cursor.execute("SHOW join_collapse_limit")
        if cursor.fetchone() == ("1",):
            return False
        database = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute(f"ALTER ROLE CURRENT_USER IN DATABASE {database} SET join_collapse_limit = 1")
    return True
