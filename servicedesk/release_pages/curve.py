"""The fault share over time as a chart: the share, its interval as a band, and the line at which it halts."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from releases.fault_share import Point

TABLE_ROWS = 12


def chart_of(points: Sequence[Point], limit: int) -> dict[str, Any]:
    """Option, table head and rows for `{% chart %}`."""
    # Sixty moments draw a curve; a dozen are enough to read.
    few = [*points[:: max(len(points) // TABLE_ROWS, 1)], points[-1]]
    return {
        "option": _option(points, limit),
        "head": [pgettext("a time", "at"), _("have it"), _("reported"), _("share, %"), _("interval, %")],
        "rows": [
            [_moment(one), one.deployed, one.reported, f"{one.percent:g}", f"{one.low:g}–{one.high:g}"]
            for one in dict.fromkeys(few)
        ],
    }


def _moment(point: Point) -> str:
    return f"{timezone.localtime(point.at):%m-%d %H:%M}"


def _option(points: Sequence[Point], limit: int) -> dict[str, Any]:
    edge = {
        "type": "line",
        "stack": "interval",
        "symbol": "none",
        "lineStyle": {"opacity": 0},
        "silent": True,
    }
    band = {"color": "--grey", "areaStyle": {"color": "--grey", "opacity": 0.25}, "tooltip": {"show": False}}
    line = {"type": "line", "symbol": "none", "z": 3}
    halt = {"color": "--red", "lineStyle": {"type": "dashed", "width": 1.5}}
    names = [_("share"), _("interval"), _("halts here")]
    return {
        "tooltip": {"trigger": "axis"},
        "legend": {"top": 0, "right": 0, "data": [{"name": name, "icon": "roundRect"} for name in names]},
        "xAxis": {"type": "category", "data": [_moment(one) for one in points], "boundaryGap": False},
        "yAxis": {"type": "value", "min": 0, "max": 100, "axisLabel": {"formatter": "{value} %"}},
        "series": [
            {**edge, "name": _("lower end"), "data": [one.low for one in points]},
            {**edge, **band, "name": names[1], "data": [round(one.high - one.low, 1) for one in points]},
            {**line, "name": names[0], "color": "--brand", "data": [one.percent for one in points]},
            {**line, **halt, "name": names[2], "data": [limit] * len(points)},
        ],
    }
