"""Similar faults of history, as a part of a record's page; without a script, as a page of its own."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from problems.links import EXPLAINS
from problems.models import Problem
from problems.similar import KINDS, asked_of, similar_faults
from records.links import onward
from records.models import Record
from records.sight import sees_internal
from servicedesk.htmx import wants_fragment
from servicedesk.records_pages.lookup import login_required, seen_record, user_of


@login_required
@require_GET
def similar(request: HttpRequest, number: str) -> HttpResponse:
    record, user = seen_record(request, number), user_of(request)
    if record.kind not in KINDS or not sees_internal(user.rights, record.kind):
        raise Http404(number)
    asked = asked_of(record)
    may_add = user.rights.may("problem", "add_incidents")
    context = {
        "record": record,
        "faults": similar_faults(user, replace(asked, except_ids=asked.except_ids | _known(record))),
        "may_add": may_add and record.kind == "incident",
        "may_gather": may_add and record.kind == "problem",
    }
    template = "problems/similar_faults.html" if wants_fragment(request) else "problems/similar_page.html"
    response = render(request, template, context)
    response["Vary"] = "HX-Request"
    return response


def _known(record: Record) -> frozenset[int]:
    """What a problem explains already is no news on its page, and neither is the problem on theirs."""
    if isinstance(record, Problem):
        return frozenset(record.incidents.values_list("pk", flat=True))
    return frozenset(onward(record, EXPLAINS))
