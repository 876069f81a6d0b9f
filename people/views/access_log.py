"""The access log, for auditors and administrators: who came in, who failed, who gave whom what."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from people.models import AccessLog
from people.views.doors import Asked, context, needs, page_of, words_typed
from people.views.log_words import lines_of

Event = AccessLog.Event


@require_safe
@needs("rights", "see")
def log(request: Asked) -> HttpResponse:
    page = page_of(_found(request), request)
    told = {
        "page": page,
        "lines": lines_of(page.rows),
        "events": Event.choices,
        "asked": {name: request.GET.get(name, "") for name in ("event", "on")},
    }
    return render(request, "people/access_log.html", context(request, **told))


def _found(request: Asked) -> QuerySet[AccessLog]:
    found = AccessLog.objects.select_related("by").order_by("-id")
    if request.GET.get("event") in Event.values:
        found = found.filter(event=request.GET["event"])
    if day := _day(request.GET.get("on", "")):
        found = found.filter(at__date=day)
    for word in words_typed(request).split():
        found = found.filter(Q(by__name__icontains=word) | Q(subject_label__icontains=word))
    return found


def _day(text: str) -> Any:
    try:
        return parse_date(text)
    except ValueError:
        return None
