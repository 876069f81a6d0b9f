"""The figures at the head of a board. Each opens the list it counts, and stands against the same weekday."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from people.models import User
from records.lifecycle import Text
from records.models import Record
from servicedesk.board.answered import answered
from servicedesk.board.moments import Moment
from servicedesk.board.shares import of_words, share
from servicedesk.queues.counting import queue_condition, queue_counts, queue_url
from servicedesk.spans import span_words

KIND = "incident"
DAYS = 7
BEFORE = "before "
Words = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number: what it is called, which list it opens, and which way is better. `now` and `then` are words of
    `queue_url`: for the present, and for a past moment; a figure without `then` exists for the present only.
    `of` are the words of the whole that the number is shown as a share of."""

    name: str
    label: Text
    icon: str
    good: str = ""
    tone: str = ""
    now: Words
    then: Words | None = None
    of: Words | None = None


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
    yield Figure(name="reopened", label=_("Reopened"), icon="rotate-clockwise", now={"show": "reopened"})
    yield _met("met", _("Met in time today"), solved)
    week = {**solved, "resolved_from": start - timedelta(days=DAYS - 1)}
    yield _met("met-week", _("Met in time, 7 days"), week)


def _met(name: str, label: Text, solved: Words) -> Figure:
    kept = {**solved, "promise": "kept"}
    promised = {**solved, "promise": ["kept", "broken"]}
    return Figure(name=name, label=label, icon="target-arrow", good="up", now=kept, then=kept, of=promised)


def figures(user: User, moment: Moment) -> list[dict[str, Any]]:
    """The tiles of a board at the moment, as `{% figure %}` takes them, with their `name` and the `count` of the
    list that each opens. Four queries."""
    shown = [one for one in _figures(moment) if moment.is_now or one.then is not None]
    words = {one.name: one.now if moment.is_now else (one.then or {}) for one in shown}
    before = [one for one in _figures(moment.week_before) if one.then is not None]
    asked = _asked(shown, words) | {
        f"{BEFORE}{name}": given
        for name, given in _asked(before, {one.name: one.then or {} for one in before}).items()
    }
    numbers = queue_counts(user, asked, KIND)
    earlier = {name.removeprefix(BEFORE): count for name, count in numbers.items() if name.startswith(BEFORE)}
    notes = {"unassigned": _oldest_unassigned(user)} if moment.is_now else {}
    tiles = [_tile(one, words[one.name], numbers, earlier, notes) for one in shown]
    return [*tiles, *answered(user, moment)]


def _asked(shown: list[Figure], words: Mapping[str, Words]) -> dict[str, Words]:
    """Each figure's own words, and those of the whole that it is a share of."""
    return dict(words) | {f"{one.name}-of": one.of for one in shown if one.of is not None}


def _tile(
    one: Figure,
    words: Words,
    numbers: Mapping[str, int],
    earlier: Mapping[str, int],
    notes: Mapping[str, str],
) -> dict[str, Any]:
    count, whole = numbers[one.name], numbers.get(f"{one.name}-of")
    is_share = one.of is not None
    before = share(earlier[one.name], earlier[f"{one.name}-of"]) if is_share else earlier.get(one.name)
    return {
        "name": one.name,
        "label": one.label,
        "icon": one.icon,
        "good": one.good,
        "count": count,
        "value": share(count, whole or 0) if is_share else count,
        "unit": "%" if is_share else "",
        "tone": one.tone if count else "",
        "href": queue_url(KIND, **words),
        "before": before,
        "note": notes.get(one.name) or of_words(count, whole),
    }


def _oldest_unassigned(user: User) -> str:
    """How long the one has lain that nobody took for the longest time."""
    lying = Record.objects.visible_to(user).filter(queue_condition(user, KIND, show="unassigned"))
    oldest = lying.order_by("opened_at").values_list("opened_at", flat=True).first()
    if oldest is None:
        return ""
    return _t("oldest %(span)s") % {"span": span_words((timezone.now() - oldest).total_seconds())}
