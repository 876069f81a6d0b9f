"""The open work of a board: gone through once, for the figures at its head and for both tables below."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min

from people.models import User
from records.models import RecordQuerySet
from servicedesk.board.moments import Moment
from servicedesk.queues.counting import queue_condition, queue_records
from servicedesk.queues.past import column_at

KIND = "incident"
COLUMNS = ("category", "priority", "team")
Words = dict[str, Any]
# The named lists that are counted of what is open now.
LISTS = ("open", "overdue", "due-soon", "unassigned", "escalated", "waiting", "reopened")


@dataclass(frozen=True)
class OpenWork:
    """Counts by category, priority and team. `words` are those of `queue_url` by which a queue lists the same."""

    words: Words
    rows: list[dict[str, Any]]

    def count(self, name: str) -> int:
        """How many the list of that name holds."""
        return sum(row[name] for row in self.rows)

    def lying_since(self) -> datetime | None:
        """Since when the one has lain that nobody took for the longest time."""
        return min((row["lying_since"] for row in self.rows if row["lying_since"]), default=None)


def open_work(user: User, moment: Moment) -> OpenWork:
    """What is open at the moment; of the present also in which of the named lists it stands. One query."""
    words: Words = {"show": "open"} if moment.is_now else {"show": "all", "open_at": moment.at}
    found = queue_records(user, KIND, **words)
    if not moment.is_now:
        return OpenWork(words, counted_then(found, moment, *COLUMNS))
    counted = found.values(*COLUMNS).annotate(**_of_now(user))
    return OpenWork(words, [dict(row) for row in counted.order_by()])


def counted_then(found: RecordQuerySet, moment: Moment, *columns: str) -> list[dict[str, Any]]:
    """How many records (`open`) held which values of the columns at a past moment. One query."""
    then = {f"{column}_then": column_at(column, moment.at) for column in columns}
    rows = found.order_by().annotate(**then).values_list(*then).annotate(open=Count("pk"))
    return [{**dict(zip(columns, map(_key, held), strict=True)), "open": number} for *held, number in rows]


def _key(text: str) -> int | None:
    return int(text) if text else None


def _of_now(user: User) -> dict[str, Any]:
    unassigned = queue_condition(user, KIND, show="unassigned")
    lists = {name: Count("pk", filter=queue_condition(user, KIND, show=name)) for name in LISTS}
    return {**lists, "lying_since": Min("opened_at", filter=unassigned)}
