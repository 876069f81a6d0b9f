"""Calls per half hour against the usual band: what the same weekdays before brought at that time of day."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, DateTimeField, F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from calls.models import Call
from people.models import User
from servicedesk.board.moments import Moment

HALF_HOUR = timedelta(minutes=30)
BINS = 48
WEEKS = 4


def intake(user: User, moment: Moment) -> dict[str, Any]:
    """The chart of a day: option, table head and rows for `{% chart %}`. One query."""
    days = [moment.day_start - timedelta(weeks=weeks) for weeks in range(WEEKS + 1)]
    counts = _counts(user, days, moment.at)
    today, before = counts[0], counts[1:]
    reached = int((moment.at - days[0]) / HALF_HOUR) + 1
    low = [min(day[place] for day in before) for place in range(BINS)]
    high = [max(day[place] for day in before) for place in range(BINS)]
    hours = [f"{place // 2:02d}:{place % 2 * 30:02d}" for place in range(BINS)]
    return {
        "option": _option(hours, today[:reached], low, high),
        "head": [pgettext("a time", "from"), _("calls"), _("usual")],
        "rows": [
            [hours[place], today[place] if place < reached else "", f"{low[place]}–{high[place]}"]
            for place in range(BINS)
        ],
        "total": sum(today),
    }


def _counts(user: User, days: list[datetime], until: datetime) -> list[list[int]]:
    """Per day, the incoming calls of each half hour; the first day only up to `until`."""
    spans = Q()
    for day in days:
        spans |= Q(started_at__gte=day, started_at__lt=day + timedelta(days=1))
    bins = Func(
        Value("30 minutes"),
        F("started_at"),
        Value(days[0]),
        function="date_bin",
        template="%(function)s(%(expressions)s)",
        output_field=DateTimeField(),
    )
    found = (
        Call.objects.visible_to(user)
        .filter(spans, direction=Call.Direction.IN, started_at__lte=until)
        .annotate(bin=bins)
        .values("bin")
        .annotate(calls=Count("pk"))
        .order_by()
        .values_list("bin", "calls")
    )
    counts = [[0] * BINS for _ in days]
    for at, calls in found:
        local = timezone.localtime(at)
        row = next(place for place, day in enumerate(days) if day <= local < day + timedelta(days=1))
        counts[row][min(int((local - days[row]) / HALF_HOUR), BINS - 1)] += calls
    return counts


def _option(hours: list[str], today: list[int], low: list[int], high: list[int]) -> dict[str, Any]:
    band = [upper - lower for lower, upper in zip(low, high, strict=True)]
    # Half hours are columns, so the band goes up and down in steps; a slope would tell of calls between them.
    edge = {
        "type": "line",
        "step": "middle",
        "stack": "usual",
        "symbol": "none",
        "lineStyle": {"opacity": 0},
        "silent": True,
    }
    usual = {"color": "--grey", "areaStyle": {"color": "--grey", "opacity": 0.28}}
    names = [{"name": _("today"), "icon": "roundRect"}, {"name": _("usual"), "icon": "roundRect"}]
    return {
        "tooltip": {"trigger": "axis"},
        "legend": {"top": 0, "right": 0, "data": names},
        "xAxis": {"type": "category", "data": hours, "boundaryGap": True},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [
            {**edge, "name": _("least"), "data": low},
            {**edge, **usual, "name": _("usual"), "data": band, "tooltip": {"show": False}},
            {**edge, "stack": "most", "name": _("most"), "data": high},
            {"name": _("today"), "type": "bar", "color": "--brand", "data": today, "barMaxWidth": 28, "z": 3},
        ],
    }
