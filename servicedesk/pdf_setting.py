"""How the papers of `servicedesk.pdf` are set: fonts, styles, and the line at the foot of each page."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Self

from django.utils.html import escape
from django.utils.translation import gettext
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

SIMPLIFIED, TRADITIONAL = "STSong-Light", "MSung-Light"
INK, QUIET, LINE, SHADE = HexColor("#1d2733"), HexColor("#5b6875"), HexColor("#c9d1d9"), HexColor("#eef1f4")
ASCII = re.compile(r"[^\x00-\x7f]+")
# What Helvetica has beyond ASCII: the letters and signs of Western Europe.
WESTERN = re.compile(r"[^\x00-\x7f\xa0-\xff\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac]+")
MISSING = "\u25a1"

TABLE_STYLE = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("BACKGROUND", (0, 0), (-1, 0), SHADE),
    ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
    ("LEFTPADDING", (0, 0), (-1, -1), 4),
    ("RIGHTPADDING", (0, 0), (-1, -1), 4),
    ("TOPPADDING", (0, 0), (-1, -1), 2.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
]
FACTS_STYLE = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 1),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
]

for name in (SIMPLIFIED, TRADITIONAL):
    pdfmetrics.registerFont(UnicodeCIDFont(name))


@dataclass(frozen=True)
class Setting:
    language: str
    chinese: str
    others: re.Pattern[str]

    @classmethod
    def of(cls, language: str) -> Self:
        if language.startswith("zh"):
            is_traditional = language in {"zh-hant", "zh-tw", "zh-hk"}
            return cls(language, TRADITIONAL if is_traditional else SIMPLIFIED, ASCII)
        return cls(language, SIMPLIFIED, WESTERN)

    def marked(self, text: object) -> str:
        """Any text as reportlab's mark-up: escaped, and each run in a font that has its characters."""
        safe = escape("".join(map(_printable, str(text))))
        set_apart = self.others.sub(lambda run: f'<font name="{self.chinese}">{run[0]}</font>', safe)
        return set_apart.replace("\n", "<br/>")

    def plain_runs(self, text: str) -> list[tuple[str, str]]:
        """The same for a line drawn without mark-up: (font, text)."""
        runs, at = [], 0
        for found in self.others.finditer(text):
            runs += [("Helvetica", text[at : found.start()]), (self.chinese, found[0])]
            at = found.end()
        return [(font, part) for font, part in [*runs, ("Helvetica", text[at:])] if part]

    def style(self, size: float, **others: Any) -> ParagraphStyle:
        wrap = "CJK" if self.language.startswith("zh") else None
        return ParagraphStyle(
            "", fontName=others.pop("fontName", "Helvetica"), fontSize=size, leading=size * 1.45,
            textColor=others.pop("textColor", INK), wordWrap=wrap, splitLongWords=1, **others,
        )  # fmt: skip

    @property
    def title(self) -> ParagraphStyle:
        return self.style(18, fontName="Helvetica-Bold", spaceAfter=2)

    def heading(self, level: int) -> ParagraphStyle:
        size = {1: 15.0, 2: 12.5}.get(level, 10.5)
        return self.style(size, fontName="Helvetica-Bold", spaceBefore=10, spaceAfter=4)

    @property
    def body(self) -> ParagraphStyle:
        return self.style(10, spaceAfter=6)

    @property
    def quiet(self) -> ParagraphStyle:
        return self.style(8.5, textColor=QUIET)

    @property
    def cell(self) -> ParagraphStyle:
        return self.style(8.5)

    @property
    def head(self) -> ParagraphStyle:
        return self.style(8.5, fontName="Helvetica-Bold")

    @property
    def number_head(self) -> ParagraphStyle:
        return self.style(8.5, fontName="Helvetica-Bold", alignment=TA_RIGHT)

    @property
    def number(self) -> ParagraphStyle:
        return self.style(8.5, alignment=TA_RIGHT)


def _printable(char: str) -> str:
    """The named fonts end at U+FFFF: what lies beyond shows as a box, not as two wrong signs; controls go."""
    if ord(char) > 0xFFFF or unicodedata.category(char) == "Cs":
        return MISSING
    if char == "\n" or unicodedata.category(char) != "Cc":
        return char
    return " " if char == "\t" else ""


def numbered_canvas(setting: Setting, made: str, margin: float) -> type[Canvas]:
    """A canvas that keeps its pages until their number is known, and then says *page 1 of 3* on each."""

    class Numbered(Canvas):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            self._kept: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802 - reportlab's name
            self._kept.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for at, page in enumerate(self._kept, start=1):
                self.__dict__.update(page)
                told = gettext("Page %(page)s of %(pages)s") % {"page": at, "pages": len(self._kept)}
                _foot(self, setting, [made, told], margin)
                super().showPage()
            super().save()

    return Numbered


def _foot(canvas: Any, setting: Setting, texts: list[str], margin: float) -> None:
    left, right = texts
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.4)
    canvas.line(margin, margin, canvas._pagesize[0] - margin, margin)
    _draw(canvas, setting, left, margin, margin - 4 * mm)
    width = sum(pdfmetrics.stringWidth(part, font, 7.5) for font, part in setting.plain_runs(right))
    _draw(canvas, setting, right, canvas._pagesize[0] - margin - width, margin - 4 * mm)


def _draw(canvas: Any, setting: Setting, text: str, x: float, y: float) -> None:
    canvas.setFillColor(QUIET)
    for font, part in setting.plain_runs(text):
        canvas.setFont(font, 7.5)
        canvas.drawString(x, y, part)
        x += pdfmetrics.stringWidth(part, font, 7.5)
