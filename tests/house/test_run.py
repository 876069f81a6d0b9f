"""The one-command start as a person meets it: as a process, on ports of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import psycopg2
import pytest

from itsm.places import BASE

START_SECONDS = 120
STOP_SECONDS = 40
RUN = [sys.executable, "-m", "itsm.run"]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture
def variables(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Our environment, less what leads to other servers, with a folder and ports of its own."""
    foreign = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "ITSM_DEMO"}
    kept = {key: value for key, value in os.environ.items() if key not in foreign}
    ports = {f"ITSM_{name}PORT": str(free_port()) for name in ("", "POSTGRES_", "REDIS_")}
    yield kept | ports | {"ITSM_VAR": str(tmp_path)}
    wait_until_gone(tmp_path)


def ours(var: Path) -> dict[int, str]:
    """The command of each process that works on this folder, by its process id."""
    commands = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if str(var).encode() in (path / "environ").read_bytes():
                commands[int(path.name)] = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:  # ended meanwhile, or not ours to see
            continue
    return commands


def wait_until_gone(var: Path) -> None:
    deadline = time.monotonic() + STOP_SECONDS
    while left := ours(var):
        assert time.monotonic() < deadline, left
        time.sleep(0.2)


def started(variables: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        RUN, cwd=BASE, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def wait_for(process: subprocess.Popen[str], words: str) -> str:
    """The line with `words`."""
    assert process.stdout is not None
    said = ""
    deadline = time.monotonic() + START_SECONDS
    for line in process.stdout:
        said += line
        if words in line:
            return line
        assert time.monotonic() < deadline, said
    raise AssertionError(f"It ended before it said {words!r}:\n{said}")


def wait_until_ready(variables: dict[str, str]) -> None:
    """Until the worker's first heartbeat, at the latest five seconds after its start."""
    deadline = time.monotonic() + START_SECONDS
    while httpx.get(f"http://127.0.0.1:{variables['ITSM_PORT']}/readyz", timeout=10).status_code != 200:
        assert time.monotonic() < deadline
        time.sleep(0.2)


def ask(variables: dict[str, str], statement: str) -> list[tuple[object, ...]]:
    password = (Path(variables["ITSM_VAR"]) / "secrets" / "postgres").read_text()
    with closing(
        psycopg2.connect(
            host="127.0.0.1",
            port=variables["ITSM_POSTGRES_PORT"],
            user="itsm",
            password=password,
            dbname="itsm",
        )
    ) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []


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
