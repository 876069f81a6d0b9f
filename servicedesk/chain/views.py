"""The chain of a record, drawn and listed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from records.chain import chain_of
from servicedesk.chain.drawing import CARD_HEIGHT, CARD_WIDTH, drawing_of
from servicedesk.htmx import wants_fragment
from servicedesk.records_pages.lookup import login_required, seen_record, user_of


@login_required
@require_safe
def chain(request: HttpRequest, number: str) -> HttpResponse:
    """GET /records/<number>/chain/ — as a page, or its body alone for a page that follows the database."""
    record = seen_record(request, number)
    found = chain_of(record, user_of(request))
    context = {
        "record": record,
        "kind": record.declared,
        "chain": found,
        "storeys": list(found.storeys()),
        "left_out": sum(found.left_out.values()),
        "topics": " ".join(node.record.number for node in found.nodes.values()),
        "drawing": drawing_of(found),
        "card_width": CARD_WIDTH,
        "card_height": CARD_HEIGHT,
    }
    return render(request, "chain/body.html" if wants_fragment(request) else "chain/page.html", context)
