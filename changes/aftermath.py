"""Incidents in the days after a change on the same item, against the same items at other times.

`docs/algorithms/after-a-change.md` says how, and what it does not prove. "After" is each moment that lies within so
many days after the end of some change on the item, however many changes that were; "other times" is the rest of the
period that lies within seven days after none. A change is over when it is done or backed out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, log, sqrt
from re import sub
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from incidents.links import CAUSED
from records.models.links import Link

WINDOWS = (1, 3, 7)
LONGEST = WINDOWS[-1]
# Fewer items that had any incident, or fewer incidents after a change, tell nothing.
ENOUGH_ITEMS = 10
ENOUGH_INCIDENTS = 5
Z = 1.959964  # 95 % of a normal distribution lie within so many standard deviations

# The multiranges are unions: a moment after two changes counts once. Days are 24 hours, whatever the clocks do.
TOUCHED = """
WITH touched AS (
    SELECT over.item_id AS item, over.resolved_at AS ended
    FROM records_record AS over
    WHERE over.kind = 'change' AND over.resolved_at >= %(reach)s AND over.resolved_at < %(end)s
      AND over.item_id IS NOT NULL
    UNION
    SELECT further.configurationitem_id, over.resolved_at
    FROM records_record AS over JOIN changes_change_items AS further ON further.change_id = over.id
    WHERE over.kind = 'change' AND over.resolved_at >= %(reach)s AND over.resolved_at < %(end)s
), span AS (
    SELECT touched.item,
           range_agg(tstzrange(ended, ended + interval '24 hours')) * period.whole AS after_1,
           range_agg(tstzrange(ended, ended + interval '72 hours')) * period.whole AS after_3,
           range_agg(tstzrange(ended, ended + interval '168 hours')) * period.whole AS after_7
    FROM touched CROSS JOIN (SELECT tstzmultirange(tstzrange(%(begin)s, %(end)s)) AS whole) AS period
    WHERE %(item)s IS NULL OR touched.item = %(item)s
    GROUP BY touched.item, period.whole
)"""
# Item × kind of day is what is compared with itself; item alone is what is taken to be independent.
FIGURES = """, week AS (
    SELECT range_agg(tstzrange(day AT TIME ZONE %(zone)s, (day + interval '1 day') AT TIME ZONE %(zone)s))
           * tstzmultirange(tstzrange(%(begin)s, %(end)s)) AS days
    FROM generate_series(
        date_trunc('day', %(begin)s::timestamptz AT TIME ZONE %(zone)s),
        %(end)s::timestamptz AT TIME ZONE %(zone)s, interval '1 day'
    ) AS day
    GROUP BY extract(isodow FROM day) >= 6
), hit AS (
    SELECT span.item, span.after_1, span.after_3, span.after_7, week.days AS week,
           count(*) AS of_all,
           count(*) FILTER (WHERE incident.opened_at <@ span.after_1) AS of_1,
           count(*) FILTER (WHERE incident.opened_at <@ span.after_3) AS of_3,
           count(*) FILTER (WHERE incident.opened_at <@ span.after_7) AS of_7
    FROM records_record AS incident
    JOIN span ON span.item = incident.item_id
    JOIN week ON incident.opened_at <@ week.days
    WHERE incident.kind = 'incident' AND incident.opened_at >= %(begin)s AND incident.opened_at < %(end)s
    GROUP BY span.item, span.after_1, span.after_3, span.after_7, week.days
), part AS (
    SELECT hit.item, told.days, told.hits::float8 AS hits, told.length, (of_all - of_7)::float8 AS others,
           days_in(hit.week) - days_in(hit.after_7 * hit.week) AS rest
    FROM hit CROSS JOIN LATERAL (VALUES
        (1, of_1, days_in(hit.after_1 * hit.week)),
        (3, of_3, days_in(hit.after_3 * hit.week)),
        (7, of_7, days_in(hit.after_7 * hit.week))
    ) AS told (days, hits, length)
), weighed AS (
    SELECT item, days, sum(hits) AS hits, sum(others) AS others,
           coalesce(sum(hits * rest / nullif(length + rest, 0)), 0) AS more,
           coalesce(sum(others * length / nullif(length + rest, 0)), 0) AS less
    FROM part GROUP BY item, days
), whole AS (
    SELECT span.item, told.days, told.length, %(length)s - days_in(span.after_7) AS rest
    FROM span CROSS JOIN LATERAL (VALUES
        (1, days_in(span.after_1)), (3, days_in(span.after_3)), (7, days_in(span.after_7))
    ) AS told (days, length)
)
SELECT item.item_class_id, days, count(*), coalesce(sum(hits), 0), sum(length), coalesce(sum(others), 0), sum(rest),
       coalesce(sum(more), 0), coalesce(sum(less), 0), coalesce(sum(more * more), 0),
       coalesce(sum(more * less), 0), coalesce(sum(less * less), 0), count(*) FILTER (WHERE more + less > 0)
FROM whole
LEFT JOIN weighed USING (item, days)
JOIN cmdb_configurationitem AS item ON item.id = whole.item
GROUP BY GROUPING SETS ((item.item_class_id, days), (days))"""
DAYS_IN = (
    "(SELECT coalesce(sum(extract(epoch FROM upper(one) - lower(one))), 0)::float8 / 86400"
    " FROM unnest({}) AS one)"
)
MATCHING = """
SELECT incident.id FROM records_record AS incident JOIN span ON span.item = incident.item_id
WHERE incident.kind = 'incident' AND incident.opened_at >= %(begin)s AND incident.opened_at < %(end)s
  AND {condition}"""
PRECEDING = """
SELECT incident.id, earlier.id, earlier.resolved_at
FROM records_record AS incident
CROSS JOIN LATERAL (
    SELECT over.id, over.resolved_at FROM records_record AS over
    WHERE over.kind = 'change' AND over.resolved_at <= incident.opened_at
      AND over.resolved_at > incident.opened_at - interval '168 hours'
      AND (over.item_id = incident.item_id OR EXISTS (
          SELECT FROM changes_change_items AS further
          WHERE further.change_id = over.id AND further.configurationitem_id = incident.item_id))
    ORDER BY over.resolved_at DESC, over.id DESC LIMIT 1
) AS earlier
WHERE incident.id = ANY(%s)"""


@dataclass(frozen=True)
class Period:
    """From `begin` up to but not including `end`, of all items or of one."""

    begin: datetime
    end: datetime
    item: int | None = None

    @property
    def days(self) -> float:
        return (self.end - self.begin) / timedelta(days=1)

    def parameters(self) -> dict[str, Any]:
        reach = self.begin - timedelta(days=LONGEST)
        return {
            "begin": self.begin, "end": self.end, "reach": reach, "length": self.days, "item": self.item,
            "zone": settings.TIME_ZONE,
        }  # fmt: skip


@dataclass(frozen=True)
class Sums:
    """Over items: incidents and item-days after a change and at other times, and the terms of Mantel and Haenszel.

    Of one item's working days, and of its weekends, with `hits` in `length` days after changes and `others` in `rest`
    other days, `more` is hits·rest/(length+rest) and `less` is others·length/(length+rest).
    """

    items: int
    hits: float
    length: float
    others: float
    rest: float
    more: float
    less: float
    more_more: float
    more_less: float
    less_less: float
    telling: int

    @property
    def ratio(self) -> float | None:
        """How many times as often after a change as at other times, each item and kind of day compared with itself."""
        return self.more / self.less if self.less else None

    @property
    def expected(self) -> float | None:
        """Incidents there would have been after changes, had those items been as at other times."""
        return self.hits / self.ratio if self.ratio else None

    @property
    def rate(self) -> float | None:
        """Incidents per hundred item-days after a change."""
        return 100 * self.hits / self.length if self.length else None

    @property
    def other_rate(self) -> float | None:
        return 100 * self.others / self.rest if self.rest else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where the ratio lies with 95 % confidence; None where too little was seen.

        Incidents of one item come in heaps, so items and not incidents are what is taken to be independent.
        """
        if not self.ratio or self.telling < ENOUGH_ITEMS or self.hits < ENOUGH_INCIDENTS:
            return None
        spread = (
            self.more_more / self.more**2
            - 2 * self.more_less / (self.more * self.less)
            + self.less_less / self.less**2
        )
        # Rounding may bring a spread of nothing below nothing.
        margin = Z * sqrt(max(spread, 0.0) * self.telling / (self.telling - 1))
        return exp(log(self.ratio) - margin), exp(log(self.ratio) + margin)

    @property
    def verdict(self) -> str:
        """`more`, `less`, `same` where the interval holds both, or `unknown` where there is none."""
        if self.interval is None:
            return "unknown"
        low, high = self.interval
        return "more" if low > 1 else "less" if high < 1 else "same"


@dataclass(frozen=True)
class Figures:
    """Days → sums; `of_class` by the key of the class of items first."""

    of_all: dict[int, Sums]
    of_class: dict[int, dict[int, Sums]]


def figures(period: Period) -> Figures:
    """One query, whose cost is that of the changes and incidents of the period."""
    found = Figures({}, {})
    for key, days, *sums in _rows(TOUCHED + _written_out(FIGURES), period.parameters()):
        of = found.of_all if key is None else found.of_class.setdefault(key, {})
        of[days] = Sums(*sums)
    return found


def _written_out(sql: str) -> str:
    return sub(r"days_in\(([^)]+)\)", lambda found: DAYS_IN.format(found[1]), sql)


def incidents_of(period: Period, days: int | None) -> Q:
    """The incidents counted: those within so many days, or with None those at other times. A condition on Record."""
    condition = f"incident.opened_at <@ span.after_{_known(days)}"
    if days is None:
        condition = f"NOT {condition}"
    sql, values = _positional(TOUCHED + MATCHING.format(condition=condition), period.parameters())
    return Q(pk__in=RawSQL(sql, values))  # noqa: S611  - nothing of it comes from outside but by parameter


def that_name_a_change() -> Q:
    """Incidents that a change is linked to as their cause."""
    # A subquery and no join: one that two changes caused is one incident.
    return Q(pk__in=Link.objects.filter(type=CAUSED.name, earlier__kind="change").values("later"))


def last_changes(incidents: Iterable[int]) -> dict[int, tuple[int, datetime]]:
    """Incident → the change on its item that ended last before it within seven days, and when."""
    with connection.cursor() as cursor:
        cursor.execute(PRECEDING, [list(incidents)])
        return {incident: (change, ended) for incident, change, ended in cursor.fetchall()}


def _known(days: int | None) -> int:
    return LONGEST if days is None else WINDOWS[WINDOWS.index(days)]


def _rows(sql: str, parameters: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        yield from cursor.fetchall()


def _positional(sql: str, parameters: dict[str, Any]) -> tuple[str, tuple[Any, ...]]:
    """Django's expressions take values by place alone."""
    pieces, values = [], []
    for number, piece in enumerate(sql.split("%(")):
        if number:
            name, piece = piece.split(")s", 1)
            values.append(parameters[name])
        pieces.append(piece)
    return "%s".join(pieces), tuple(values)
