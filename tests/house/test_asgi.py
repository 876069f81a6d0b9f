from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import httpx
import pytest
from django.db import connection
from django.test import override_settings

from itsm.asgi import PAGE_THREADS
from tests.house import addresses

MEBIBYTE = 1 << 20


@pytest.fixture
def site(live: str) -> Iterator[httpx.Client]:
    with (
        override_settings(ROOT_URLCONF="tests.house.addresses", DATA_UPLOAD_MAX_MEMORY_SIZE=64 * MEBIBYTE),
        httpx.Client(base_url=live, timeout=60) as client,
    ):
        yield client


def sessions_of_the_database() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND backend_type = 'client backend'"
        )
        return int(cursor.fetchone()[0])


def wait_until_sessions_are(count: int) -> None:
    """PostgreSQL counts a session a moment longer than its client does."""
    deadline = time.monotonic() + 5
    while (now := sessions_of_the_database()) != count:
        assert time.monotonic() < deadline, f"{now} sessions, not {count}"
        time.sleep(0.05)


def test_pages_keep_their_database_connections(site: httpx.Client) -> None:
    with ThreadPoolExecutor(20) as visitors:
        answers = list(visitors.map(lambda _: site.get("/database").json(), range(200)))
    assert len({answer["thread"] for answer in answers}) <= PAGE_THREADS
    assert {answer["thread"]: answer["pid"] for answer in answers}.values()
    assert len({(answer["thread"], answer["pid"]) for answer in answers}) <= PAGE_THREADS


def test_an_open_stream_holds_no_database_connection(site: httpx.Client) -> None:
    site.get("/database")
    before = sessions_of_the_database()
    with ExitStack() as open_streams:
        for _ in range(5):
            answer = open_streams.enter_context(site.stream("GET", "/live/stream"))
            assert next(answer.iter_lines()).startswith("data: ")
        wait_until_sessions_are(before)


def test_a_stream_ends_when_its_reader_goes(site: httpx.Client) -> None:
    addresses.went_away.clear()
    with site.stream("GET", "/live/stream") as answer:
        next(answer.iter_lines())
    assert addresses.went_away.wait(30)


def test_pages_are_served_while_many_streams_are_open(site: httpx.Client) -> None:
    with ExitStack() as open_streams:
        for _ in range(3 * PAGE_THREADS):
            next(open_streams.enter_context(site.stream("GET", "/live/stream")).iter_lines())
        assert site.get("/database", timeout=30).status_code == 200


def test_head_answers_without_a_body(site: httpx.Client) -> None:
    answer = site.head("/query?q=1")
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["Content-Length"]) > 0


def test_a_large_upload_arrives_whole(site: httpx.Client) -> None:
    assert site.post("/upload", content=b"x" * (20 * MEBIBYTE)).json() == {"size": 20 * MEBIBYTE}


def test_an_upload_broken_off_is_not_taken_for_a_whole_one(site: httpx.Client) -> None:
    addresses.completed.clear()
    with socket.create_connection((site.base_url.host, site.base_url.port or 80)) as wire:
        head = b"POST /upload HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n\r\n"
        wire.sendall(head + b"x" * 500_000)
        time.sleep(0.2)
    assert site.post("/upload", content=b"yy").json() == {"size": 2}
    assert addresses.completed == [2]


def said_raw(site: httpx.Client, query: bytes) -> httpx.Response:
    with socket.create_connection((site.base_url.host, site.base_url.port or 80)) as wire:
        wire.sendall(b"GET /query?q=" + query + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: wire.recv(65536), b""))
    return httpx.Response(int(answer.split(b" ", 2)[1]), content=answer.rpartition(b"\r\n")[2])


@pytest.mark.parametrize(("raw", "understood"), [(b"%E6%8A%A5", "报"), (b"a%20b+c", "a b c")])
def test_a_query_is_understood_whatever_it_encodes(site: httpx.Client, raw: bytes, understood: str) -> None:
    assert said_raw(site, raw).json() == {"q": understood}


@pytest.mark.parametrize("raw", ["报".encode(), b"\xff", b"\x00"])
def test_a_query_of_raw_bytes_is_refused(site: httpx.Client, raw: bytes) -> None:
    assert said_raw(site, raw).status_code == 400


def test_static_files_are_served(live: str) -> None:
    answer = httpx.get(f"{live}/static/vendor/htmx/htmx.min.js")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/javascript")
