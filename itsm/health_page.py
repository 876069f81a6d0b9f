"""`/health/`: what works and what waits, for people. The same checks as `/readyz`, and how far the work is behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from itsm.health import CHECKS, Unready
from notifications import health as telling
from notifications.models import Notice
from people.views.doors import Asked, needs
from records.models import Clock
from servicedesk.htmx import wants_fragment
from servicedesk.spans import span_words

# The beat comes every five seconds; what lies longer than some beats waits for somebody.
BEHIND_SECONDS = 60
LATELY = timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """One line of the page. `tone` is done, waiting or alarm."""

    name: str
    label: str
    tone: str
    words: str


PARTS = {
    "database": gettext_lazy("Database"),
    "migrations": gettext_lazy("Tables up to the code"),
    "redis": gettext_lazy("Redis: live pages, and the way to the worker"),
    "worker": gettext_lazy("Worker and beat: clocks and notices"),
}
REMEDIES = {
    "database": gettext_lazy(
        "It does not answer. Whoever works sees so on the page; what was typed is kept there."
    ),
    "migrations": gettext_lazy("Some wait to be applied: run “manage.py settle”."),
    "redis": gettext_lazy(
        "It does not answer. Pages work, yet do not renew themselves; clocks and notices wait."
    ),
    "worker": gettext_lazy("It was not heard for a minute. Clocks and notices wait, and are made up for."),
}


def oldest_due_seconds() -> float:
    """By how many seconds the clock that waits longest to be acted on is past its time; 0 for none."""
    next_at = (
        Clock.objects.filter(next_at__lte=timezone.now())
        .order_by("next_at")
        .values_list("next_at", flat=True)
    )
    first = next_at.first()
    return (timezone.now() - first).total_seconds() if first else 0.0


WAITING: dict[str, tuple[Any, Callable[[], float]]] = {
    "clocks": (gettext_lazy("Clocks to be acted on"), oldest_due_seconds),
    "outbox": (gettext_lazy("Journal entries to be told of"), telling.oldest_untold_seconds),
    "notices": (gettext_lazy("Notices to be handed over"), telling.oldest_unsent_seconds),
}


def parts() -> Iterator[Line]:
    for name, check in CHECKS.items():
        try:
            check()
        except Unready:
            yield Line(name, str(PARTS[name]), "alarm", str(REMEDIES[name]))
        else:
            yield Line(name, str(PARTS[name]), "done", _("works"))


def backlog() -> Iterator[Line]:
    for name, (label, measure) in WAITING.items():
        seconds = measure()
        tone = "waiting" if seconds > BEHIND_SECONDS else "done"
        words = (
            _("the oldest for %(span)s") % {"span": span_words(seconds)}
            if seconds >= 1
            else _("nothing waits")
        )
        yield Line(name, str(label), tone, words)
    yield _failures()


def _failures() -> Line:
    since = timezone.now() - LATELY
    failed = Notice.objects.filter(state=Notice.State.FAILED, created_at__gte=since).count()
    told = ngettext("%(count)s given up since yesterday", "%(count)s given up since yesterday", failed)
    words = told % {"count": failed} if failed else _("none since yesterday")
    return Line("failures", _("Notices that did not arrive"), "waiting" if failed else "done", words)


def lines() -> list[Line]:
    found = list(parts())
    try:
        found += backlog()
    except DatabaseError:  # said above; what waits cannot be known
        connection.close()
    return found


@never_cache
@require_safe
@needs("settings", "see")
def health(request: Asked) -> HttpResponse:
    found = lines()
    tones = {line.tone for line in found}
    context = {"lines": found, "is_well": tones == {"done"}, "at": timezone.now()}
    template = "health/lines.html" if wants_fragment(request) else "health/page.html"
    return render(request, template, context)
