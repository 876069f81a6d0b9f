"""Numbers that open their lists, and small drawings made on the server, in SVG without style attributes."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from servicedesk.drawings import Column, columns_of, points_of

register = template.Library()


@register.inclusion_tag("components/figure.html")
def figure(
    label: str,
    value: Any,
    href: str,
    icon: str = "",
    tone: str = "",
    before: float | None = None,
    against: str = "",
    good: str = "",
    unit: str = "",
    spark: Sequence[float] = (),
    note: str = "",
) -> dict[str, Any]:
    """A number that opens its list. `before` is the same weekday's number, `good` which way is better: up or down."""
    change = _change(value, before)
    return {
        "label": label,
        "value": "–" if value is None else value,
        "href": href,
        "icon": icon,
        "tone": tone,
        "unit": unit,
        "spark": spark,
        "note": note,
        "change": change,
        "way": _way(change, good),
        "arrow": _arrow(change),
        "against": against or _("the same weekday"),
        "signed": _signed(change),
    }


def _change(value: Any, before: float | None) -> float | None:
    # A name that the template does not know arrives as "".
    if not isinstance(before, (int, float)) or not isinstance(value, (int, float)):
        return None
    return round(value - before, 1)


def _signed(change: float | None) -> str:
    if change is None:
        return ""
    return f"{change:+g}" if change else "±0"


def _way(change: float | None, good: str) -> str:
    if not change or not good:
        return "even"
    return "better" if (change > 0) == (good == "up") else "worse"


def _arrow(change: float | None) -> str:
    if not change:
        return "minus"
    return "arrow-up-right" if change > 0 else "arrow-down-right"


@register.simple_tag
def sparkline(values: Iterable[float], label: str = "", width: int = 96, height: int = 24) -> str:
    """A line of its values without axes. With a label it is an image of its own, else decoration."""
    numbers = [float(value) for value in values]
    if len(numbers) < 2:
        return ""
    points = points_of(numbers, width, height)
    voice = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="sparkline" viewBox="0 0 {} {}" width="{}" height="{}" {}>'
        '<polyline points="{}"/><circle cx="{}" cy="{}" r="2"/></svg>',
        width, height, width, height, voice,
        " ".join(f"{x:g},{y:g}" for x, y in points),
        *points[-1],
    )  # fmt: skip


@register.simple_tag
def bars(values: Iterable[Any], label: str, width: int = 240, height: int = 48) -> str:
    """Columns. Each value is a number or `(number, word)`; the word becomes the column's title."""
    columns = columns_of(values, width, height)
    return format_html(
        '<svg class="bars" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">{}</svg>',
        width, height, width, height, label,
        format_html_join("", "{}", ((_column(column),) for column in columns)),
    )  # fmt: skip


def _column(column: Column) -> str:
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" rx="1"><title>{}</title></rect>',
        f"{column.x:g}",
        f"{column.y:g}",
        f"{column.width:g}",
        f"{column.height:g}",
        column.word,
    )


@register.inclusion_tag("components/meter.html")
def meter(value: float, top: float, label: str, tone: str = "") -> dict[str, Any]:
    """A share as a bar, with its words."""
    percent = 0 if not top else max(0, min(100, round(100 * value / top)))
    return {"percent": percent, "value": value, "top": top, "label": label, "tone": tone}


@register.inclusion_tag("components/chart.html")
def chart(
    name: str,
    option: dict[str, Any],
    caption: str,
    head: Sequence[str] = (),
    rows: Sequence[Sequence[Any]] = (),
    height: str = "md",
) -> dict[str, Any]:
    """An ECharts option, drawn in the browser in the theme's colours; `head` and `rows` are the same in words."""
    return {
        "name": name,
        # In an attribute: HTMX takes every script element out of a fragment, also those that only hold data.
        "option_json": json.dumps(option, cls=DjangoJSONEncoder, separators=(",", ":")),
        "caption": caption,
        "head": head,
        "rows": rows,
        "height": height,
    }
