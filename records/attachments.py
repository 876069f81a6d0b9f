"""Files on a record. Judged by their bytes and never by their name; kept under names that nobody can guess."""

import hashlib
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatch

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from records.actions import remark
from records.models import Attachment, Record

UNKNOWN, TEXT = "application/octet-stream", "text/plain"
MOST_LETTERS = 180
SNIFFED = 8192
PLAIN_CONTROLS = frozenset("\t\n\r\f\x1b")


def attach(
    record: Record, *, by: User, file: "File[bytes]", name: str, text: str = "", via: str = "page"
) -> Attachment:
    """Put a file on a record, with its line in the journal. Raises Forbidden, or ValidationError naming `file`.

    Either the row, the journal entry and the bytes are there afterwards, or none of them.
    """
    by.rights.require(record.kind, "remark")
    size, kind = _checked(file)
    attachment = Attachment(
        record_id=record.pk,
        name=clean_name(name),
        content_type=kind,
        size=size,
        sha256=_digest(file),
        added_by=by,
    )
    with _bytes_gone_on_failure(attachment), transaction.atomic():
        attachment.file.save(attachment.name, file, save=False)
        attachment.save(force_insert=True)
        told = {"file": [None, {"id": attachment.pk, "label": attachment.name}]}
        remark(record, by=by, text=text, step="attach_file", via=via, changes=told)
    return attachment


@contextmanager
def _bytes_gone_on_failure(attachment: Attachment) -> Iterator[None]:
    try:
        yield
    except BaseException:
        if attachment.file:
            attachment.file.delete(save=False)
        raise


def clean_name(name: str) -> str:
    """A file's name as it may be shown and offered again: no path, no control or direction marks, no great length."""
    base = str(name).replace("\\", "/").rsplit("/", 1)[-1]
    # Cc, Cf: controls and invisible marks; U+202E makes "exe.gpj" read as "jpg.exe". Cs: halves of a broken letter.
    kept = "".join(
        letter for letter in base if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    kept = unicodedata.normalize("NFC", " ".join(kept.split())).strip(" .")
    if len(kept) > MOST_LETTERS:
        stem, dot, ending = kept.rpartition(".")
        kept = (
            f"{stem[: MOST_LETTERS - len(ending) - 1]}.{ending}"
            if dot and len(ending) < 12
            else kept[:MOST_LETTERS]
        )
    return kept or _("unnamed")


def type_of(head: bytes) -> str:
    """The type that the first bytes tell; plain text where they read as such."""
    guessed = filetype.guess(head)
    if guessed is not None:
        return str(guessed.mime)
    return TEXT if _is_text(head) else UNKNOWN


def _is_text(head: bytes) -> bool:
    # Without its mark, anything reads as UTF-16.
    is_utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_utf16 else ("utf-8", "gb18030", "big5"):
        try:
            # A letter may be cut where the sample ends.
            letters = head.decode(encoding) if len(head) < SNIFFED else head.decode(encoding, errors="ignore")
        except UnicodeDecodeError:
            continue
        if all(letter in PLAIN_CONTROLS or unicodedata.category(letter) != "Cc" for letter in letters):
            return True
    return False


def _checked(file: "File[bytes]") -> tuple[int, str]:
    size = file.size or 0
    if size == 0:
        raise ValidationError({"file": _("This file is empty: choose one with something in it.")})
    if size > settings.ITSM_ATTACHMENT_MAX_BYTES:
        raise ValidationError({"file": too_large()})
    file.seek(0)
    found = type_of(file.read(SNIFFED))
    if not any(fnmatch(found, allowed) for allowed in settings.ITSM_ATTACHMENT_TYPES):
        told = {"type": found}
        raise ValidationError(
            {
                "file": _(
                    "Files of the type %(type)s are not taken: pack it into an archive, or send a text."
                )
                % told
            }
        )
    return size, found


def too_large() -> str:
    most = settings.ITSM_ATTACHMENT_MAX_BYTES / 1024 / 1024
    return _("This file is too large: at most %(most)s MB are taken.") % {"most": f"{most:g}"}


def _digest(file: "File[bytes]") -> str:
    file.seek(0)
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()
