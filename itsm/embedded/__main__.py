"""`python -m itsm.embedded start|stop|status`: both servers in the background, for tests and development."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from itsm import places
from itsm.embedded.postgresql import PostgreSQL
from itsm.embedded.redis_server import RedisServer
from itsm.embedded.server import EmbeddedServer
from itsm.embedded.unprivileged import NotPossible


def needed() -> list[EmbeddedServer]:
    """The embedded servers that no DATABASE_URL or REDIS_URL makes superfluous."""
    servers: list[EmbeddedServer] = []
    if not os.environ.get("DATABASE_URL"):
        servers.append(PostgreSQL())
    if not os.environ.get("REDIS_URL"):
        servers.append(RedisServer())
    return servers


@contextmanager
def alone() -> Iterator[None]:
    """One start or stop at a time in this var folder."""
    places.VAR.mkdir(parents=True, exist_ok=True)
    with (places.VAR / "embedded.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def bring_up(server: EmbeddedServer) -> bool:
    """Starts `server` in the background. False when it ran already."""
    if server.process_id():
        return False
    server.prepare()
    server.settle_port()
    with (places.VAR / f"{server.name}.log").open("ab") as log:
        server.start(log.fileno(), is_tied=False)
    if isinstance(server, PostgreSQL):
        server.settle_database()
    return True


def start() -> None:
    for server in needed():
        word = "started" if bring_up(server) else "runs already"
        print(f"{server.title:<10} {word} on 127.0.0.1:{server.port}", flush=True)


def stop() -> None:
    for server in needed():
        print(f"{server.title:<10} {'stopped' if server.stop() else 'does not run'}", flush=True)


def status() -> None:
    for server in needed():
        pid = server.process_id()
        print(
            f"{server.title:<10} "
            + (f"runs on 127.0.0.1:{server.port} (process {pid})" if pid else "does not run")
        )


def main(word: str) -> int:
    verbs = {"start": start, "stop": stop, "status": status}
    if word not in verbs:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with alone():
            verbs[word]()
    except (NotPossible, subprocess.SubprocessError) as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
