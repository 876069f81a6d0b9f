"""Papers that leave the desk as PDF: reports, advisories, plans, hand-over books.

    content = write_pdf(
        [Heading(_("Technical text")), Text(body), Facts([(_("customer"), name)]), Table(head, rows, right=(2,))],
        title="ADV0000001 · Lightning protection", subtitle=_("version 2"), generated_at=timezone.now(),
    )
    return pdf_response(content, "ADV0000001.pdf")

Every text is data: what looks like mark-up is printed as it stands. Line breaks in `Text` are kept. `Table` repeats its
head on every page, breaks a row that is longer than a page, and takes the widths of its columns from `shares`, or from
what stands in them; `right` names the columns that hold numbers. The language chooses font and line breaking: `en`,
`zh-hans`, `zh-hant`, by default the reader's. Chinese is set in the fonts that every PDF reader knows by name
(ISO 32000, Adobe-GB1 and Adobe-CNS1), so nothing is embedded; Chinese in an English paper is set so too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, override
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    LongTable,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
)

from servicedesk.pdf_setting import FACTS_STYLE, TABLE_STYLE, Setting, numbered_canvas

MARGIN = 18 * mm
PADDING = 6  # points that a frame of reportlab keeps on each side
WIDTH = A4[0] - 2 * MARGIN
NARROWEST, WIDEST = 6, 40
BELOW_HEADING = 30 * mm  # so much must still fit on the page, itself included


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 2


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Facts:
    """What a paper is about, one line each: (name, value)."""

    pairs: Sequence[tuple[str, object]]


@dataclass(frozen=True)
class Table:
    head: Sequence[str]
    rows: Iterable[Sequence[object]]
    shares: Sequence[float] = ()
    right: Sequence[int] = field(default=())


@dataclass(frozen=True)
class NewPage:
    pass


Part = Heading | Text | Facts | Table | NewPage


def write_pdf(
    parts: Iterable[Part], *, title: str, generated_at: datetime, subtitle: str = "", language: str = ""
) -> bytes:
    """The paper on A4. The same arguments give the same bytes; `generated_at` is printed in the active time zone."""
    with override(language or get_language() or "en"):
        setting = Setting.of(get_language() or "en")
        story: list[Flowable] = [Paragraph(setting.marked(title), setting.title)]
        if subtitle:
            story.append(Paragraph(setting.marked(subtitle), setting.quiet))
        story.append(Spacer(1, 4 * mm))
        for part in parts:
            story += _set(part, setting)
        return _printed(story, setting, title, generated_at)


def pdf_response(content: bytes, filename: str) -> HttpResponse:
    """Answers with the paper under its name: opened in the browser, saved from there."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    return response


def _printed(story: list[Flowable], setting: Setting, title: str, generated_at: datetime) -> bytes:
    at = date_format(localtime(generated_at), "DATETIME_FORMAT")
    made = gettext("Generated at %(at)s (%(zone)s)") % {"at": at, "zone": localtime(generated_at).tzname()}
    out = BytesIO()
    paper = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=MARGIN - PADDING, rightMargin=MARGIN - PADDING, topMargin=MARGIN,
        bottomMargin=MARGIN + 6 * mm, title=title, author=gettext("Service desk"), lang=setting.language,
        invariant=1,
    )  # fmt: skip
    paper.build(story, canvasmaker=numbered_canvas(setting, made, MARGIN))
    return out.getvalue()


def _set(part: Part, setting: Setting) -> list[Flowable]:
    match part:
        case Heading(text, level):
            # Not keepWithNext: it would hold a table together too, and leave half a page empty before it.
            return [CondPageBreak(BELOW_HEADING), Paragraph(setting.marked(text), setting.heading(level))]
        case Text(text):
            return [Paragraph(setting.marked(one), setting.body) for one in paragraphs(text)]
        case Facts(pairs):
            return _facts(pairs, setting)
        case Table():
            return _table(part, setting)
    return [PageBreak()]


def paragraphs(text: str) -> list[str]:
    """An empty line parts paragraphs; other line breaks stay within one."""
    lines = text.replace("\r\n", "\n").split("\n")
    found: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return ["\n".join(one) for one in found if one]


def _facts(pairs: Sequence[tuple[str, object]], setting: Setting) -> list[Flowable]:
    if not pairs:
        return []
    rows = [
        [Paragraph(setting.marked(name), setting.quiet), Paragraph(setting.marked(value), setting.cell)]
        for name, value in pairs
    ]
    widths = [WIDTH * 0.25, WIDTH * 0.75]
    return [LongTable(rows, colWidths=widths, style=FACTS_STYLE, splitInRow=1), Spacer(1, 3 * mm)]


def _table(part: Table, setting: Setting) -> list[Flowable]:
    written = [[str(cell) for cell in row] for row in part.rows]
    if not written:
        return [Paragraph(setting.marked(gettext("Nothing here.")), setting.quiet)]
    styles = [setting.number if at in part.right else setting.cell for at in range(len(part.head))]
    rows = [
        [
            Paragraph(setting.marked(name), setting.number_head if at in part.right else setting.head)
            for at, name in enumerate(part.head)
        ]
    ]
    rows += [
        [Paragraph(setting.marked(cell), style) for cell, style in zip(row, styles, strict=True)]
        for row in written
    ]
    shares = part.shares or _shares([[str(name) for name in part.head], *written])
    widths = [WIDTH * share / sum(shares) for share in shares]
    table = LongTable(rows, colWidths=widths, repeatRows=1, style=TABLE_STYLE, splitInRow=1)
    return [table, Spacer(1, 3 * mm)]


def _shares(rows: list[list[str]]) -> list[float]:
    return [max(NARROWEST, min(WIDEST, max(map(len, column)))) for column in zip(*rows, strict=True)]
