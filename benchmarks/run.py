"""`python -m benchmarks.run FILE [NAME…]`: measure the database that DATABASE_URL names, and write the figures down."""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

SEED = 20140127


def main(file: Path, only: list[str]) -> None:
    import django

    django.setup()
    from benchmarks.bare.recording import FOLDER
    from benchmarks.server import serving

    settle()
    with tempfile.TemporaryDirectory() as folder:
        os.environ[FOLDER] = folder
        with serving({FOLDER: folder}) as port:
            file.write_text(json.dumps(figures(port, only)))


def settle() -> None:
    """As at every start; and what came due since the database was filled is done before anything is measured."""
    from django.core.management import call_command

    from records.sweep import sweep

    call_command("settle", verbosity=0)
    sweep()


def figures(port: int, only: list[str]) -> list[dict[str, Any]]:
    from benchmarks.desk import Desk
    from benchmarks.measurements.all import MEASUREMENTS

    desk = Desk(port, random.Random(SEED))
    found = []
    for measurement in MEASUREMENTS:
        if not only or measurement.name in only:
            print(f"  {measurement.name}", end=" ", flush=True)
            told = measurement.measure(desk).told()
            found.append(told)
            print(_line(told), flush=True)
    return found


def _line(told: dict[str, Any]) -> str:
    words = [f"median {told['median'] * 1000:.1f} ms", f"p95 {told['p95'] * 1000:.1f} ms"]
    if told["bare"] is not None:
        words.append(f"bare {told['bare'] * 1000:.1f} ms")
    if told["rate"] is not None:
        words.append(f"{told['rate']:.0f}/s, bare {told['bare_rate']:.0f}/s")
    return ", ".join(words)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
