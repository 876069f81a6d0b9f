"""Making a book, bringing it up to date, and its lines."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handovers import books
from handovers.areas import AREA
from handovers.models import Book, Line
from handovers.shifts import shift_at
from people.models import Team
from servicedesk.errors import trouble
from servicedesk.handover_pages.views import seen_book
from servicedesk.records_pages.lookup import login_required, seen_record, user_of


def to_book(book: Book, anchor: str = "") -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("desk:hand-over", args=[book.pk]) + anchor, status=303)


@login_required
@require_POST
def make_book(request: HttpRequest) -> HttpResponse:
    """The book of the shift that runs at this desk now; where there is one already, it is shown."""
    user = user_of(request)
    user.rights.require(AREA, "write")
    given = request.POST.get("desk", "")
    is_key = given.isascii() and given.isdigit() and len(given) < 19
    desk = Team.objects.filter(pk=given, is_desk=True).first() if is_key else None
    if desk is None:
        raise Http404(given)
    shift = shift_at(desk, timezone.now())
    if shift is None:
        return trouble(request, 409, _("No shift runs at this desk now: plan one on the roster."))
    return to_book(books.make(desk, shift, by=user))


@login_required
@require_POST
def gather(request: HttpRequest, pk: int) -> HttpResponse:
    return to_book(books.gather_anew(seen_book(request, pk), by=user_of(request)))


@login_required
@require_POST
def add_line(request: HttpRequest, pk: int) -> HttpResponse:
    """`number`, where given, names a record that the writer sees."""
    book, number = seen_book(request, pk), request.POST.get("number", "").strip()
    user_of(request).rights.require(AREA, "write")
    try:
        record = seen_record(request, number) if number else None
    except Http404:
        return trouble(request, 400, _("There is no record %(number)s.") % {"number": number[:20]})
    try:
        line = books.add(book, by=user_of(request), text=request.POST.get("text", "")[:2_000], record=record)
    except ValidationError as error:
        return trouble(request, 400, " ".join(error.messages))
    return to_book(book, f"#line-{line.pk}")


def _line(request: HttpRequest, pk: int, line: int) -> Line:
    """A line of this book that its reader may see."""
    book = seen_book(request, pk)
    found = book.lines.select_related("book").filter(pk=line).first()
    if found is None:
        raise Http404(str(line))
    if found.record_id is not None:
        seen_record(request, found.record.number if found.record else "")
    return found


@login_required
@require_POST
def change_line(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    found = _line(request, pk, line)
    try:
        books.annotate(
            found,
            by=user_of(request),
            note=request.POST.get("note", "")[:2_000],
            text=request.POST["text"][:2_000] if "text" in request.POST else None,
        )
    except ValidationError as error:
        return trouble(request, 400, " ".join(error.messages))
    return to_book(found.book, f"#line-{found.pk}")


@login_required
@require_POST
def leave_line_out(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """`in` takes it in again."""
    found = _line(request, pk, line)
    books.leave_out(found, by=user_of(request), is_left_out="in" not in request.POST)
    return to_book(found.book)
