"""Open work by category and priority, and by team: every number opens its list."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from people.models import Team, User
from records.models import Category
from records.models.reference import Priority
from servicedesk.board.moments import Moment
from servicedesk.board.open_work import KIND, OpenWork, counted_then, open_work
from servicedesk.queues.counting import queue_records, queue_url

# What is counted of a team's open work; the first of a past moment too.
OF_A_TEAM = ("open", "overdue", "unassigned")
Roots = Mapping[int, Category | None]
TONES = {"overdue": "alarm", "unassigned": "waiting"}


@dataclass
class Line:
    """One line of a table of numbers: its head, where that leads, and its cells (number, address, tone)."""

    label: str
    url: str
    cells: list[dict[str, Any]] = field(default_factory=list)
    total: int = 0


def _cell(number: int, url: str, tone: str = "") -> dict[str, Any]:
    return {"number": number, "url": url, "tone": tone if number else ""}


def roots_of_categories() -> Roots:
    """The top-level category of each. One query, for as many tables as the caller draws."""
    every = list(Category.objects.all())
    tops = {category.code: category for category in every if category.parent_id is None}
    return {category.pk: tops.get(category.path.split("/")[0]) for category in every}


def by_category(
    user: User, moment: Moment, work: OpenWork | None = None, roots: Roots | None = None
) -> list[Line]:
    """Top-level category × priority of what is open. A query each for `work` and `roots` where the caller has none."""
    work = work or open_work(user, moment)
    rows = ((row["category"], row["priority"], row["open"]) for row in work.rows)
    return _lines(rows, work.words, moment, roots)


def came_in(user: User, moment: Moment, since: datetime, roots: Roots | None = None) -> list[Line]:
    """Top-level category × priority of what was registered since then. One query, and one for `roots`."""
    words = {"show": "all", "opened_from": since, "opened_until": moment.at}
    fresh = queue_records(user, KIND, **words)
    if moment.is_now:
        now = fresh.order_by().values_list("category", "priority").annotate(number=Count("pk"))
        return _lines(now, words, moment, roots)
    then = counted_then(fresh, moment, "category", "priority")
    return _lines(((row["category"], row["priority"], row["open"]) for row in then), words, moment, roots)


def _lines(
    rows: Iterable[tuple[int | None, int, int]], words: dict[str, Any], moment: Moment, roots: Roots | None
) -> list[Line]:
    """From rows of category, priority and number."""
    tops = roots or roots_of_categories()
    counted: dict[Category | None, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for key, priority, number in rows:
        counted[tops.get(key or 0)][priority] += number
    lines = [_line(root, numbers, words, moment) for root, numbers in counted.items()]
    return sorted(lines, key=lambda line: -line.total)


def _line(root: Category | None, numbers: dict[int, int], words: dict[str, Any], moment: Moment) -> Line:
    here = {**words, **moment.words("category", root.pk if root else None)}
    line = Line(
        root.label if root else _("no category"), queue_url(KIND, **here), total=sum(numbers.values())
    )
    for priority in Priority.values:
        tone = "alarm" if priority == Priority.CRITICAL else ""
        url = queue_url(KIND, **here, **moment.words("priority", priority))
        line.cells.append(_cell(numbers.get(priority, 0), url, tone))
    return line


def by_team(user: User, moment: Moment, work: OpenWork | None = None) -> list[Line]:
    """Open, overdue and unassigned work of each team; of a past moment what was open. One query, and one for `work`."""
    work = work or open_work(user, moment)
    of_teams: dict[int | None, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in work.rows:
        for name in OF_A_TEAM if moment.is_now else OF_A_TEAM[:1]:
            of_teams[row["team"]][name] += row[name]
    teams = Team.objects.in_bulk([key for key in of_teams if key])
    lines = [_of_team(teams.get(key or 0), numbers, work.words, moment) for key, numbers in of_teams.items()]
    return sorted(lines, key=lambda line: -line.total)


def _of_team(team: Team | None, numbers: Mapping[str, int], words: dict[str, Any], moment: Moment) -> Line:
    here = moment.words("team", team.pk if team else None)
    url = queue_url(KIND, **words, **here)
    line = Line(team.label if team else _("no team"), url, total=numbers["open"])
    line.cells.append(_cell(numbers["open"], url))
    for name in OF_A_TEAM[1:]:
        if name in numbers:
            line.cells.append(_cell(numbers[name], queue_url(KIND, show=name, **here), TONES[name]))
    return line
