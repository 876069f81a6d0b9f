"""`python -m itsm.run`: the whole service desk in one terminal. `make run` calls it when everything is installed."""

from __future__ import annotations

import argparse
import errno
import os
import socket
import sys
import time
import urllib.request

from itsm import places
from itsm.embedded.__main__ import alone, needed
from itsm.embedded.postgresql import PostgreSQL
from itsm.embedded.server import EmbeddedServer
from itsm.embedded.unprivileged import NotPossible
from itsm.supervisor import Program, Supervisor, command
from itsm.terminal import announce, say, stage, trouble, welcome

WEB_PROCESSES = int(os.environ.get("ITSM_WEB_PROCESSES", "2"))
WORKER_PROCESSES = os.environ.get("ITSM_WORKER_PROCESSES", "2")
HOST = os.environ.get("ITSM_HOST", "127.0.0.1")
PORT = int(os.environ.get("ITSM_PORT", "8000"))
ANSWER_SECONDS = 60
# Celery's five lines about running as root; PostgreSQL, which would refuse, runs as somebody else.
ROOT_WARNING = "ignore:You're running the worker with superuser privileges"
PYTHON = [sys.executable, "-m"]


class Stopped(Exception):
    """Somebody asked us to stop while we were still starting."""


def listener() -> socket.socket:
    """The web's socket, opened before all else: a port in use shows at once, and restarts refuse nobody."""
    try:
        return socket.create_server((HOST, PORT), backlog=2048)
    except OSError as error:
        is_taken = error.errno == errno.EADDRINUSE
        reason = "is in use by another program" if is_taken else f"cannot be opened ({error.strerror})"
        raise NotPossible(f"{HOST}:{PORT} {reason}. Choose another by ITSM_HOST and ITSM_PORT.") from error


class Start:
    """The stages of a start, in order."""

    def __init__(self) -> None:
        self.supervisor = Supervisor(say)

    def run(self) -> None:
        with listener() as web:
            with alone():
                for server in needed():
                    self.bring_up(server)
            self.settle()
            self.keep_everything(web)
            self.wait_for_answer()
            welcome(f"http://{HOST}:{PORT}/")
            while not self.supervisor.is_stopping:
                self.supervisor.turn()

    def bring_up(self, server: EmbeddedServer) -> None:
        if server.process_id():
            announce(f"{server.title} runs already on port {server.port}; it will be left running")
            return
        server.settle_port()
        with stage(f"{server.title} on port {server.port}"):
            server.prepare()
            reading, writing = os.pipe()
            process = server.start(writing, is_tied=True)
            os.close(writing)
        program = Program(
            server.name, lambda output: server.launch(output, is_tied=True), stop_signal=server.stop_signal
        )
        self.supervisor.adopt(program, process, os.fdopen(reading, "rb", buffering=0))
        if isinstance(server, PostgreSQL):
            server.settle_database()

    def settle(self) -> None:
        """Tables, reference data, translations, static files and, at first, the demo."""
        settle = command([sys.executable, str(places.BASE / "manage.py"), "settle"])
        code = self.supervisor.run_to_end(settle)
        if self.supervisor.is_stopping:
            raise Stopped
        if code:
            raise NotPossible("The start ends here; the lines above say why.")

    def keep_everything(self, web: socket.socket) -> None:
        number = str(web.fileno())
        for index in range(1, WEB_PROCESSES + 1):
            launch = command([*PYTHON, "itsm.web", number], keep=(web.fileno(),))
            self.supervisor.keep(Program(f"web-{index}", launch))
        celery = [*PYTHON, "celery", "--app", "itsm.celery", "--quiet"]
        quiet = ["--loglevel", "WARNING"]
        worker = ["worker", "--concurrency", WORKER_PROCESSES, "--without-gossip", "--without-mingle", *quiet]
        self.supervisor.keep(Program("worker", command([*celery, *worker], PYTHONWARNINGS=ROOT_WARNING)))
        self.supervisor.keep(Program("beat", command([*celery, "beat", "--pidfile=", *quiet])))

    def wait_for_answer(self) -> None:
        deadline = time.monotonic() + ANSWER_SECONDS
        with stage("web, worker and beat"):
            while not self._answers():
                if self.supervisor.is_stopping:
                    raise Stopped
                if time.monotonic() > deadline:
                    raise NotPossible(f"The web did not answer within {ANSWER_SECONDS} seconds.")
                self.supervisor.turn()

    def _answers(self) -> bool:
        host = "127.0.0.1" if HOST in ("0.0.0.0", "::") else HOST  # noqa: S104  (compared, not bound)
        try:
            with urllib.request.urlopen(f"http://{host}:{PORT}/healthz", timeout=0.5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


def main() -> int:
    argparse.ArgumentParser(prog="python -m itsm.run", description=__doc__).parse_args()
    start = Start()
    try:
        start.run()
    except Stopped:
        pass
    except NotPossible as reason:
        trouble(str(reason))
        return 1
    finally:
        if start.supervisor.programs:
            with stage("stopping everything"):
                start.supervisor.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
