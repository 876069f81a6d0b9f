"""`python -m benchmarks.fill ROWS OPEN`: fill the empty database that DATABASE_URL names."""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable
from datetime import datetime
from io import StringIO

import django

SEED = 20140127


def main(rows: int, open_rows: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    started, dice = time.monotonic(), random.Random(SEED)

    def say(title: str) -> None:
        print(f"  {time.monotonic() - started:6.1f} s  {title}", flush=True)

    say("tables")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("install_defaults", stdout=StringIO())
    _fill(rows, open_rows, dice, timezone.now(), say)
    say("done")


def _fill(rows: int, open_rows: int, dice: random.Random, now: datetime, say: Callable[[str], None]) -> None:
    from django.db import connection

    from benchmarks.fill.company import open_house
    from benchmarks.fill.history import Size, tell_the_past, write_history
    from benchmarks.fill.open_work import start_clocks

    say("company")
    open_house(dice)
    for title in write_history(Size(rows=rows, open=open_rows), now=now, dice=dice):
        say(title)
    say("clocks of open work")
    start_clocks(now)
    with connection.cursor() as cursor:
        say("outbox")
        tell_the_past(cursor)
        say("statistics")
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
