"""The embedded servers: what a start must not believe."""

import socket
from pathlib import Path

import pytest

from itsm import places
from itsm.embedded.postgresql import PostgreSQL
from itsm.embedded.server import free_port

READY = "\n".join(["1", "/data", "0", "28433", "", "127.0.0.1", "", "ready   "])


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PostgreSQL:
    monkeypatch.setattr(places, "VAR", tmp_path)
    server = PostgreSQL()
    server.folder.mkdir()
    server.port = free_port(30000)
    return server


def test_what_a_crash_left_behind_is_no_answer(server: PostgreSQL) -> None:
    server.pid_file.write_text(READY)
    assert not server.answers()


def test_it_answers_when_it_is_ready_and_listens(server: PostgreSQL) -> None:
    with socket.create_server(("127.0.0.1", server.port)):
        assert not server.answers()
        server.pid_file.write_text(READY)
        assert server.answers()
