"""What the wall shows: little, so that it is large. What presses most, a few figures, the busiest teams.

An emergency or a surge takes the place of what can wait, and stands first.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import Q
from django.utils import timezone

from people.models import User
from records.models import Record
from records.models.reference import Priority
from servicedesk.board.figures import KIND, figures
from servicedesk.board.intake import intake
from servicedesk.board.matrix import Line, by_team
from servicedesk.board.moments import Moment
from servicedesk.board.open_work import open_work
from servicedesk.board.tiles import further_figures

FIGURES = ("intake", "resolved", "met", "open", "overdue", "due-soon", "unassigned", "escalated")
MOST_PRESSING = 3
MOST_TEAMS = 7


def on_wall(user: User, moment: Moment) -> dict[str, Any]:
    work = open_work(user, moment)
    tiles = {tile["name"]: tile for tile in figures(user, moment, work)}
    found = list(islice(_pressing(user), MOST_PRESSING + 1))
    burning = [tile for tile in further_figures(user, moment, is_wall=True) if tile["count"]]
    teams = sorted(by_team(user, moment, work), key=_lateness)
    most = MOST_TEAMS - len(found[:MOST_PRESSING])
    return {
        "moment": moment,
        "figures": [*burning, *(tiles[name] for name in FIGURES)][: len(FIGURES)],
        "pressing": found[:MOST_PRESSING],
        "presses_more": len(found) > MOST_PRESSING,
        "intake": intake(user, moment),
        "teams": teams[:most],
        "other_teams": max(len(teams) - most, 0),
    }


def _pressing(user: User) -> Iterator[Record]:
    """Emergencies, critical work, and high work that is late. Two queries."""
    presses = Q(priority=Priority.CRITICAL) | Q(priority=Priority.HIGH, due_at__lt=timezone.now())
    seen = Record.objects.visible_to(user).open().shown()
    yield from seen.filter(kind="emergency").order_by("opened_at")[: MOST_PRESSING + 1]
    rows = seen.filter(presses, kind=KIND).order_by("priority", "due_at", "opened_at")
    yield from rows[: MOST_PRESSING + 1]


def _lateness(line: Line) -> tuple[int, int]:
    _open, overdue, _unassigned = (cell["number"] for cell in line.cells)
    return -overdue, -line.total
