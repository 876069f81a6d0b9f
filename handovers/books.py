"""Making, editing and signing a hand-over book. Each is one transaction on the locked book."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handovers.areas import AREA
from handovers.gathering import Draft, gather
from handovers.models import Book, Line
from handovers.shifts import DeskShift
from people import access_log
from people.models import AccessLog, Team, User
from records.errors import Refused
from records.models import Record


@transaction.atomic
def make(desk: Team, shift: DeskShift, *, by: User) -> Book:
    """The book of this shift, made where there is none yet. Raises Forbidden."""
    by.rights.require(AREA, "write")
    book, is_new = Book.objects.get_or_create(
        desk=desk, starts_at=shift.starts_at, defaults={"ends_at": shift.ends_at}
    )
    return gather_anew(book, by=by) if is_new else book


@transaction.atomic
def gather_anew(book: Book, *, by: User) -> Book:
    """Bring its lines up to date. Notes stay, what was left out stays so, and own lines are untouched.

    A line whose reason is gone goes too, unless somebody wrote a note to it. Raises Forbidden, Refused.
    """
    by.rights.require(AREA, "write")
    book = _open(book)
    now = timezone.now()
    drafts = gather(book, min(now, book.ends_at))
    known = {_key(line): line for line in book.lines.exclude(section=Line.Section.OWN)}
    for position, draft in enumerate(drafts):
        _put(book, known.pop(draft.key, None), draft, position)
    gone = [line.pk for line in known.values() if not line.note]
    book.lines.filter(pk__in=gone).delete()
    book.gathered_at = now
    book.save(update_fields=["gathered_at"])
    return book


@transaction.atomic
def add(book: Book, *, by: User, text: str, record: Record | None = None) -> Line:
    """A line of one's own. Raises Forbidden, Refused; ValidationError where it says nothing."""
    by.rights.require(AREA, "write")
    book = _open(book)
    if not text.strip():
        raise ValidationError({"text": _("Write what the next shift must know.")})
    return Line.objects.create(book=book, text=text.strip(), record_id=record.pk if record else None, by=by)


@transaction.atomic
def annotate(line: Line, *, by: User, note: str, text: str | None = None) -> Line:
    """A note to a line; of an own line its text too. Raises Forbidden, Refused, ValidationError."""
    by.rights.require(AREA, "write")
    _open(line.book)
    line.note = note.strip()
    if line.is_own and text is not None:
        if not text.strip():
            raise ValidationError({"text": _("Write what the next shift must know.")})
        line.text = text.strip()
    line.save(update_fields=["note", "text"])
    return line


@transaction.atomic
def leave_out(line: Line, *, by: User, is_left_out: bool = True) -> None:
    """Leave a gathered line out, or take it in again; an own line goes for good. Raises Forbidden, Refused."""
    by.rights.require(AREA, "write")
    _open(line.book)
    if line.is_own:
        line.delete()
        return
    line.is_left_out = is_left_out
    line.save(update_fields=["is_left_out"])


@transaction.atomic
def hand_over(book: Book, *, by: User, note: str = "") -> Book:
    """The first signature: the outgoing shift's. Its lines are closed with it. Raises Forbidden, Refused."""
    by.rights.require(AREA, "sign")
    book = _open(book)
    book.outgoing, book.outgoing_at, book.outgoing_note = by, timezone.now(), note.strip()
    book.save(update_fields=["outgoing", "outgoing_at", "outgoing_note"])
    return book


@transaction.atomic
def take_over(book: Book, *, by: User, note: str = "") -> Book:
    """The second signature, by somebody else: from now on it stands as it is. Raises Forbidden, Refused."""
    by.rights.require(AREA, "sign")
    book = _locked(book)
    if book.is_signed:
        raise Refused(_("Both shifts have signed it: it cannot be changed any more."), code="signed")
    if book.outgoing_at is None:
        raise Refused(_("The outgoing shift signs first."), code="not_handed_over")
    if book.outgoing_id == by.pk:
        raise Refused(_("You handed it over: somebody of the next shift takes it over."), code="same_person")
    book.incoming, book.incoming_at, book.incoming_note = by, timezone.now(), note.strip()
    book.save(update_fields=["incoming", "incoming_at", "incoming_note"])
    return book


@transaction.atomic
def open_again(book: Book, *, by: User, reason: str) -> Book:
    """The first signature taken back, so that a line can be mended before it is taken over. Raises Refused."""
    by.rights.require(AREA, "sign")
    book = _locked(book)
    if book.is_signed:
        raise Refused(_("Both shifts have signed it: it cannot be changed any more."), code="signed")
    if book.outgoing_at is None:
        raise Refused(_("Nobody has signed it yet."), code="not_handed_over")
    told = {"outgoing": [str(book.outgoing), None], "outgoing_at": [_moment(book.outgoing_at), None]}
    access_log.note(AccessLog.Event.CHANGED, by=by, subject=book, changes={**told, "reason": reason})
    book.outgoing = book.outgoing_at = None
    book.save(update_fields=["outgoing", "outgoing_at"])
    return book


def _moment(at: datetime) -> str:
    return at.isoformat()


def _locked(book: Book) -> Book:
    return Book.objects.select_for_update(of=("self",)).get(pk=book.pk)


def _open(book: Book) -> Book:
    locked = _locked(book)
    if locked.is_signed:
        raise Refused(_("Both shifts have signed it: it cannot be changed any more."), code="signed")
    if not locked.is_open:
        raise Refused(
            _("The outgoing shift has signed it: open it again to change a line."), code="handed_over"
        )
    return locked


def _key(line: Line) -> tuple[object, ...]:
    return (line.section, line.record_id, line.follow_up_id, line.entry_id)


def _put(book: Book, line: Line | None, draft: Draft, position: int) -> None:
    if line is None:
        Line.objects.create(
            book=book, section=draft.section, record_id=draft.record.pk, follow_up=draft.follow_up,
            entry=draft.entry, told=draft.told, position=position,
        )  # fmt: skip
    elif (line.told, line.position) != (draft.told, position):
        line.told, line.position = draft.told, position
        line.save(update_fields=["told", "position"])
