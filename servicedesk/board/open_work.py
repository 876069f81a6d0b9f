"""The open work of a board: gone through once, for the figures at its head and for both tables below."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min

from people.models import User
from servicedesk.board.moments import Moment
from servicedesk.queues.counting import queue_condition, queue_records

KIND = "incident"
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
    rows = queue_records(user, KIND, **words).values("category", "priority", "team")
    counted = rows.annotate(**_of_now(user)) if moment.is_now else rows.annotate(open=Count("pk"))
    return OpenWork(words, [dict(row) for row in counted.order_by()])


def _of_now(user: User) -> dict[str, Any]:
    unassigned = queue_condition(user, KIND, show="unassigned")
    lists = {name: Count("pk", filter=queue_condition(user, KIND, show=name)) for name in LISTS}
    return {**lists, "lying_since": Min("opened_at", filter=unassigned)}
