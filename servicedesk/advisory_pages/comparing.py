"""What changed from one published version to another, or to the draft."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from advisories.comparing import compare
from advisories.models import Advisory, AdvisoryVersion
from people.views.doors import asked_for
from servicedesk.advisory_pages.reading import seen_advisory
from servicedesk.records_pages.lookup import login_required

DRAFT = "draft"


@login_required
@require_safe
def versions(request: HttpRequest, number: str) -> HttpResponse:
    """GET /advisories/ADV0000001/versions/?old=1&new=2 — `new=draft` compares with what is being written."""
    advisory = seen_advisory(request, number)
    known = {one.number: one for one in advisory.versions.select_related("reviewer")}
    if not known:
        raise Http404(number)
    is_written = advisory.state in ("draft", "in_review")
    new = asked_for(request, "new") or (DRAFT if is_written else str(max(known)))
    old = asked_for(request, "old") or _before(new, known)
    before, after = _texts(advisory, known, old), _texts(advisory, known, new)
    context: dict[str, Any] = {
        "advisory": advisory,
        "versions": list(known.values()),
        "is_written": is_written,
        "old": old,
        "new": new,
        "parts": [
            (label, compare(before[name], after[name]))
            for name, label in (
                ("title", _("title")),
                ("plain", _("in plain words")),
                ("technical", _("technical text")),
            )
        ],
    }
    context["is_same"] = before == after
    return render(request, "advisories/versions.html", context)


def _before(new: str, known: dict[int, AdvisoryVersion]) -> str:
    """The published version before it; of the first one, itself."""
    if not (new.isascii() and new.isdigit()):
        return str(max(known))
    return str(max((one for one in known if one < int(new)), default=min(known)))


def _texts(advisory: Advisory, known: dict[int, AdvisoryVersion], asked: str) -> dict[str, str]:
    if asked == DRAFT:
        one: Any = advisory
    elif asked.isascii() and asked.isdigit() and len(asked) < 10 and int(asked) in known:
        one = known[int(asked)]
    else:
        raise Http404(asked)
    return {name: getattr(one, name) for name in ("title", "plain", "technical")}
