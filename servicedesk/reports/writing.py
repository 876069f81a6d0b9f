"""A report as a file: CSV for any tool, XLSX with typed numbers, PDF to be read and mailed."""

import io
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook

from servicedesk import pdf
from servicedesk.queues.export import XLSX, cell_of, csv_lines
from servicedesk.reports.parts import Cell, Figure, Report, Table

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX, "pdf": "application/pdf"}


def written(report: Report, form: str) -> bytes:
    """The report in one of `TYPES`, in the active language."""
    return {"csv": as_csv, "xlsx": as_xlsx, "pdf": as_pdf}[form](report)


def as_csv(report: Report) -> bytes:
    """All tables below one another, each under its title."""
    return "".join(csv_lines(_lines(report))).encode()


def _lines(report: Report) -> Iterator[list[Any]]:
    yield [report.title, report.period.words]
    yield []
    yield _figures_head()
    for figure in report.figures:
        yield [figure.label, figure.value, figure.unit, figure.before, figure.note]
    for table in report.tables:
        yield []
        yield [table.title]
        yield list(table.head)
        for row in table.rows:
            yield [row.label, *(cell.value for cell in row.cells)]


def _figures_head() -> list[str]:
    return [_("Figure"), _("Value"), _("Unit"), pgettext("an earlier time", "Before"), _("Note")]


def as_xlsx(report: Report) -> bytes:
    """A sheet for the figures and one for each table."""
    book = Workbook(write_only=True)
    rows = [[one.label, one.value, one.unit, one.before, one.note] for one in report.figures]
    _sheet(book, report.title, _figures_head(), rows)
    for table in report.tables:
        told = [[row.label, *(cell.value for cell in row.cells)] for row in table.rows]
        _sheet(book, table.title, list(table.head), told)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: Workbook, title: str, head: list[str], rows: list[list[Any]]) -> None:
    # Excel takes no more than 31 characters and none of []:*?/\ in the name of a sheet.
    sheet = book.create_sheet("".join(" " if one in "[]:*?/\\" else one for one in title)[:31])
    sheet.freeze_panes = "B2"
    sheet.append([cell_of(sheet, word) for word in head])
    for row in rows:
        sheet.append([value if isinstance(value, (int, float)) else cell_of(sheet, value) for value in row])


def as_pdf(report: Report) -> bytes:
    parts: list[pdf.Part] = [
        pdf.Heading(_("Figures")),
        pdf.Table(
            [_("Figure"), _("Value"), pgettext("an earlier time", "Before"), _("Note")],
            [[one.label, one.words, _before(one), one.note] for one in report.figures],
            shares=(32, 14, 14, 40),
            right=(1, 2),
        ),
    ]
    for table in report.tables:
        parts += _printed(table)
    return pdf.write_pdf(parts, title=report.title, subtitle=report.period.words, generated_at=timezone.now())


def _before(figure: Figure) -> str:
    return str(Cell(figure.before, unit=figure.unit)) if figure.before is not None else ""


def _printed(table: Table) -> list[pdf.Part]:
    rows = [[row.label, *(str(cell) for cell in row.cells)] for row in table.rows]
    others = len(table.head) - 1
    # The name takes what the numbers leave.
    shares = (max(30, 100 - 14 * others), *([14] * others))
    told = pdf.Table(table.head, rows, shares=shares, right=tuple(range(1, len(table.head))))
    return [pdf.Heading(table.title), told, *([pdf.Text(table.note)] if table.note else [])]
