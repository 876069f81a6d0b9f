"""`make run` as a process of its own: on ports and in a folder of its own, for the tests that start and stop it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import psycopg2

from itsm.places import BASE

START_SECONDS = 300
STOP_SECONDS = 90
RUN = [sys.executable, "-m", "itsm.run"]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def apart(folder: Path) -> Iterator[dict[str, str]]:
    """Our environment, less what leads to other servers, with a folder and ports of its own."""
    foreign = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "ITSM_DEMO"}
    kept = {key: value for key, value in os.environ.items() if key not in foreign}
    ports = {f"ITSM_{name}PORT": str(free_port()) for name in ("", "POSTGRES_", "REDIS_")}
    yield kept | ports | {"ITSM_VAR": str(folder)}
    wait_until_gone(folder)


def ours(var: Path, *, port: str = "no port") -> dict[int, str]:
    """The command of each process that works on this folder, by its process id.

    Redis writes its title over its environment: it is known by `port`.
    """
    commands = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            command = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            if str(var).encode() in (path / "environ").read_bytes() or f":{port}" in command:
                commands[int(path.name)] = command
        except OSError:  # ended meanwhile, or not ours to see
            continue
    return commands


def wait_until_gone(var: Path) -> None:
    deadline = time.monotonic() + STOP_SECONDS
    while left := ours(var):
        assert time.monotonic() < deadline, left
        time.sleep(0.2)


@contextmanager
def started(variables: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """The start as a process; killed where the test fails, which would else wait for its end."""
    process = subprocess.Popen(
        RUN, cwd=BASE, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    with process:
        try:
            yield process
        except BaseException:
            process.kill()
            raise


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
