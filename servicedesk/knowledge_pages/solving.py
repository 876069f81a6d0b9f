"""A record solved with an article or an advisory: its plain words stand in the solution before anything is typed."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from advisories.finding import spoken
from knowledge.suggested_panel import SOLVING
from knowledge.uses import Spoken, use
from records.errors import Forbidden
from records.models import Record
from servicedesk.records_pages import steps
from servicedesk.records_pages.dialogs import forbidden
from servicedesk.records_pages.lookup import login_required, seen_record, user_of


@login_required
@require_http_methods(["GET", "POST"])
def solve(request: HttpRequest, number: str, text: str) -> HttpResponse:
    """GET, POST /records/INC0000001/solve/ADV0000001/ — either may be invisible to this person, and is absent then."""
    record, found = seen_record(request, number), spoken(user_of(request), text)
    step = record.declared.steps.get(SOLVING)
    if found is None or step is None or "solution" not in getattr(step.inputs, "base_fields", ()):
        raise Http404(text)
    if not user_of(request).rights.may(record.kind, SOLVING):
        return forbidden(request, record.declared, SOLVING, step.label)
    if request.method == "POST":
        return _solved(request, record, found)
    return steps.asked(request, record, step, begun={"solution": found.script})


@transaction.atomic
def _solved(request: HttpRequest, record: Record, found: Spoken) -> HttpResponse:
    """The step as always; it has helped where the step went through, and is not counted where it was refused."""
    try:
        use(found, by=user_of(request), record=record, has_helped=True)
    except Forbidden:
        return forbidden(request, record.declared, "remark", record.declared.label)
    response = steps.step(request, record.number, SOLVING)
    if response.status_code >= 400:
        transaction.set_rollback(True)
    return response
