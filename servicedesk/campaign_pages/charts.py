"""What became of the people, and what they answered, as charts with their tables."""

from typing import Any

from django.utils.translation import gettext as _

from outreach.figures import Answered, Progress

COLOURS = {
    "waiting": "--amber", "reached": "--green", "broken": "--red", "refused": "--grey", "wrong_number": "--grey",
    "exhausted": "--grey",
}  # fmt: skip


def chart_of_fates(progress: Progress) -> dict[str, Any] | None:
    rows = [(label, count, COLOURS[key]) for key, label, count in progress.rows if key in COLOURS]
    if not rows:
        return None
    return {
        "option": _bars([(str(label), count) for label, count, _colour in rows], [one[2] for one in rows]),
        "head": [_("What became of them"), _("people")],
        "rows": [[label, count] for label, count, _colour in rows],
    }


def chart_of_answers(answered: Answered) -> dict[str, Any] | None:
    if not answered.words or not answered.count:
        return None
    rows = [(label, count) for _word, label, count in answered.words]
    return {
        "option": _bars(rows, ["--brand"] * len(rows)),
        "head": [_("Answer"), _("people")],
        "rows": [[label, count] for label, count in rows],
    }


def _bars(rows: list[tuple[str, int]], colours: list[str]) -> dict[str, Any]:
    """Lying bars, the first one on top: words are read, not turned."""
    names = [name for name, _count in reversed(rows)]
    data = [
        {"value": count, "itemStyle": {"color": colour}}
        for (_name, count), colour in zip(reversed(rows), reversed(colours), strict=True)
    ]
    return {
        "tooltip": {"trigger": "axis"},
        "grid": {"containLabel": True, "left": 8, "right": 32, "top": 8, "bottom": 8},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {"type": "category", "data": names},
        "series": [
            {
                "type": "bar",
                "name": _("people"),
                "barMaxWidth": 22,
                "data": data,
                "label": {"show": True, "position": "right"},
            }
        ],
    }
