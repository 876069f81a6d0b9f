"""Databases that are filled already are taken again, as long as they hold what would be filled in today."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from benchmarks import database

HERE = Path(__file__).parent
PRODUCT = HERE.parent
# What decides on the content: how it is made, what it is made of, and the tables it is put into.
SOURCES = ("benchmarks/fill/*", "demo/*.py", "*/migrations/*.py", "*/defaults.py", "*/default_roles.py")


def built(rows: int, open_rows: int) -> str:
    """The name of a database with so many incidents, built now where there is none, or only an outdated one."""
    name, stamp = database.name_of(rows), stamp_of(rows, open_rows)
    if database.noted(name) == stamp:
        return name
    print(f"building {name}: {rows:,} incidents, {open_rows:,} of them open", flush=True)
    draft = f"{name}_draft"
    database.drop(draft)
    database.create(draft)
    environment = {**os.environ, "DATABASE_URL": database.url_of(draft), "ITSM_LOG_LEVEL": "ERROR"}
    command = [sys.executable, "-m", "benchmarks.fill", str(rows), str(open_rows)]
    subprocess.run(command, env=environment, check=True)
    database.drop(name)
    database.rename(draft, name)
    database.note(name, stamp)
    return name


def stamp_of(rows: int, open_rows: int) -> str:
    """Changes with the size, with what fills it, and with the day: a board tells of today."""
    digest = hashlib.sha256(f"{rows} {open_rows} {date.today()}".encode())  # noqa: DTZ011  (a day, whose ever)
    for pattern in SOURCES:
        for path in sorted(PRODUCT.glob(pattern)):
            if path.is_file():
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
