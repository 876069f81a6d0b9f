"""Indexes and foreign keys out of the way while a table is filled, and back as they were: several times faster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

INDEXES = """
    SELECT index.indexrelid::regclass::text, pg_get_indexdef(index.indexrelid)
    FROM pg_index index LEFT JOIN pg_constraint made_by ON made_by.conindid = index.indexrelid
    WHERE index.indrelid = ANY(%s::regclass[]) AND made_by.oid IS NULL
"""
CONSTRAINTS = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
    FROM pg_constraint
    WHERE conrelid = ANY(%s::regclass[]) AND (contype = 'f' OR contype IN ('p', 'u'))
    ORDER BY contype = 'f', conrelid
"""
POINTING = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
    FROM pg_constraint
    WHERE contype = 'f' AND confrelid = ANY(%s::regclass[]) AND conrelid <> ALL(%s::regclass[])
"""


@contextmanager
def bare(tables: Sequence[str]) -> Iterator[None]:
    """The tables without indexes and keys; each key is checked again, over all rows, when it comes back."""
    names = list(tables)
    with connection.cursor() as cursor:
        cursor.execute(INDEXES, [names])
        indexes = cursor.fetchall()
        cursor.execute(CONSTRAINTS, [names])
        own = cursor.fetchall()
        cursor.execute(POINTING, [names, names])
        keys = [*own, *cursor.fetchall()]
        for index, _definition in indexes:
            cursor.execute(f"DROP INDEX {index}")
        for table, key, _definition in reversed(keys):
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {key}")
        yield
        for _index, definition in indexes:
            cursor.execute(definition)
        for table, key, definition in keys:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {key} {definition}")
