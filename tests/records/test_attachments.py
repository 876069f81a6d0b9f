"""Files on a record: judged by their bytes, named harmlessly, and whole or not there at all."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st

from people.rights import Forbidden
from records.attachments import MOST_LETTERS, attach, clean_name, type_of
from records.models import Attachment, Record
from tests import cast

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
PROGRAM = b"MZ" + b"\x90\x00" * 64
pytestmark = pytest.mark.django_db


def files_kept() -> set[Path]:
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def test_it_stands_on_the_record_with_its_line_in_the_journal() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    kept = attach(incident, by=agent, file=ContentFile(PNG), name="screen.png")
    assert (kept.content_type, kept.size, len(kept.sha256)) == ("image/png", len(PNG), 64)
    entry = incident.journal.last()
    assert (entry.step, entry.changes["file"][1]["label"]) == ("attach_file", "screen.png")


def test_nothing_of_its_name_is_in_the_name_it_is_kept_under() -> None:
    agent = cast.agent()
    kept = attach(cast.incident(by=agent), by=agent, file=ContentFile(PNG), name="../../etc/passwd.png")
    assert "passwd" not in kept.file.name
    assert kept.name == "passwd.png"


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"", "is empty"), (PROGRAM, "not taken")],
)
def test_what_is_refused_names_the_field_and_leaves_nothing(content: bytes, told: str) -> None:
    agent = cast.agent()
    incident, before = cast.incident(by=agent), files_kept()
    with pytest.raises(ValidationError) as refused:
        attach(incident, by=agent, file=ContentFile(content), name="photo.png")
    assert told in refused.value.message_dict["file"][0]
    assert files_kept() == before
    assert not Attachment.objects.exists()


def test_a_file_that_is_too_large_is_refused(settings: object) -> None:
    settings.ITSM_ATTACHMENT_MAX_BYTES = 100  # type: ignore[attr-defined]
    agent = cast.agent()
    with pytest.raises(ValidationError, match="too large"):
        attach(cast.incident(by=agent), by=agent, file=ContentFile(b"x" * 101), name="long.txt")


def test_a_failure_on_the_way_leaves_neither_row_nor_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    agent = cast.agent()
    incident, before = cast.incident(by=agent), files_kept()

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the journal is away")

    monkeypatch.setattr("records.attachments.remark", fail)
    with pytest.raises(RuntimeError):
        attach(incident, by=agent, file=ContentFile(PNG), name="screen.png")
    assert files_kept() == before
    assert not Attachment.objects.exists()


def test_who_may_not_remark_may_not_attach() -> None:
    with pytest.raises(Forbidden):
        attach(cast.incident(), by=cast.person("auditor"), file=ContentFile(PNG), name="a.png")


def test_a_record_that_one_does_not_see_is_absent() -> None:
    incident, before = cast.incident(), files_kept()
    with pytest.raises(Record.DoesNotExist):
        attach(incident, by=cast.engineer(), file=ContentFile(PNG), name="a.png")
    assert files_kept() == before


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, "image/png"),
        (b"GIF89a" + b"\0" * 20, "image/gif"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "text/plain"),
        (b"<!doctype html><script>alert(1)</script>", "text/plain"),
        ("收银机无法打印".encode("gb18030"), "text/plain"),
        ("Überlauf\n".encode(), "text/plain"),
        (b"\x00\x01\x02\x03\x04\x05", "application/octet-stream"),
    ],
)
def test_its_type_is_what_its_bytes_tell(content: bytes, kind: str) -> None:
    assert type_of(content) == kind


@pytest.mark.parametrize(
    ("given_name", "kept_name"),
    [
        ("report.pdf", "report.pdf"),
        ("C:\\Users\\wang\\照片.jpg", "照片.jpg"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie: x.txt"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("...", "unnamed"),
        ("", "unnamed"),
        ("x" * 500 + ".txt", "x" * (MOST_LETTERS - 4) + ".txt"),
    ],
)
def test_its_name_is_made_harmless(given_name: str, kept_name: str) -> None:
    assert clean_name(given_name) == kept_name


@given(st.text())
def test_no_name_holds_a_path_or_an_invisible_mark(name: str) -> None:
    kept = clean_name(name)
    assert kept
    assert len(kept) <= MOST_LETTERS
    assert kept.isprintable()
    assert "/" not in kept
    assert "\\" not in kept
