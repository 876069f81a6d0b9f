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
