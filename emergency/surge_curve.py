"""The curve of a surge: reports over time, what lies within the window, and the limit."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from emergency.models import Surge
from emergency.surge_flow import Tide
from emergency.surge_reports import flow_of, key_of

MOST_BINS = 60
MINUTE = timedelta(minutes=1)


def curve_of(surge: Surge, now: datetime) -> dict[str, Any]:
    """Option, table head and rows for `{% chart %}`: from a window before it began to now or its end."""
    begin = surge.began_at.replace(second=0, microsecond=0) - surge.window
    end = min(surge.ended_at or now, now) + MINUTE
    step = max(1, -(-int((end - begin) / MINUTE) // MOST_BINS)) * MINUTE
    bins = _bins(surge, begin, end, step)
    few = [one for one in bins if one[1]][-MOST_BINS:]
    return {
        "option": _option(bins, surge.limit),
        "head": [pgettext("a time", "from"), _("reports"), _("within the window")],
        "rows": [[_word(at), many, level] for at, many, level in few],
    }


def _bins(surge: Surge, begin: datetime, end: datetime, step: timedelta) -> list[tuple[datetime, int, int]]:
    """(beginning, reports in it, reports within the window at its end)"""
    flow = flow_of(surge.watched, key_of(surge), begin - surge.window, end)
    tide, place, bins = Tide(surge.limit, surge.window), 0, []
    at = begin
    while at < end:
        many = 0
        while place < len(flow) and flow[place][0] < at + step:
            list(tide.rise(flow[place], counts=False))
            many += flow[place][1] if flow[place][0] >= at else 0
            place += 1
        list(tide.fall(min(at + step, end), counts=False))
        bins.append((at, many, tide.level))
        at += step
    return bins


def _word(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M}"


def _option(bins: list[tuple[datetime, int, int]], limit: int) -> dict[str, Any]:
    line = {"type": "line", "symbol": "none", "z": 3}
    names = [_("reports"), _("within the window"), pgettext("a number of reports", "limit")]
    dashed = {"color": "--red", "lineStyle": {"type": "dashed", "width": 1.5}}
    return {
        "tooltip": {"trigger": "axis"},
        "legend": {"top": 0, "right": 0, "data": [{"name": name, "icon": "roundRect"} for name in names]},
        "xAxis": {"type": "category", "data": [_word(at) for at, _many, _level in bins]},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [
            {
                "type": "bar",
                "name": names[0],
                "color": "--grey",
                "data": [many for _at, many, _level in bins],
            },
            {**line, "name": names[1], "color": "--brand", "data": [level for _at, _many, level in bins]},
            {**line, **dashed, "name": names[2], "data": [limit] * len(bins)},
        ],
    }
