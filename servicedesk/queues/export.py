"""A queue as a file: exactly its filters and columns, all of its pages, in its order. Streamed row by row."""

import csv
import io
import tempfile
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from people.access_log import note
from people.models import AccessLog
from records.models import RecordQuerySet
from servicedesk.errors import trouble
from servicedesk.queues.columns import Column, columns_for
from servicedesk.queues.listing import shown
from servicedesk.queues.ordering import order_named
from servicedesk.queues.reading import BadFilter
from servicedesk.queues.selection import Selection, read
from servicedesk.queues.views import kind_in, login_required, user_of

AT_ONCE = 2_000
# A sheet of Excel holds 1,048,576 rows, its head among them.
MOST_SHEET_ROWS = 1_048_575
# What a spreadsheet takes for the beginning of a formula; the full-width forms are read as such too.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BOM = "\ufeff"


@login_required
@require_GET
def export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse | FileResponse:
    user = user_of(request)
    if not user.rights.may("export", "take"):
        return trouble(request, 403, _("Your roles do not let you take lists away."))
    params = request.GET.copy()
    plural = str((params.pop("plural", None) or [""])[-1])
    selection = read(params, user, kind_in(plural, request))
    order = order_named(params.get("order", ""), is_open_work=selection.named.is_open_work)
    columns = columns_for(params.get("columns", ""), selection.kind)
    records = order.apply(shown(selection, columns))
    write = WRITERS.get(params.get("format", "csv"))
    if write is None:
        raise BadFilter("format", _("a list is exported as csv or xlsx."))
    _log(request, selection, params.get("format", "csv"))
    return write(records, columns, name_of(selection))


def name_of(selection: Selection) -> str:
    what = selection.kind.plural if selection.kind else "records"
    return f"{what}-{selection.named.name}-{timezone.localtime():%Y%m%d-%H%M}"


def lines(records: RecordQuerySet, columns: list[Column]) -> Iterator[list[Any]]:
    for record in records.iterator(chunk_size=AT_ONCE):
        yield [column.words(record) for column in columns]


def as_csv(records: RecordQuerySet, columns: list[Column], name: str) -> StreamingHttpResponse:
    """UTF-8 with a mark that Excel needs to read Chinese."""
    head = [str(column.label) for column in columns]
    response = StreamingHttpResponse(
        csv_lines(chain([head], lines(records, columns))), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def csv_lines(rows: Iterator[list[Any]]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_MINIMAL)
    yield BOM
    for row in rows:
        writer.writerow([harmless(words_of(value)) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def words_of(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else str(value)


def harmless(text: str) -> str:
    """A text that no spreadsheet runs: an apostrophe before whatever could begin a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def as_xlsx(records: RecordQuerySet, columns: list[Column], name: str) -> FileResponse:
    """Cells are typed, so that a text stays a text, and moments are moments. Written to disk, not to memory."""
    if records[MOST_SHEET_ROWS : MOST_SHEET_ROWS + 1].exists():
        raise BadFilter(
            "format",
            _("a sheet holds %(most)s rows: narrow the list, or take CSV.")
            % {"most": f"{MOST_SHEET_ROWS:,}"},
        )
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    sheet.freeze_panes = "A2"
    sheet.append([cell_of(sheet, str(column.label)) for column in columns])
    for row in lines(records, columns):
        sheet.append([cell_of(sheet, value) for value in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    response = FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
    response["Cache-Control"] = "private, no-store"
    return response


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def cell_of(sheet: Any, value: Any) -> Any:
    if isinstance(value, datetime):
        # A sheet knows no time zones: the wall time is meant.
        cell = WriteOnlyCell(sheet, value.replace(tzinfo=None))
        cell.number_format = "yyyy-mm-dd hh:mm:ss"
        return cell
    cell = WriteOnlyCell(
        sheet, harmless(ILLEGAL_CHARACTERS_RE.sub("", str(value if value is not None else "")))
    )
    cell.data_type = "s"
    return cell


WRITERS = {"csv": as_csv, "xlsx": as_xlsx}


def _log(request: HttpRequest, selection: Selection, form: str) -> None:
    told = {"list": selection.named.name, "filters": selection.parameters(), "format": form}
    note(AccessLog.Event.EXPORTED, by=user_of(request), changes=told, request=request)
