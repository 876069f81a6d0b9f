"""The test database: reference data laid down once, and put back after each test that commits."""

from __future__ import annotations

from io import StringIO

from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from records.planner import join_as_written

KEPT = "kept"
# Made by migrate and referred to by rows of reference data: never emptied.
UNTOUCHED = {"django_migrations", "django_content_type", "auth_permission"}


def lay_down_reference_data() -> None:
    """What `install_defaults` installs, and a copy of it for `restore`."""
    if join_as_written():
        connection.close()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {KEPT} CASCADE")
        cursor.execute(f"CREATE SCHEMA {KEPT}")
    restore()
    call_command("install_defaults", stdout=StringIO())
    with transaction.atomic(), connection.cursor() as cursor:
        for table in _filled_tables(cursor):
            cursor.execute(f"CREATE TABLE {KEPT}.{table} AS TABLE {table}")


def restore() -> None:
    """Empties every table and puts the reference data back.

    Instead of Django's flush: a trigger, which tests must meet armed, forbids TRUNCATE on the journal, and
    TRUNCATE of a hundred tables costs more than DELETE from the few that a test filled.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        _empty(cursor, _filled_tables(cursor))
        for table in _names(cursor, "SELECT tablename FROM pg_tables WHERE schemaname = %s", [KEPT]):
            columns = _columns(cursor, table)
            cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {KEPT}.{table}")


def end_other_sessions() -> None:
    """Lets the database be dropped although threads of a live server still hold connections to it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            # The server's own workers (autovacuum) make way by themselves, and are not ours to end.
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )


def _empty(cursor: CursorWrapper, tables: list[str]) -> None:
    guarded = _names(
        cursor, "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal", []
    )
    for table in guarded:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    for table in tables:
        cursor.execute(f"DELETE FROM {table}")
    # ALTER refuses a table whose deferred foreign keys still wait to be checked.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in guarded:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _filled_tables(cursor: CursorWrapper) -> list[str]:
    tables = sorted(set(connection.introspection.django_table_names(only_existing=True)) - UNTOUCHED)
    asked = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables)
    return _names(cursor, asked, [])


def _columns(cursor: CursorWrapper, table: str) -> str:
    query = (
        "SELECT quote_ident(column_name) FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'"
    )
    return ", ".join(_names(cursor, query, [table]))


def _names(cursor: CursorWrapper, query: str, params: list[str]) -> list[str]:
    cursor.execute(query, params)
    return [name for (name,) in cursor.fetchall()]
