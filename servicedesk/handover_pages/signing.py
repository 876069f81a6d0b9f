"""The two signatures, and the first one taken back."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handovers import books
from servicedesk.errors import trouble
from servicedesk.handover_pages.editing import to_book
from servicedesk.handover_pages.views import seen_book
from servicedesk.records_pages.lookup import login_required, user_of


@login_required
@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """`as` says which signature is meant: what somebody else signed meanwhile is not signed by mistake."""
    book, note = seen_book(request, pk), request.POST.get("note", "")[:2_000]
    if request.POST.get("as") == "outgoing":
        return to_book(books.hand_over(book, by=user_of(request), note=note))
    return to_book(books.take_over(book, by=user_of(request), note=note))


@login_required
@require_POST
def open_book(request: HttpRequest, pk: int) -> HttpResponse:
    book, reason = seen_book(request, pk), request.POST.get("reason", "").strip()[:500]
    if not reason:
        return trouble(request, 400, _("Say why it is opened again."))
    return to_book(books.open_again(book, by=user_of(request), reason=reason))
