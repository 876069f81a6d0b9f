"""Lists of items and of relations as files: CSV and XLSX into rows of column → text."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from cmdb.attributes import PREFIX
from cmdb.models import AttributeDefinition, ConfigurationItem

MOST_ROWS = 5_000
MOST_COLUMNS = 200
LONGEST_CELL = 1_000
# A sheet is a compressed archive: a small file may hold more than a machine has memory.
MOST_UNPACKED = 200 * 1024 * 1024
COLUMNS = (
    "name", "item_class", "subtype", "model", "serial", "status", "service", "customer", "site", "verified_on",
    "source_key",
)  # fmt: skip
# Spreadsheets of many countries write a semicolon. Of equals the first.
DIVIDERS = ",;\t"
# The export puts an apostrophe before what a spreadsheet would run; read again, it is none of the value.
DISARMED = ("'=", "'+", "'-", "'@", "'＝", "'＋", "'－", "'＠")

Row = dict[str, str]


def read_table(file: BinaryIO, name: str) -> list[Row]:
    """The rows of a list of items. Columns are named as the export names them, or by their label in the reader's
    language. Raises ValidationError that says what is wrong with the file.
    """
    told = _("No column is called %(names)s. There are %(known)s, and attributes.<code> of a class.")
    return read_rows(file, name, _known(), told % {"names": "%(names)s", "known": ", ".join(COLUMNS)})


def read_rows(file: BinaryIO, name: str, known: dict[str, str], told: str) -> list[Row]:
    """The rows of a file, each as column → text; rows without any text are left out.

    `known` is what a column may be called, in small letters, → its name; `told` refuses others, with `%(names)s`.
    Raises ValidationError that says what is wrong with the file.
    """
    lines = _sheet(file) if name.lower().endswith(".xlsx") else _csv(file)
    head = next(lines, [])
    columns = _columns(head, known, told)
    rows = []
    for line in lines:
        row = {column: text for column, text in zip(columns, line, strict=False) if column and text}
        if row:
            rows.append(row)
        if len(rows) > MOST_ROWS:
            raise ValidationError(
                _("A file holds at most %(most)s rows: divide it.") % {"most": f"{MOST_ROWS:,}"}
            )
    if not rows:
        raise ValidationError(_("This file has no rows below its line of column names."))
    return rows


def _columns(head: list[str], known: dict[str, str], told: str) -> list[str]:
    columns, unknown = [], []
    for text in head[:MOST_COLUMNS]:
        column = known.get(text.strip().casefold(), "")
        if text and not column:
            unknown.append(text)
        columns.append(column)
    if unknown:
        raise ValidationError(told % {"names": ", ".join(unknown[:8])})
    if twice := next((column for column in columns if column and columns.count(column) > 1), ""):
        raise ValidationError(_("Two columns are called %(name)s: keep one.") % {"name": twice})
    return columns


def _known() -> dict[str, str]:
    """What a column may be called, in small letters. A label that several attributes share names none of them."""
    found = {str(ConfigurationItem._meta.get_field(name).verbose_name).casefold(): name for name in COLUMNS}  # type: ignore[union-attr]
    definitions = list(AttributeDefinition.objects.filter(is_active=True))
    for definition in definitions:
        label, codes = (
            definition.label.casefold(),
            {one.code for one in definitions if one.label == definition.label},
        )
        if len(codes) == 1:
            found.setdefault(label, definition.key)
    found |= {definition.key: definition.key for definition in definitions}
    return found | {name: name for name in COLUMNS}


def _csv(file: BinaryIO) -> Iterator[list[str]]:
    text = _decoded(file.read())
    head = text.partition("\n")[0]
    try:
        for line in csv.reader(io.StringIO(text), delimiter=max(DIVIDERS, key=head.count)):
            yield [_plain(cell) for cell in line]
    except csv.Error as error:
        raise ValidationError(_("This is no CSV file: save the list as CSV or XLSX.")) from error


def _decoded(content: bytes) -> str:
    """UTF-8, or what Excel in mainland China writes."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ValidationError(_("This is no CSV file: save the list as CSV or XLSX."))


def _sheet(file: BinaryIO) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(file) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > MOST_UNPACKED:
            raise ValidationError(_("This sheet is too large: divide it."))
        file.seek(0)
        book = load_workbook(file, read_only=True, data_only=True)
        lines: Iterable[Any] = book.worksheets[0].iter_rows(max_col=MOST_COLUMNS, values_only=True)
        for line in lines:
            yield [_plain(_text(cell)) for cell in line]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, SyntaxError) as error:
        raise ValidationError(_("This is no XLSX file: save the list as CSV or XLSX.")) from error


def _text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _plain(text: str) -> str:
    text = text.strip()[:LONGEST_CELL].replace("\0", "")
    return text[1:] if text.startswith(DISARMED) else text


def attribute_of(column: str) -> str:
    """The code of an attribute's column; empty for a column of every item."""
    return column.removeprefix(PREFIX) if column.startswith(PREFIX) else ""
