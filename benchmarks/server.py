"""The web as an installation runs it: two processes on one socket, DEBUG off."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

PROCESSES = int(os.environ.get("ITSM_WEB_PROCESSES", "2"))
SECONDS_TO_START = 60


@contextmanager
def serving(environment: Mapping[str, str]) -> Iterator[int]:
    """Yields the port of a running server, and ends its processes afterwards."""
    with socket.create_server(("127.0.0.1", 0), backlog=2048) as web:
        port = web.getsockname()[1]
        command = [sys.executable, "-m", "itsm.web", str(web.fileno())]
        processes = [
            subprocess.Popen(command, env={**os.environ, **environment}, pass_fds=[web.fileno()])
            for _ in range(PROCESSES)
        ]
        try:
            _wait(port, processes)
            yield port
        finally:
            for process in processes:
                process.send_signal(signal.SIGTERM)
            for process in processes:
                process.wait()


def _wait(port: int, processes: list[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while not _answers(port):
        if time.monotonic() > deadline or any(process.poll() is not None for process in processes):
            raise RuntimeError("The web server did not start.")
        time.sleep(0.1)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
