"""What the embedded servers have in common."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

from itsm import places
from itsm.embedded.unprivileged import NotPossible

START_SECONDS = 60


def packaged(package: str, *inside: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise NotPossible(
            f"The package {package} is not installed: run `make services` or `make run`, not this module."
        )
    return Path(spec.origin).parent.joinpath(*inside)


def is_taken(port: int) -> bool:
    """Whether something listens on this port of the loopback address already."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port(after: int) -> int:
    """The next port on which nothing listens."""
    return next(port for port in range(after + 1, after + 1000) if not is_taken(port))


class EmbeddedServer:
    """A server whose program came in a wheel and whose data lies in the var folder."""

    name: str
    title: str
    default_port: int
    stop_signal = signal.SIGTERM

    def __init__(self) -> None:
        self.folder = places.VAR / self.name
        self.port = places.port(self.name, self.default_port)

    def process_id(self) -> int | None:
        """The process id of this very server, when it runs."""
        with suppress(FileNotFoundError, ValueError, IndexError, ProcessLookupError, PermissionError):
            pid = int(self.pid_file.read_text().splitlines()[0])
            os.kill(pid, 0)
            return pid if self._is_the_program(pid) else None
        return None

    def settle_port(self) -> None:
        """Keeps clear of a stranger on our port: takes a free one, unless the environment insists."""
        if not is_taken(self.port):
            return
        variable = f"ITSM_{self.name.upper()}_PORT"
        if os.environ.get(variable):
            raise NotPossible(
                f"Port {self.port} for {self.title} is in use by another program; change {variable}."
            )
        self.port = free_port(self.port)
        places.remember_port(self.name, self.port)

    def start(self, log: IO[Any] | int, *, is_tied: bool) -> subprocess.Popen[Any]:
        """Starts the server in its own process group and returns when it answers."""
        process = self.launch(log, is_tied=is_tied)
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if process.poll() is not None:
                raise NotPossible(f"{self.title} stopped at its start with code {process.returncode}.")
            if time.monotonic() > deadline:
                raise NotPossible(f"{self.title} did not answer within {START_SECONDS} seconds.")
            time.sleep(0.05)
        return process

    def stop(self) -> bool:
        """Stops the running server and waits for its end. False when it does not run."""
        pid = self.process_id()
        if pid is None:
            return False
        os.kill(pid, self.stop_signal)
        while self.process_id() is not None:
            time.sleep(0.05)
        return True

    @property
    def pid_file(self) -> Path:
        raise NotImplementedError

    def prepare(self) -> None:
        raise NotImplementedError

    def launch(self, log: IO[Any] | int, *, is_tied: bool) -> subprocess.Popen[Any]:
        raise NotImplementedError

    def answers(self) -> bool:
        raise NotImplementedError

    def _is_the_program(self, pid: int) -> bool:
        # After a crash of the machine the pid may belong to somebody else.
        cmdline = Path(f"/proc/{pid}/cmdline")
        return not cmdline.exists() or self.name.encode() in cmdline.read_bytes()
