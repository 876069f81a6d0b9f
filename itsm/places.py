"""Where things lie and listen. Free of Django, so that the one-command start can ask before Django exists."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import quote

BASE = Path(__file__).resolve().parent.parent
MADE = BASE / "var"  # made from the code by the set-up
VAR = Path(os.environ.get("ITSM_VAR", BASE / "var")).resolve()

# Outside the ephemeral range of Linux (32768 and up) and away from the ports of system-wide servers.
POSTGRES_PORT = 28432
REDIS_PORT = 28379


def secret(name: str) -> str:
    """The secret kept in the var folder under `name`, made at random the first time it is asked for."""
    path = VAR / "secrets" / name
    try:
        return path.read_text()
    except FileNotFoundError:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Several processes may come here at once; a link appears whole or not at all, and the first one wins.
    draft = path.with_name(f"{name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(48))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text()


def port(name: str, default: int) -> int:
    """The port of an embedded server: from the environment, else as remembered in var, else `default`."""
    given = os.environ.get(f"ITSM_{name.upper()}_PORT")
    if given:
        return int(given)
    try:
        return int((VAR / f"{name}.port").read_text())
    except FileNotFoundError:
        return default


def remember_port(name: str, number: int) -> None:
    VAR.mkdir(parents=True, exist_ok=True)
    (VAR / f"{name}.port").write_text(str(number))


def database_url() -> str:
    """DATABASE_URL, else the address of the embedded PostgreSQL."""
    given = os.environ.get("DATABASE_URL")
    if given:
        return given
    return f"postgresql://itsm:{quote(secret('postgres'))}@127.0.0.1:{port('postgres', POSTGRES_PORT)}/itsm"


def redis_url() -> str:
    """REDIS_URL, else the address of the embedded Redis."""
    given = os.environ.get("REDIS_URL")
    if given:
        return given
    return f"redis://:{quote(secret('redis'))}@127.0.0.1:{port('redis', REDIS_PORT)}/0"


def truth(name: str, default: bool = False) -> bool:
    """Whether the environment says yes to `name`."""
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def words(name: str) -> list[str]:
    """The comma-separated words that the environment gives under `name`."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]
