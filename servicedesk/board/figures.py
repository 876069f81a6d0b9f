"""The figures at the head of a board. Each opens the list it counts, and stands against the same weekday."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from people.models import User
from records.lifecycle import Text
from servicedesk.board.moments import Moment
from servicedesk.queues.counting import queue_counts, queue_url

KIND = "incident"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number: what it is called, which list it opens, and which way is better. `now` and `then` are words of
    `queue_url`: for the present, and for a past moment; a figure without `then` exists for the present only."""

    name: str
    label: Text
    icon: str
    good: str = ""
    tone: str = ""
    now: dict[str, Any]
    then: dict[str, Any] | None = None


def _figures(moment: Moment) -> Iterator[Figure]:
    at, start = moment.at, moment.day_start
    today = {"show": "all", "opened_from": start, "opened_until": at}
    solved = {"show": "all", "resolved_from": start, "resolved_until": at}
    yield Figure(name="intake", label=_("New today"), icon="inbox", now=today, then=today)
    yield Figure(name="resolved", label=_("Resolved today"), icon="check", good="up", now=solved, then=solved)
    yield Figure(
        name="open",
        label=_("Open"),
        icon="folder-open",
        good="down",
        now={"show": "open"},
        then={"show": "all", "open_at": at},
    )
    yield Figure(
        name="overdue",
        label=_("Overdue"),
        icon="alert-triangle",
        good="down",
        tone="alarm",
        now={"show": "overdue"},
        then={"show": "all", "overdue_at": at},
    )
    yield Figure(name="due-soon", label=_("Due in 2 hours"), icon="hourglass", now={"show": "due-soon"})
    yield Figure(name="unassigned", label=_("Unassigned"), icon="user-question", now={"show": "unassigned"})
    yield Figure(name="escalated", label=_("Escalated"), icon="arrow-up-circle", now={"show": "escalated"})
    yield Figure(name="waiting", label=_("Waiting"), icon="player-pause", now={"show": "waiting"})


def figures(user: User, moment: Moment) -> list[dict[str, Any]]:
    """The tiles of a board at the moment, as `{% figure %}` takes them. Three queries."""
    shown = {one.name: one for one in _figures(moment) if moment.is_now or one.then is not None}
    words = {name: one.now if moment.is_now else (one.then or {}) for name, one in shown.items()}
    before = {one.name: one.then for one in _figures(moment.week_before) if one.then is not None}
    open_work = {name: given for name, given in words.items() if given["show"] != "all"}
    history = {name: given for name, given in words.items() if given["show"] == "all"}
    numbers = queue_counts(user, open_work, KIND) | queue_counts(user, history, KIND)
    earlier = queue_counts(user, before, KIND)
    return [
        {
            "label": one.label,
            "icon": one.icon,
            "good": one.good,
            "value": numbers[name],
            "tone": one.tone if numbers[name] else "",
            "href": queue_url(KIND, **words[name]),
            "before": earlier.get(name),
        }
        for name, one in shown.items()
    ]
