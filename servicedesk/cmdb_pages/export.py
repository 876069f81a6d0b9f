"""A list of items as a file that the import reads again: exactly what the page lists, columns by their codes."""

import tempfile
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from openpyxl import Workbook

from cmdb.models import AttributeDefinition, ConfigurationItem, Relation
from cmdb.relation_rows import COLUMNS as RELATION_COLUMNS
from cmdb.sight import AREA, items_for
from cmdb.tables import COLUMNS
from people.access_log import note
from people.models import AccessLog
from people.views.doors import Asked, needs
from servicedesk.cmdb_pages.listing import SHOWN, selected
from servicedesk.errors import trouble
from servicedesk.queues.export import AT_ONCE, MOST_SHEET_ROWS, XLSX, cell_of, csv_lines

RELATED = (*SHOWN, "service")


@require_safe
@needs(AREA, "export")
def export(request: Asked) -> HttpResponse:
    """GET /items/export/?format=csv|xlsx&… with the filters of the list — 400 for what cannot be read."""
    form, rows = selected(request.GET, request.user)
    codes = _attributes(rows) if form.is_valid() else []
    head: list[Any] = [*COLUMNS, *(f"attributes.{code}" for code in codes)]
    return _file(request, "items", form, rows, head, lambda: _lines(rows.select_related(*RELATED), codes))


@require_safe
@needs(AREA, "export")
def export_relations(request: Asked) -> HttpResponse:
    """GET /items/relations/export/?… — the relations whose first item the list has and whose second one is seen."""
    form, items = selected(request.GET, request.user)
    rows = Relation.objects.filter(
        subject__in=items.order_by().values("pk"), target__in=items_for(request.user).values("pk")
    )
    found = rows.select_related("type", "group", "subject", "target").order_by("subject__name", "pk")
    return _file(request, "relations", form, rows, list(RELATION_COLUMNS), lambda: _relations(found))


def _file(
    request: Asked, what: str, form: Any, rows: QuerySet[Any], head: list[Any], lines: Callable[[], Any]
) -> HttpResponse:
    write: Any = {"csv": _as_csv, "xlsx": _as_xlsx}.get(request.GET.get("format", "csv"))
    if write is None or not form.is_valid():
        return trouble(
            request, 400, _("This list cannot be exported: its filters or its format cannot be read.")
        )
    if write is _as_xlsx and rows[MOST_SHEET_ROWS : MOST_SHEET_ROWS + 1].exists():
        return trouble(request, 400, _("This list is too long for a sheet: narrow it, or take CSV."))
    _log(request, what)
    response: HttpResponse = write(chain([head], lines()), f"{what}-{timezone.localtime():%Y%m%d-%H%M}")
    response["Cache-Control"] = "private, no-store"
    return response


def _relations(rows: QuerySet[Relation]) -> Iterator[list[Any]]:
    """In the order of the columns; an item by the key that the import looks for first and the item has."""
    for one in rows.iterator(chunk_size=AT_ONCE):
        group, needed = (one.group.name, one.group.needed) if one.group else ("", "")
        yield [_called(one.subject), one.type.code, _called(one.target), group, needed, ""]


def _called(item: ConfigurationItem) -> str:
    return item.source_key or item.serial or item.name


def _attributes(rows: QuerySet[ConfigurationItem]) -> list[str]:
    """Of the classes that the list has items of."""
    classes = rows.order_by().values("item_class")
    found = AttributeDefinition.objects.filter(item_class__in=classes, is_active=True)
    return list(dict.fromkeys(found.values_list("code", flat=True)))


def _lines(rows: QuerySet[ConfigurationItem], codes: list[str]) -> Iterator[list[Any]]:
    for item in rows.iterator(chunk_size=AT_ONCE):
        yield [
            *(_cell(item, name) for name in COLUMNS),
            *(_plain(item.attributes.get(code)) for code in codes),
        ]


def _cell(item: ConfigurationItem, name: str) -> str:
    value = getattr(item, name)
    return str(getattr(value, "code", "") or ("" if value is None else value))


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _as_csv(lines: Iterator[list[Any]], name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(csv_lines(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _as_xlsx(lines: Iterator[list[Any]], name: str) -> FileResponse:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    sheet.freeze_panes = "A2"
    for line in lines:
        sheet.append([cell_of(sheet, value) for value in line])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def _log(request: HttpRequest, what: str) -> None:
    told = {"list": what, "filters": request.GET.dict()}
    note(AccessLog.Event.EXPORTED, by=request.user, changes=told, request=request)  # type: ignore[arg-type]
