"""Open work by category and priority, and by team: every number opens its list."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Team, User
from records.models import Category, Record
from records.models.reference import Priority
from servicedesk.board.figures import KIND
from servicedesk.board.moments import Moment
from servicedesk.queues.counting import queue_condition, queue_url
from servicedesk.queues.past import was_open_at


@dataclass
class Line:
    """One line of a table of numbers: its head, where that leads, and its cells (number, address, tone)."""

    label: str
    url: str
    cells: list[dict[str, Any]] = field(default_factory=list)
    total: int = 0


def _cell(number: int, url: str, tone: str = "") -> dict[str, Any]:
    return {"number": number, "url": url, "tone": tone if number else ""}


def _open_then(user: User, moment: Moment) -> tuple[QuerySet[Record], dict[str, Any]]:
    """The open work of the moment, and the words by which a queue lists the same."""
    seen = Record.objects.visible_to(user).filter(kind=KIND)
    if moment.is_now:
        return seen.open(), {"show": "open"}
    return seen.filter(was_open_at(moment.at)), {"show": "all", "open_at": moment.at}


def by_category(user: User, moment: Moment) -> list[Line]:
    """Top-level category × priority of what is open. Two queries."""
    return _lines(*_open_then(user, moment))


def came_in(user: User, moment: Moment, since: datetime) -> list[Line]:
    """Top-level category × priority of what was registered from `since` to the moment. Two queries."""
    words = {"show": "all", "opened_from": since, "opened_until": moment.at}
    seen = Record.objects.visible_to(user).filter(queue_condition(user, KIND, **words))
    return _lines(seen, words)


def _lines(work: QuerySet[Record], words: dict[str, Any]) -> list[Line]:
    counted: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    rows = work.values_list("category__path", "priority").annotate(number=Count("pk")).order_by()
    for path, priority, number in rows:
        counted[(path or "").split("/")[0]][priority] += number
    roots = {root.code: root for root in Category.objects.filter(parent=None)}
    lines = [_line(roots.get(code), numbers, words) for code, numbers in counted.items()]
    return sorted(lines, key=lambda line: -line.total)


def _line(root: Category | None, numbers: dict[int, int], words: dict[str, Any]) -> Line:
    here = {**words, "category": root.pk if root else "none"}
    line = Line(
        root.label if root else _("no category"), queue_url(KIND, **here), total=sum(numbers.values())
    )
    for priority in Priority.values:
        tone = "alarm" if priority == Priority.CRITICAL else ""
        line.cells.append(_cell(numbers.get(priority, 0), queue_url(KIND, **here, priority=priority), tone))
    return line


def by_team(user: User, moment: Moment) -> list[Line]:
    """Open, overdue and unassigned work of each team. Two queries. Overdue is the present's."""
    work, words = _open_then(user, moment)
    now: datetime = timezone.now()
    rows = work.values("team").annotate(
        open=Count("pk"),
        overdue=Count("pk", filter=Q(due_at__lt=now)),
        unassigned=Count("pk", filter=Q(assignee__isnull=True)),
    )
    teams = Team.objects.in_bulk([row["team"] for row in rows if row["team"]])
    lines = []
    for row in rows:
        team = teams.get(row["team"])
        here = {"team": team.pk if team else "none"}
        line = Line(team.label if team else _("no team"), queue_url(KIND, **words, **here), total=row["open"])
        line.cells = [_cell(row["open"], queue_url(KIND, **words, **here))]
        if moment.is_now:
            line.cells += [
                _cell(row["overdue"], queue_url(KIND, show="overdue", **here), "alarm"),
                _cell(row["unassigned"], queue_url(KIND, show="unassigned", **here), "waiting"),
            ]
        lines.append(line)
    return sorted(lines, key=lambda line: -line.total)
