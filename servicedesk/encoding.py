"""Text that is no UTF-8. Django would put � for each broken letter, or read it as Latin-1, and keep that."""

from urllib.parse import unquote_to_bytes

from django.http import HttpRequest, QueryDict, RawPostDataException, UnreadablePostError

BROKEN = "\ufffd"
FORM = "application/x-www-form-urlencoded"


def broken_field(request: HttpRequest) -> str:
    """The name of the first field whose bytes are no text; empty where all are."""
    found = _broken(request.GET, request.META.get("QUERY_STRING", "").encode("latin-1", "replace"))
    if not found and request.content_type == FORM:
        try:
            found = _broken(request.POST, request.body)
        except (UnreadablePostError, RawPostDataException):
            return ""  # who left in the middle of sending reads no answer
    return found


def _broken(given: QueryDict, raw: bytes) -> str:
    # Whoever sends a real � sends the three bytes of it, and those are text.
    is_doubtful = not _is_text(raw) or _has_mark(given)
    return next(filter(None, map(_name_if_broken, raw.split(b"&"))), "") if is_doubtful else ""


def _is_text(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _has_mark(given: QueryDict) -> bool:
    return any(BROKEN in value for values in given.lists() for value in (values[0], *values[1]))


def _name_if_broken(pair: bytes) -> str:
    name, _, _value = pair.partition(b"=")
    return "" if _is_text(unquote_to_bytes(pair)) else unquote_to_bytes(name).decode(errors="replace")
