"""How a period went: what came in and what was resolved, hour by hour or day by day, and how much of it in time."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncDate, TruncHour
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.models import User
from records.models import Record
from servicedesk.board.shares import share
from servicedesk.queues.counting import queue_condition, queue_url
from servicedesk.reports.incidents import KIND, words_of
from servicedesk.reports.parts import Chart
from servicedesk.reports.periods import DAILY, Period

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
COLUMNS = {"opened": "opened_at", "resolved": "resolved_at", "kept": "resolved_at", "promised": "resolved_at"}
Steps = list[tuple[datetime, datetime, str]]


def charts(user: User, period: Period) -> list[Chart]:
    """Four queries, each over what happened in the period."""
    steps = _steps(period)
    counts = {measure: _counts(user, period, measure) for measure in COLUMNS}
    lists = {measure: [counts[measure][begun] for begun, _ended, _label in steps] for measure in COLUMNS}
    flow = _flow(period, steps, lists["opened"], lists["resolved"])
    return [flow] if period.report == DAILY else [flow, _in_time(steps, lists["kept"], lists["promised"])]


def _steps(period: Period) -> Steps:
    """The hours of a day, or the days of a week or month: from, to, and what the axis says."""
    if period.report == DAILY:
        begun = [period.start + HOUR * place for place in range(24)]
        return [(at, at + HOUR, f"{at:%H:%M}") for at in begun]
    days = [(_midnight(day), day) for day in period.days()]
    return [(at, _midnight(day + DAY), date_format(day, "D d")) for at, day in days]


def _counts(user: User, period: Period, measure: str) -> dict[datetime, int]:
    """By the beginning of the hour or day."""
    found = Record.objects.visible_to(user).filter(queue_condition(user, KIND, **words_of(period)[measure]))
    bins = (TruncHour if period.report == DAILY else TruncDate)(COLUMNS[measure])
    rows = found.order_by().annotate(bin=bins).values_list("bin").annotate(number=Count("pk"))
    counts: dict[datetime, int] = defaultdict(int)
    for at, number in rows:
        counts[timezone.localtime(at) if isinstance(at, datetime) else _midnight(at)] += number
    return counts


def _flow(period: Period, steps: Steps, opened: Sequence[int], resolved: Sequence[int]) -> Chart:
    title = _("New and resolved by hour") if period.report == DAILY else _("New and resolved by day")
    series = [
        _columns(_("new"), "--blue", "opened", steps, opened),
        _columns(_("resolved"), "--brand", "resolved", steps, resolved),
    ]
    return Chart(
        "flow",
        title,
        title,
        _option(steps, series, {"minInterval": 1}),
        [_("from"), _("new"), _("resolved")],
        [[label, opened[at], resolved[at]] for at, (_begun, _ended, label) in enumerate(steps)],
    )


def _columns(name: str, colour: str, column: str, steps: Steps, values: Sequence[int]) -> dict[str, Any]:
    """Each column opens the list that it stands for."""
    points = [
        {
            "value": value,
            "url": queue_url(KIND, **{"show": "all", f"{column}_from": begun, f"{column}_until": ended}),
        }
        for value, (begun, ended, _label) in zip(values, steps, strict=True)
    ]
    return {"name": name, "type": "bar", "color": colour, "data": points, "barMaxWidth": 18}


def _in_time(steps: Steps, kept: Sequence[int], promised: Sequence[int]) -> Chart:
    title = _("Resolved in time, by day")
    shares = [share(one, whole) for one, whole in zip(kept, promised, strict=True)]
    line = {"name": _("in time"), "type": "line", "color": "--green", "data": shares, "connectNulls": True}
    axis = {"min": 0, "max": 100, "axisLabel": {"formatter": "{value} %"}}
    rows = [
        [label, kept[at], promised[at], "–" if shares[at] is None else f"{shares[at]} %"]
        for at, (_begun, _ended, label) in enumerate(steps)
    ]
    return Chart(
        "in-time",
        title,
        title,
        _option(steps, [line], axis),
        [_("from"), _("in time"), _("promised"), _("share")],
        rows,
    )


def _option(steps: Steps, series: list[dict[str, Any]], axis: dict[str, Any]) -> dict[str, Any]:
    names = [{"name": one["name"], "icon": "roundRect"} for one in series]
    return {
        "tooltip": {"trigger": "axis"},
        "legend": {"top": 0, "right": 0, "data": names},
        "xAxis": {
            "type": "category",
            "data": [label for _begun, _ended, label in steps],
            "boundaryGap": True,
        },
        "yAxis": {"type": "value", **axis},
        "series": series,
    }


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
