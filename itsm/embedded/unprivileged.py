"""Starting programs that must not be root and must not outlive us: on Linux; elsewhere a plain start."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

UNPRIVILEGED_USER = os.environ.get("ITSM_POSTGRES_USER", "nobody")


class NotPossible(Exception):
    """The start cannot go on; the message is a sentence for the person at the terminal."""


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def tied(command: list[str], *, signal: str = "TERM") -> list[str]:
    """`command`, made to receive `signal` when its parent dies, however that happens."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", signal, "--", *command] if setpriv else command


def demoted(command: list[str], *, near: Path, signal: str | None = None) -> list[str]:
    """`command` as an ordinary user when we are root, working on files under `near`."""
    if not is_root():
        return tied(command, signal=signal) if signal else command
    setpriv = shutil.which("setpriv")
    if not setpriv:
        raise NotPossible(
            "PostgreSQL refuses to run as root, and `setpriv` (Debian package util-linux) is not here to"
            " start it as another user. Start as an ordinary user, or set DATABASE_URL."
        )
    words = [setpriv, f"--reuid={UNPRIVILEGED_USER}", f"--regid={_group()}", "--clear-groups"]
    if not (_is_open_to_all(near) and _is_open_to_all(Path(command[0]))):
        # The checkout lies where only root may enter (/root): the server keeps the one power to pass through.
        # no_setuid_fixup: without it access(2) ignores that power, and initdb asks access(2).
        words += [
            "--securebits=+no_setuid_fixup",
            "--inh-caps=+dac_read_search",
            "--ambient-caps=+dac_read_search",
        ]
    if signal:
        words += ["--pdeathsig", signal]
    return [*words, "--", *command]


def give(path: Path) -> None:
    """Makes the unprivileged user the owner of `path`, when we are root."""
    if is_root():
        shutil.chown(path, UNPRIVILEGED_USER, _group())


def _group() -> int:
    import pwd

    return pwd.getpwnam(UNPRIVILEGED_USER).pw_gid


def _is_open_to_all(path: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in path.resolve().parents)
