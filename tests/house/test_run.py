"""The one-command start as a person meets it: as a process, on ports of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from itsm.places import BASE
from tests.one_command import (
    RUN,
    STOP_SECONDS,
    apart,
    ask,
    ours,
    started,
    wait_for,
    wait_until_gone,
    wait_until_ready,
)


@pytest.fixture
def variables(tmp_path: Path) -> Iterator[dict[str, str]]:
    with apart(tmp_path) as environment:
        yield environment


def test_it_starts_restarts_what_dies_keeps_its_data_and_leaves_nothing(variables: dict[str, str]) -> None:
    var = Path(variables["ITSM_VAR"])
    with started(variables) as desk:
        wait_for(desk, "Ready: ")
        wait_until_ready(variables)
        ask(variables, "CREATE TABLE left_by_the_first_start (number int)")
        beat = next(pid for pid, command in ours(var).items() if " beat " in command)
        os.kill(beat, signal.SIGKILL)
        assert "starts again in 1 s" in wait_for(desk, "beat     │ stopped with code -9")
        desk.send_signal(signal.SIGINT)
        assert desk.wait(STOP_SECONDS) == 0
    wait_until_gone(var)

    with started(variables) as desk:
        wait_for(desk, "Ready: ")
        assert ask(variables, "SELECT * FROM left_by_the_first_start") == []
        desk.kill()
    wait_until_gone(var)


def test_a_port_in_use_is_said_in_a_sentence(variables: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", int(variables["ITSM_PORT"]))):
        done = subprocess.run(RUN, cwd=BASE, env=variables, capture_output=True, text=True)
    address = f"127.0.0.1:{variables['ITSM_PORT']}"
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        f"!!! {address} is in use by another program. Choose another by ITSM_HOST and ITSM_PORT.\n",
        "",
    )


def test_a_strangers_database_is_not_taken_for_ours(variables: dict[str, str]) -> None:
    port = variables["ITSM_POSTGRES_PORT"]
    with socket.create_server(("127.0.0.1", int(port))):
        done = subprocess.run(RUN, cwd=BASE, env=variables, capture_output=True, text=True)
    assert done.returncode == 1
    assert (
        f"Port {port} for PostgreSQL is in use by another program; change ITSM_POSTGRES_PORT." in done.stdout
    )
