"""The benchmark's own databases: one filled and kept as a template per size, and a working copy for each run."""

from __future__ import annotations

import os
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection

from itsm import places

ADMINISTRATION = "postgres"


def name_of(rows: int) -> str:
    """bench_50k, bench_1m."""
    if rows % 1_000_000 == 0:
        return f"bench_{rows // 1_000_000}m"
    return f"bench_{rows // 1_000}k" if rows % 1_000 == 0 else f"bench_{rows}"


def url_of(name: str) -> str:
    """The address of a database on the server that DATABASE_URL names, else on the embedded one."""
    server = os.environ.get("BENCH_SERVER_URL") or places.database_url()
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def exists(name: str) -> bool:
    with _administration() as server, server.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def create(name: str, *, template: str = "template0") -> None:
    """An empty database, or a copy. The template's files are copied, which for gigabytes is faster than its log."""
    _run(
        "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY",
        name,
        template,
    )


def drop(name: str) -> None:
    _run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def rename(name: str, to: str) -> None:
    _run("ALTER DATABASE {} RENAME TO {}", name, to)


def note(name: str, stamp: str) -> None:
    """Write on the database what it holds."""
    with _administration() as server, server.cursor() as cursor:
        cursor.execute(sql.SQL("COMMENT ON DATABASE {} IS %s").format(sql.Identifier(name)), [stamp])


def noted(name: str) -> str:
    """What `note` wrote; empty where there is no such database."""
    with _administration() as server, server.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
        )
        row = cursor.fetchone()
        return str(row[0] or "") if row else ""


def size(name: str) -> int:
    """In bytes."""
    with _administration() as server, server.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(%s)", [name])
        return int(cursor.fetchone()[0])  # type: ignore[index]


def version() -> str:
    with _administration() as server, server.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])  # type: ignore[index]


def _run(words: str, *names: str) -> None:
    with _administration() as server, server.cursor() as cursor:
        cursor.execute(sql.SQL(words).format(*map(sql.Identifier, names)))


class _Administration:
    """A connection outside of transactions, which CREATE DATABASE asks for; closed at the end."""

    def __enter__(self) -> connection:
        self._server = psycopg2.connect(url_of(ADMINISTRATION))
        self._server.autocommit = True
        return self._server

    def __exit__(self, *raised: object) -> None:
        self._server.close()


def _administration() -> _Administration:
    return _Administration()
