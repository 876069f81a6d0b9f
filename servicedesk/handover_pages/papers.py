"""A hand-over book on paper."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handovers.models import Book
from handovers.reading import Shown, parts_of
from people.models import User
from servicedesk.handover_pages.views import seen_book
from servicedesk.pdf import Facts, Heading, Part, Table, Text, pdf_response, write_pdf
from servicedesk.records_pages.lookup import login_required, user_of


@login_required
@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /hand-overs/1/paper.pdf — what this reader sees of it, signatures and all."""
    book = seen_book(request, pk)
    span = {"desk": book.desk, "from": _at(book.starts_at), "until": _at(book.ends_at)}
    content = write_pdf(
        _parts(book, user_of(request)),
        title=_("Hand-over book: %(desk)s, %(from)s to %(until)s") % span,
        subtitle=capfirst(book.standing),
        generated_at=timezone.now(),
    )
    return pdf_response(content, f"hand-over-{localtime(book.starts_at):%Y-%m-%d-%H%M}.pdf")


def _at(moment: datetime | None) -> str:
    return date_format(localtime(moment), "SHORT_DATETIME_FORMAT") if moment else ""


def _parts(book: Book, user: User) -> Iterator[Part]:
    yield Facts(
        [
            (_("as of"), _at(book.gathered_at)),
            (_("handed over by"), _signed(book.outgoing, book.outgoing_at)),
            (_("taken over by"), _signed(book.incoming, book.incoming_at)),
        ]
    )
    for note in (book.outgoing_note, book.incoming_note):
        if note:
            yield Text(note)
    for part in parts_of(book, user):
        yield Heading(capfirst(part.label))
        head = [_("Number"), _("What"), _("State"), _("Due"), _("With"), _("Note")]
        yield Table(head, [_row(one) for one in part.lines], shares=(12, 34, 12, 14, 13, 20))


def _signed(person: User | None, at: datetime | None) -> str:
    return _("%(person)s, %(at)s") % {"person": person, "at": _at(at)} if person else "–"


def _row(one: Shown) -> list[str]:
    said = "\n".join(text for text in (one.line.text, one.title, one.what) if text)
    return [one.number, said, str(one.state), _at(one.due_at), one.person, one.line.note]
