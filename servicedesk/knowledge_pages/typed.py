"""What is known of what is being written on a record, found at each pause of who types it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from advisories.finding import advisories_for
from knowledge.finding import articles_for
from knowledge.suggested_panel import is_looked_up, offered_beside, told_of
from servicedesk.records_pages.lookup import login_required, seen_record, user_of

MOST_EACH = 2
SHORTEST_TEXT = 3  # letters, as on the call pad
LONGEST_TEXT = 4_000


@login_required
@require_POST
def typed(request: HttpRequest, number: str) -> HttpResponse:
    """POST /records/INC0000001/known/ text=… — POST, for a long text fits no address. It changes nothing."""
    record, user = seen_record(request, number), user_of(request)
    text = request.POST.get("text", "").replace("\0", "")[:LONGEST_TEXT].strip()
    articles, advisories = [], []
    if len(text) >= SHORTEST_TEXT and is_looked_up(record, user, "article"):
        articles = articles_for(user, told_of(record, text), limit=MOST_EACH)
    if len(text) >= SHORTEST_TEXT and is_looked_up(record, user, "advisory"):
        near = {"service_id": record.service_id, "item_id": record.item_id}
        advisories = advisories_for(user, text, limit=MOST_EACH, **near)
    context = {
        "record": record,
        "articles": offered_beside(record, user, [(one, one.article) for one in articles]),
        "advisories": offered_beside(record, user, [(one, one.advisory) for one in advisories]),
    }
    return render(request, "knowledge/typed.html", context)
