"""Times: relative, with the exact one behind. The browser keeps the words fresh by the same rule (`times.js`)."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from servicedesk.clock_faces import Face, face_of
from servicedesk.markup import marked
from servicedesk.spans import ago_words, due_words, exact, span_words
from servicedesk.templatetags.drawing import drawn

register = template.Library()


@register.simple_tag
def ago(value: datetime | None, empty: str = "–") -> str:
    """`5 min ago`, exact local time as title. After a week it is the date."""
    return _relative(value, "ago", ago_words, empty)


@register.simple_tag
def due(value: datetime | None, empty: str = "–") -> str:
    """`due in 2 h 05 min` or `overdue 12 min`, exact local time as title."""
    return _relative(value, "due", due_words, empty)


def _relative(value: datetime | None, rule: str, words: Any, empty: str) -> str:
    if value is None:
        return empty
    return marked(
        '<time datetime="{}" title="{}" data-time="{}">{}</time>',
        value.isoformat(),
        exact(value),
        rule,
        words(value, timezone.now()),
    )


@register.simple_tag
def at(value: datetime | date | None, empty: str = "–") -> str:
    """The exact local time, short: `14:05` today, else with its date."""
    if value is None:
        return empty
    if not isinstance(value, datetime):
        return marked('<time datetime="{}">{}</time>', value.isoformat(), date_format(value, "Y-m-d"))
    local = timezone.localtime(value)
    is_today = local.date() == timezone.localdate()
    words = date_format(local, "H:i" if is_today else "Y-m-d H:i")
    return marked('<time datetime="{}" title="{}">{}</time>', value.isoformat(), exact(value), words)


@register.filter
def span(minutes: float | None) -> str:
    """Minutes in words: `2 h 05 min`."""
    return "–" if minutes is None else span_words(minutes * 60)


@register.simple_tag
def clock_ring(clock: Any, only_ring: bool = False) -> SafeString:
    """A clock with `due_at`, `started_at`, `percent`, `is_paused`, `is_breached`, `label`; None shows a dash.

    Optional on the clock: `is_met`, `met_at`, and `why` (the sentence why it is due when it is).
    """
    if clock is None:
        return marked('<span class="clock clock-none" title="{}">–</span>', _("no clock"))
    face = face_of(clock, timezone.now())
    return marked(
        '<span class="clock" data-clock="{}" title="{}">{}<span class="{}"><span class="visually-hidden">{}: </span>'
        "{}</span></span>\n",
        face.state,
        " · ".join(part for part in (face.label, face.exact, face.why) if part),
        SafeString(
            drawn("components/clock.html", state=face.state, icon=face.icon, percent=face.percent).strip()
        ),
        "visually-hidden" if only_ring else "clock-words",
        face.label,
        _words_of(face),
    )


def _words_of(face: Face) -> str:
    if not face.is_running or face.due_at is None:
        return face.words
    return marked(
        '<time class="num" datetime="{}" data-time="due">{}</time>', face.due_at.isoformat(), face.words
    )


@register.simple_tag
def dash() -> SafeString:
    """What stands where nothing is known."""
    return SafeString('<span class="text-muted" aria-hidden="true">–</span>')
