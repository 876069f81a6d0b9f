"""The access log, for auditors and administrators: who came in, who failed, who gave whom what."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from people.areas import area_named
from people.models import AccessLog, Scope
from people.views.doors import Asked, context, needs, page_of, words_typed

Event = AccessLog.Event


@dataclass(frozen=True)
class Line:
    """An entry with what changed in words."""

    entry: AccessLog
    details: list[str]


@require_safe
@needs("rights", "see")
def log(request: Asked) -> HttpResponse:
    page = page_of(_found(request), request)
    told = {
        "page": page,
        "lines": [Line(entry, details_of(entry)) for entry in page.rows],
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


def details_of(entry: AccessLog) -> list[str]:
    """What changed, a line for each: "granted: Resolve", "name: A → B"."""
    if entry.event == Event.RIGHTS_CHANGED:
        return _rights(entry.changes)
    return [f"{name}: {_pair(value)}" for name, value in entry.changes.items()]


def _pair(value: Any) -> str:
    if isinstance(value, list) and len(value) == 2:
        return f"{value[0] or '–'} → {value[1] or '–'}"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _rights(changes: dict[str, Any]) -> list[str]:
    area = area_named(changes.get("area", ""))
    labels = {step: str(label) for step, label in area.steps.items()} if area else {}
    told = [str(area.label) if area else changes.get("area", "")]
    told += [f"+ {labels.get(step, step)}" for step in changes.get("granted", ())]
    told += [f"− {labels.get(step, step)}" for step in changes.get("removed", ())]
    if scope := changes.get("scope"):
        told.append(_pair([str(Scope(one).label) for one in scope]))
    return told
