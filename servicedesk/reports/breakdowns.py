"""Incidents of a period by category, priority, team and customer; how old the backlog is; and every kind of record."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from people.models import Customer, Team, User
from records.kinds import kinds
from records.models import Category, Record
from records.models.reference import Priority
from servicedesk.board.shares import share
from servicedesk.queues.counting import queue_condition, queue_url
from servicedesk.reports.incidents import KIND, Words, words_of
from servicedesk.reports.parts import Cell, Row, Table
from servicedesk.reports.periods import Period

COLUMNS = ("category__path", "priority", "team", "customer")
MEASURES = ("opened", "resolved", "kept", "promised", "open", "overdue")
MOST_ROWS = 15
AGES = ((0, 1), (1, 3), (3, 7), (7, 30), (30, None))
Counts = Mapping[str, Counter[Any]]


@dataclass(frozen=True)
class Cube:
    """The measures by (top category, priority, team, customer), so that each table is summed from the same rows."""

    cells: Mapping[str, Counter[tuple[Any, ...]]]

    def by(self, place: int) -> Counts:
        summed: dict[str, Counter[Any]] = {measure: Counter() for measure in MEASURES}
        for measure, cells in self.cells.items():
            for key, number in cells.items():
                summed[measure][key[place]] += number
        return summed


def cube_of(user: User, period: Period) -> Cube:
    """One query for each measure: bounded by what happened in the period and what was open at its end."""
    words = words_of(period)
    return Cube({measure: _cells(user, words[measure]) for measure in MEASURES})


def _cells(user: User, words: Words) -> Counter[tuple[Any, ...]]:
    found = Record.objects.visible_to(user).filter(queue_condition(user, KIND, **words))
    rows = found.order_by().values_list(*COLUMNS).annotate(number=Count("pk"))
    cells: Counter[tuple[Any, ...]] = Counter()
    for path, priority, team, customer, number in rows:
        cells[((path or "").split("/")[0], priority, team, customer)] += number
    return cells


def breakdowns(user: User, period: Period) -> list[Table]:
    """Ten queries: six for the numbers, one each for names, one for the ages."""
    cube, words = cube_of(user, period), words_of(period)
    return [
        _by_priority(cube.by(1), words),
        _by_category(cube.by(0), words),
        _by_team(cube.by(2), words),
        _by_customer(cube.by(3), words),
        backlog(user, words["open"], period),
    ]


def _head(first: str) -> list[str]:
    return [first, _("New"), pgettext("how many were", "Resolved"), _("In time"), _("Open"), _("Overdue")]


def _row(label: str, key: Any, counts: Counts, words: Mapping[str, Words], narrowed: Words) -> Row:
    """`narrowed` are the words by which a queue lists this row alone."""

    def cell(measure: str, tone: str = "") -> Cell:
        number = counts[measure][key]
        return Cell(number, queue_url(KIND, **words[measure], **narrowed) if number else "", tone=tone)

    kept, promised = counts["kept"][key], counts["promised"][key]
    in_time = Cell(
        share(kept, promised), queue_url(KIND, **words["kept"], **narrowed) if kept else "", "%", count=kept
    )
    return Row(label, [cell("opened"), cell("resolved"), in_time, cell("open"), cell("overdue", "alarm")])


def _keys(counts: Counts) -> list[Any]:
    """What has any number, the busiest first."""
    total: Counter[Any] = Counter()
    for measure in ("opened", "resolved", "open"):
        total.update(counts[measure])
    return sorted((key for key in total if total[key]), key=lambda key: (-total[key], str(key)))


def _by_priority(counts: Counts, words: Mapping[str, Words]) -> Table:
    rows = [
        _row(str(one.label), one.value, counts, words, {"priority": one.value})
        for one in Priority
        if any(counts[measure][one.value] for measure in MEASURES)
    ]
    return Table("priorities", _("By priority"), _head(_("Priority")), rows, "flag")


def _by_category(counts: Counts, words: Mapping[str, Words]) -> Table:
    roots = {root.code: root for root in Category.objects.filter(parent=None)}
    rows = []
    for code in _keys(counts):
        root = roots.get(code)
        label = root.label if root else _("no category")
        rows.append(_row(label, code, counts, words, {"category": root.pk if root else "none"}))
    return Table("categories", _("By category"), _head(_("Category")), rows, "category")


def _by_team(counts: Counts, words: Mapping[str, Words]) -> Table:
    teams = Team.objects.in_bulk([key for key in _keys(counts) if key])
    rows = _named(counts, words, "team", lambda key: teams[key].label if key else _("no team"))
    return Table("teams", _("By team"), _head(_("Team")), rows, "users-group")


def _by_customer(counts: Counts, words: Mapping[str, Words]) -> Table:
    """The busiest ones; how many others there were is said."""
    keys = _keys(counts)
    customers = Customer.objects.in_bulk([key for key in keys[:MOST_ROWS] if key])
    shown = _named(counts, words, "customer", lambda key: str(customers[key]) if key else _("no customer"))
    others = len(keys) - len(shown)
    note = _("and %(count)s more customers") % {"count": others} if others > 0 else ""
    return Table("customers", _("By customer"), _head(_("Customer")), shown, "building", note)


def _named(
    counts: Counts, words: Mapping[str, Words], name: str, label: Callable[[Any], str]
) -> Sequence[Row]:
    return [_row(label(key), key, counts, words, {name: key or "none"}) for key in _keys(counts)[:MOST_ROWS]]


def backlog(user: User, words: Words, period: Period) -> Table:
    """What was open at the end, by how long it had been so. One query."""
    spans = {f"age_{place}": _age(period, *days) for place, days in enumerate(AGES)}
    found = Record.objects.visible_to(user).filter(queue_condition(user, KIND, **words))
    counted = found.order_by().aggregate(
        **{name: Count("pk", filter=_within(span), distinct=True) for name, span in spans.items()}
    )
    rows = [
        Row(_age_words(*days), [Cell(counted[name], _listed(words, spans[name], counted[name]))])
        for (name, days) in zip(spans, AGES, strict=True)
    ]
    return Table(
        "backlog", _("Age of what was open at the end"), [_("Open for"), _("Open")], rows, "hourglass"
    )


def _listed(words: Words, span: Words, number: int) -> str:
    return queue_url(KIND, **words, **span) if number else ""


def _age(period: Period, least: int, most: int | None) -> Words:
    """The words that narrow a list to what was opened so many days before the end."""
    until = {} if least == 0 else {"opened_until": period.end - timedelta(days=least)}
    return until | ({} if most is None else {"opened_from": period.end - timedelta(days=most)})


def _within(span: Words) -> Q:
    columns = {"opened_from": "opened_at__gte", "opened_until": "opened_at__lt"}
    return Q(**{columns[name]: at for name, at in span.items()})


def _age_words(least: int, most: int | None) -> str:
    if least == 0:
        return _("less than a day")
    if most is None:
        return _("%(least)s days and longer") % {"least": least}
    return _("%(least)s to %(most)s days") % {"least": least, "most": most}


def by_kind(user: User, period: Period) -> Table:
    """Every kind that the reader sees any of. Three queries."""
    words = {name: words_of(period)[name] for name in ("opened", "resolved", "open", "overdue")}
    counts = {
        name: dict(
            Record.objects.visible_to(user)
            .filter(queue_condition(user, None, **told))
            .order_by()
            .values_list("kind")
            .annotate(number=Count("pk"))
        )
        for name, told in words.items()
    }
    seen: Iterable[Any] = [kind for kind in kinds() if user.rights.scopes_for(kind.name)]
    rows = [
        Row(
            capfirst(str(kind.label_plural)),
            [
                Cell(
                    number := counts[name].get(kind.name, 0),
                    queue_url(kind.name, **words[name]) if number else "",
                )
                for name in words
            ],
        )
        for kind in seen
        if any(counts[name].get(kind.name) for name in words)
    ]
    head = [_("Kind"), _("New"), pgettext("how many were", "Resolved"), _("Open"), _("Overdue")]
    return Table("kinds", _("Every kind of record"), head, rows, "stack-2")
