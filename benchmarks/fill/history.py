"""A desk's history of so many incidents, laid down by `history.sql` in a few statements."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import F
from psycopg2.extras import execute_values

from benchmarks.fill.schema import bare
from benchmarks.fill.tales import Tale, tales
from cmdb.models import ConfigurationItem, Service
from incidents.models import ClosureCode
from people.models import Contact, Team, User
from sla.models import Calendar, Edition

STATEMENTS = Path(__file__).with_name("history.sql")
TABLES = (
    "records_record", "incidents_incident", "records_searchwords", "records_ownership", "calls_call",
    "records_journalentry", "records_clock",
)  # fmt: skip
TOLD = """
    INSERT INTO records_outboxevent (entry_id, told_at)
    SELECT id, at + interval '1 second' FROM records_journalentry ORDER BY id
"""
SECONDS_APART = 172.8  # 500 incidents a day, however long the history
SEED_OF_THE_DATABASE = 0.20140127


@dataclass(frozen=True, kw_only=True)
class Size:
    """So many incidents, of which so many are open: half of the newest ones, every second one."""

    rows: int
    open: int


def write_history(size: Size, *, now: datetime, dice: random.Random) -> Iterator[str]:
    """Yields the title of each statement before it runs."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute("SET LOCAL work_mem = '256MB'")
        cursor.execute("SELECT setseed(%s)", [SEED_OF_THE_DATABASE])
        values = {**_lay_out(cursor, dice), "rows": size.rows, "open": size.open, "now": now}
        with bare(TABLES):
            for title, statement in _statements():
                yield title
                cursor.execute(statement, values)
            yield "indexes and keys"


def tell_the_past(cursor: CursorWrapper) -> None:
    """Every entry of the journal has been told about."""
    with bare(["records_outboxevent"]):
        cursor.execute(TOLD)


def _statements() -> Iterator[tuple[str, str]]:
    """Each block of the file, by the comment at its head."""
    for block in STATEMENTS.read_text().split("\n-- ")[1:]:
        title, _, statement = block.partition("\n")
        yield title, statement


def _lay_out(cursor: CursorWrapper, dice: random.Random) -> dict[str, Any]:
    """The tables that history is drawn from, and the values of its statements."""
    told = _tales(cursor, dice)
    callers = _callers(cursor)
    _crews(cursor)
    desk = Team.objects.get(code="desk")
    agents = User.objects.filter(teams=desk, roles__slug="agent").order_by("pk")
    return {
        "tales": told,
        "callers": callers,
        "apart": SECONDS_APART,
        "agents": list(agents.values_list("pk", flat=True)),
        "desk": desk.pk,
        "always": Calendar.objects.filter(is_always_open=True).order_by("pk")[0].pk,
        "edition": Edition.current(),
    }


def _tales(cursor: CursorWrapper, dice: random.Random) -> int:
    services = dict(Service.objects.values_list("code", "pk"))
    codes = dict(ClosureCode.objects.values_list("pk", "name"))
    columns = [name if name != "service" else "service_id" for name in Tale._fields]
    types = {"title": "text", "description": "text", "solution": "text", "closure_code": "text",
             "words": "text[]", "solution_words": "text[]"}  # fmt: skip
    declared = ", ".join(f"{name} {types.get(name, 'int')}" for name in ["k", *columns, "closure_code"])
    cursor.execute(f"CREATE TEMP TABLE tale ({declared})")
    rows = [
        (place, *tale._replace(service=services[tale.service]), codes[tale.closure_code_id])  # type: ignore[arg-type]
        for place, tale in enumerate(tales(dice), start=1)
    ]
    execute_values(cursor.cursor, "INSERT INTO tale VALUES %s", rows)
    return len(rows)


def _callers(cursor: CursorWrapper) -> int:
    items = dict(ConfigurationItem.objects.values_list("site_id", "pk"))
    contacts = Contact.objects.exclude(site=None).annotate(phone=F("phone_numbers__written")).order_by("pk")
    rows = [
        (place, one.customer_id, one.site_id, one.pk, one.name, items.get(one.site_id or 0), one.phone)
        for place, one in enumerate(contacts, start=1)
    ]
    cursor.execute(
        "CREATE TEMP TABLE caller (k int, customer_id bigint, site_id bigint, contact_id bigint, contact text,"
        " item_id bigint, phone text)"
    )
    execute_values(cursor.cursor, "INSERT INTO caller VALUES %s", rows)
    return len(rows)


def _crews(cursor: CursorWrapper) -> None:
    cursor.execute("CREATE TEMP TABLE crew (team_id int, team text, people bigint[], names text[])")
    of_team = Team.objects.filter(memberships__user__is_active=True).annotate(
        people=ArrayAgg("memberships__user", order_by="memberships__user"),
        labels=ArrayAgg("memberships__user__name", order_by="memberships__user"),
    )
    rows = [(team.pk, team.name, team.people, team.labels) for team in of_team]
    execute_values(cursor.cursor, "INSERT INTO crew VALUES %s", rows)
