"""The figures at the head of a board. Each opens the list it counts, and stands against the same weekday."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from people.models import User
from records.lifecycle import Text
from servicedesk.board.answered import answered
from servicedesk.board.moments import Moment
from servicedesk.board.open_work import KIND, LISTS, OpenWork, Words, open_work
from servicedesk.board.shares import of_words, share
from servicedesk.queues.counting import counts_within, queue_url
from servicedesk.spans import span_words

DAYS = 7


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number: what it is called, which list it opens, and which way is better. `now` and `then` are words of
    `queue_url`: for the present, and for a past moment; a figure without `then` exists for the present only.
    `of` are the words of the whole that the number is shown as a share of. `within` are the words of a list that holds
    this one and its kin of history: they are counted in one pass."""

    name: str
    label: Text
    icon: str
    good: str = ""
    tone: str = ""
    now: Words
    then: Words | None = None
    of: Words | None = None
    within: Words | None = None


def _figures(moment: Moment) -> Iterator[Figure]:
    at, start = moment.at, moment.day_start
    today = {"show": "all", "opened_from": start, "opened_until": at}
    solved = {"show": "all", "resolved_from": start, "resolved_until": at}
    week = {**solved, "resolved_from": start - timedelta(days=DAYS - 1)}
    was_open = {"show": "all", "open_at": at}
    yield Figure(name="intake", label=_("New today"), icon="inbox", now=today, then=today, within=today)
    yield Figure(
        name="resolved",
        label=_("Resolved today"),
        icon="check",
        good="up",
        now=solved,
        then=solved,
        within=week,
    )
    yield Figure(
        name="open",
        label=_("Open"),
        icon="folder-open",
        good="down",
        now={"show": "open"},
        then=was_open,
        within=was_open,
    )
    yield Figure(
        name="overdue",
        label=_("Overdue"),
        icon="alert-triangle",
        good="down",
        tone="alarm",
        now={"show": "overdue"},
        then={"show": "all", "overdue_at": at},
        within=was_open,
    )
    yield from _to_be_done()
    yield _met("met", _("Met in time today"), solved, week)
    yield _met("met-week", _("Met in time, 7 days"), week, week)


def _to_be_done() -> Iterator[Figure]:
    """What is looked at only as it stands."""
    yield Figure(name="due-soon", label=_("Due in 2 hours"), icon="hourglass", now={"show": "due-soon"})
    yield Figure(name="unassigned", label=_("Unassigned"), icon="user-question", now={"show": "unassigned"})
    yield Figure(name="escalated", label=_("Escalated"), icon="arrow-up-circle", now={"show": "escalated"})
    yield Figure(name="waiting", label=_("Waiting"), icon="player-pause", now={"show": "waiting"})
    yield Figure(name="reopened", label=_("Reopened"), icon="rotate-clockwise", now={"show": "reopened"})


def _met(name: str, label: Text, solved: Words, within: Words) -> Figure:
    kept = {**solved, "promise": "kept"}
    promised = {**solved, "promise": ["kept", "broken"]}
    return Figure(
        name=name,
        label=label,
        icon="target-arrow",
        good="up",
        now=kept,
        then=kept,
        of=promised,
        within=within,
    )


def figures(user: User, moment: Moment, work: OpenWork | None = None) -> list[dict[str, Any]]:
    """The tiles of a board at the moment, as `{% figure %}` takes them, with their `name` and the `count` of the
    list that each opens. `work` is the moment's open work, where the caller has it. Six queries, and one for `work`."""
    work = work or open_work(user, moment)
    shown = _shown(moment)
    words = {one.name: _words(one, moment) for one in shown}
    of_now = {name: work.count(name) for name in LISTS} if moment.is_now else {}
    numbers = of_now | _counts(user, [one for one in shown if one.name not in of_now], words)
    before = [one for one in _figures(moment.week_before) if one.then is not None]
    earlier = _counts(user, before, {one.name: one.then or {} for one in before})
    notes = _notes(moment, work)
    return [*(_tile(one, words[one.name], numbers, earlier, notes) for one in shown), *answered(user, moment)]


def open_figures(moment: Moment, work: OpenWork) -> list[dict[str, Any]]:
    """The tiles that count what is open now, against nothing. No query."""
    shown = [one for one in _shown(moment) if one.name in LISTS]
    numbers, notes = {one.name: work.count(one.name) for one in shown}, _notes(moment, work)
    return [_tile(one, _words(one, moment), numbers, {}, notes) for one in shown]


def figure_places(moment: Moment) -> list[dict[str, Any]]:
    """Every tile of `figures` but the last, with its list and without its number. No query."""
    return [
        {
            "name": one.name,
            "label": one.label,
            "icon": one.icon,
            "good": one.good,
            "href": queue_url(KIND, **_words(one, moment)),
        }
        for one in _shown(moment)
    ]


def _shown(moment: Moment) -> list[Figure]:
    return [one for one in _figures(moment) if moment.is_now or one.then is not None]


def _words(one: Figure, moment: Moment) -> Words:
    return one.now if moment.is_now else (one.then or {})


def _notes(moment: Moment, work: OpenWork) -> dict[str, str]:
    return {"unassigned": _lying(work.lying_since())} if moment.is_now else {}


def _counts(user: User, asked: Sequence[Figure], words: Mapping[str, Words]) -> dict[str, int]:
    """The figures' numbers, and those of the wholes that they are shares of. A query for each list they lie within."""
    found: dict[str, int] = {}
    for within, kin in groupby(sorted(asked, key=_span), key=_span):
        members = list(kin)
        lists = {one.name: words[one.name] for one in members}
        wholes = {f"{one.name}-of": one.of for one in members if one.of is not None}
        found |= counts_within(user, dict(within), lists | wholes, KIND)
    return found


def _span(one: Figure) -> list[tuple[str, Any]]:
    return sorted((one.within or {}).items())


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


def _lying(since: datetime | None) -> str:
    if since is None:
        return ""
    return _t("oldest %(span)s") % {"span": span_words((timezone.now() - since).total_seconds())}
