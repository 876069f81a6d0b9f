"""What the figures were taken on. No names, no paths."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

from benchmarks import database

GIBIBYTE = 1024**3


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIBIBYTE
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB memory; PostgreSQL {database.version()},"
        f" Python {platform.python_version()}, Django {version('django')}, uvicorn {version('uvicorn')}"
    )


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())
