"""Files of items: what is read from CSV and XLSX, and what is refused with a remedy."""

import io

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from cmdb import tables
from cmdb.tables import read_table
from tests.cmdb import equipment

pytestmark = pytest.mark.django_db


def csv(text: str, encoding: str = "utf-8") -> list[dict[str, str]]:
    return read_table(io.BytesIO(text.encode(encoding)), "items.csv")


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_it_reads_columns_by_code_or_label_whatever_divides_them(mark: str) -> None:
    assert csv(f"name{mark}Class{mark}serial number\nA{mark}router{mark}S-1\n\n") == [
        {"name": "A", "item_class": "router", "serial": "S-1"}
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_it_reads_chinese_as_excel_writes_it(encoding: str) -> None:
    assert csv("name,serial\n上海网关,S-1\n", encoding)[0]["name"] == "上海网关"


def test_attributes_are_columns_too() -> None:
    equipment.attribute("ports", "number")
    assert csv("name,attributes.ports\nA,24\n")[0]["attributes.ports"] == "24"
    assert csv("name,Ports\nA,24\n")[0]["attributes.ports"] == "24"


def test_a_sheet_is_read_like_a_list() -> None:
    book, file = Workbook(), io.BytesIO()
    book.active.append(["name", "serial"])
    book.active.append(["A", 4711.0])
    book.save(file)
    file.seek(0)
    assert read_table(file, "Items.XLSX") == [{"name": "A", "serial": "4711"}]


def test_what_the_export_disarmed_is_read_as_it_was() -> None:
    assert csv("name,serial\n'=1+1,'-5\n")[0] == {"name": "=1+1", "serial": "-5"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,colour\nA,red\n", "No column is called colour"),
        ("name,name\nA,B\n", "Two columns are called name"),
        ("name\n", "no rows"),
        ("", "no rows"),
    ],
)
def test_it_says_what_is_wrong_with_a_file(text: str, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        csv(text)


def test_what_is_no_table_is_refused() -> None:
    for content, name in (
        (b"PK nothing", "x.xlsx"),
        (b"\x00\x01\xff\xfe", "x.csv"),
        (b"\xff\xff\xff", "x.csv"),
    ):
        with pytest.raises(ValidationError):
            read_table(io.BytesIO(content), name)


def test_more_rows_than_a_page_can_show_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 2)
    with pytest.raises(ValidationError, match="at most 2 rows"):
        csv("name\nA\nB\nC\n")
