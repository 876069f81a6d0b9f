"""The dialogs of a queue: its filters, and its columns. Both lead to an address; nothing is stored."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from records.models.reference import Priority
from servicedesk.choices.sources import SOURCES
from servicedesk.choices.widgets import SearchSelect
from servicedesk.queues.columns import ALWAYS, known_columns
from servicedesk.queues.filters import FILTERS
from servicedesk.queues.listing import Listing, listing
from servicedesk.queues.past import PROMISES
from servicedesk.queues.reading import LEVELS, MYSELF, NOBODY
from servicedesk.queues.views import kind_in, login_required, user_of

# Filters by a row of a table: name → source, and the words that stand for no row.
ROWS = {
    "team": ("team", [NOBODY]),
    "assignee": ("user", [MYSELF, NOBODY]),
    "owner": ("user", [MYSELF]),
    "customer": ("customer", [NOBODY]),
    "service": ("service", [NOBODY]),
    "category": ("category", [NOBODY]),
    "site": ("site", []),
    "contact": ("contact", []),
    "item": ("item", []),
}
SPANS = ("opened", "due", "resolved")


@login_required
@require_GET
def filters(request: HttpRequest) -> HttpResponse:
    found = _listing(request)
    context = {
        "title": _("Filters"),
        "listing": found,
        "action": found.url().partition("?")[0],
        "kept": _kept(found, [*FILTERS]),
        "ticks": _ticks(found),
        "rows": [_rows(found, name) for name in ROWS],
        "spans": [_span(found, name) for name in SPANS],
        "text": _texts(found, "text"),
    }
    return render(request, "queues/filters.html", context)


@login_required
@require_GET
def columns(request: HttpRequest) -> HttpResponse:
    found = _listing(request)
    chosen = [column.name for column in found.columns]
    context = {
        "title": _("Columns"),
        "action": found.url().partition("?")[0],
        "kept": _kept(found, ["columns"]),
        "columns": [
            {
                "name": column.name,
                "label": column.label,
                "is_chosen": column.name in chosen,
                "is_always": column.name in ALWAYS,
            }
            for column in known_columns(found.selection.kind).values()
        ],
    }
    return render(request, "queues/columns.html", context)


def _listing(request: HttpRequest) -> Listing:
    params = request.GET.copy()
    plural = (params.pop("plural", None) or [""])[-1]
    return listing(params, user_of(request), kind_in(str(plural), request))


def _kept(found: Listing, replaced: list[str]) -> list[tuple[str, str]]:
    """What the address holds besides what this dialog asks for."""
    return [
        (name, value) for name, values in found.parameters.items() if name not in replaced for value in values
    ]


def _ticks(found: Listing) -> list[dict[str, Any]]:
    states = {name: state.label for kind in found.selection.kinds for name, state in kind.states.items()}
    choices: list[tuple[str, str, Mapping[Any, Any]]] = [
        ("state", _("State"), states),
        ("priority", _("Priority"), dict(Priority.choices)),
        ("level", _("Escalated to"), LEVELS),
        ("promise", _("Promised time"), PROMISES),
    ]
    if found.selection.kind is None:
        choices.insert(0, ("kind", _("Kind"), {kind.name: kind.label for kind in found.selection.kinds}))
    return [
        {
            "name": name,
            "label": label,
            "choices": [
                (str(value), words, str(value) in _texts(found, name)) for value, words in offered.items()
            ],
        }
        for name, label, offered in choices
    ]


def _texts(found: Listing, name: str) -> list[str]:
    return [value.text for value in found.selection.values.get(name, [])]


def _rows(found: Listing, name: str) -> dict[str, Any]:
    source, words = ROWS[name]
    chosen = {value.text: value.label for value in found.selection.values.get(name, [])}
    offered = {word: {MYSELF: _("me"), NOBODY: _("none")}[word] for word in words} | chosen
    field = forms.ModelChoiceField(SOURCES[source].model._default_manager.none(), required=False)
    field.widget = SearchSelect(url=reverse("desk:choices", kwargs={"source": source}), narrowed_by=[])
    field.widget.choices = field.choices
    return {
        "name": name,
        "label": capfirst(str(FILTERS[name].label)),
        "ticked": [(text, label, text in chosen) for text, label in offered.items()],
        "pick": field.widget.render(name, None, {"id": f"filter_{name}", "class": "form-select"}),
    }


def _span(found: Listing, name: str) -> dict[str, Any]:
    ends = [f"{name}_from", f"{name}_until"]
    return {
        "label": {"opened": _("Opened"), "due": _("Due"), "resolved": _("Resolved")}[name],
        "ends": [(end, capfirst(str(FILTERS[end].label)), "".join(_texts(found, end))[:10]) for end in ends],
    }
