import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest

from importing.cells import count, local_time, name
from importing.source import Doubt, RowProblem, Table, WrongSource, column

from .sources import AMSTERDAM, read


@dataclass(frozen=True, slots=True)
class Parcel:
    line: int
    key: str = column("Parcel ID", name, needed=True)
    weight: int | None = column("Weight", count)
    sent_at: datetime | None = column("Sent", local_time)

    def doubts(self) -> Iterator[Doubt]:
        if self.weight == 0:
            yield Doubt("Weight", self.weight, "weighs nothing")


PARCELS = Table("parcels.csv", Parcel)


def write(folder, *lines, file="parcels.csv", encoding="utf-8"):
    (folder / file).write_bytes("\r\n".join(["Parcel ID;Weight;Sent;", *lines, ""]).encode(encoding))
    return folder


def test_it_names_the_line_the_column_and_the_reason_and_keeps_the_row(tmp_path):
    rows, problems = read(PARCELS, write(tmp_path, "A;1;;", "B;heavy;;", "C;2;;"))
    assert [(row.line, row.key, row.weight) for row in rows] == [
        (2, "A", 1),
        (3, "B", None),
        (4, "C", 2),
    ]
    assert problems == [
        RowProblem(
            "parcels.csv",
            3,
            "Weight",
            "heavy",
            "is not a whole number of 0 or more",
            is_taken=True,
        )
    ]


def test_it_leaves_a_row_out_that_lacks_what_it_needs(tmp_path):
    rows, problems = read(PARCELS, write(tmp_path, "?;1;;", "B;2;;"))
    assert [row.key for row in rows] == ["B"]
    assert problems == [RowProblem("parcels.csv", 2, "Parcel ID", "?", "is missing")]


def test_it_leaves_a_row_out_that_contradicts_itself(tmp_path):
    rows, problems = read(PARCELS, write(tmp_path, "A;0;;"))
    assert rows == []
    assert [(p.column, p.value, p.reason, p.is_taken) for p in problems] == [
        ("Weight", "0", "weighs nothing", False)
    ]


@pytest.mark.parametrize("line", ["A;1", "A;1;;;", "A;1;1-1-2014 9:00;;;x"])
def test_it_leaves_a_row_out_whose_columns_are_not_those_of_the_heading(tmp_path, line):
    rows, problems = read(PARCELS, write(tmp_path, line, "B;2;;"))
    assert [row.key for row in rows] == ["B"]
    assert "columns where the heading has 4" in problems[0].reason


def test_an_unclosed_quote_costs_its_own_line_only(tmp_path):
    rows, problems = read(PARCELS, write(tmp_path, '"A;1;;', "B;2;;", '"C;D";3;;'))
    assert [row.key for row in rows] == ["B", "C;D"]
    assert [problem.line for problem in problems] == [2]


def test_bytes_that_are_no_text_cost_their_own_line_only(tmp_path):
    write(tmp_path, "Ä;1;;", encoding="latin-1")
    with (tmp_path / "parcels.csv").open("ab") as file:
        file.write(b"B;2;;\r\nC\x00;3;;\r\n")
    rows, problems = read(PARCELS, tmp_path)
    assert [row.key for row in rows] == ["B"]
    assert [(p.line, p.reason) for p in problems] == [
        (2, "is not clean UTF-8 text"),
        (4, "is not clean UTF-8 text"),
    ]


def test_it_counts_blank_rows_and_does_not_report_them(tmp_path):
    problems = []
    reading = PARCELS.open(
        write(tmp_path, ";;;", "A;1;;", "", " ; ;;"),
        zone=AMSTERDAM,
        report=problems.append,
    )
    assert len(list(reading)) == 1
    assert (reading.taken, reading.blank, reading.left_out, problems) == (1, 3, 0, [])


def test_it_reads_compressed_files_and_knows_how_far_it_is(tmp_path):
    plain = (write(tmp_path, *(f"P{n};1;;" for n in range(5000))) / "parcels.csv").read_bytes()
    (tmp_path / "parcels.csv").unlink()
    (tmp_path / "parcels.csv.xz").write_bytes(lzma.compress(plain))
    reading = PARCELS.open(tmp_path, zone=AMSTERDAM, report=print)
    rows = iter(reading)
    next(rows)
    assert 0 < reading.position <= reading.size
    assert len(list(rows)) == 4999


def test_it_takes_the_file_itself_as_well_as_its_folder(tmp_path):
    write(tmp_path, "A;1;;", file="other name.csv")
    assert [row.key for row in read(PARCELS, tmp_path / "other name.csv")[0]] == ["A"]


def test_it_finds_columns_by_heading_whatever_their_order_and_delimiter(tmp_path):
    (tmp_path / "parcels.csv").write_text(
        "\ufeffsent,x,PARCEL ID,weight\n1-7-2014 12:00,?,A,7\n", encoding="utf-8"
    )
    [row], problems = read(PARCELS, tmp_path)
    assert (row.key, row.weight, row.sent_at.hour, problems) == ("A", 7, 10, [])


def test_it_says_which_file_is_absent(tmp_path):
    with pytest.raises(WrongSource, match=r"parcels\.csv is not in"):
        read(PARCELS, tmp_path)


def test_it_says_which_columns_are_absent(tmp_path):
    (tmp_path / "parcels.csv").write_text("Parcel ID;Colour\nA;red\n")
    with pytest.raises(WrongSource, match="lacks the columns Weight, Sent"):
        read(PARCELS, tmp_path)


@pytest.mark.parametrize("damage", [lambda packed: packed[:-40], lambda packed: b"no xz at all"])
def test_it_says_when_a_compressed_file_is_cut_short_or_is_none(tmp_path, damage):
    (tmp_path / "parcels.csv.xz").write_bytes(
        damage(lzma.compress(b"Parcel ID;Weight;Sent\n" + b"A;1;\n" * 9000))
    )
    with pytest.raises(WrongSource, match="cannot be read"):
        read(PARCELS, tmp_path)


def test_an_endless_line_does_not_fill_the_memory(tmp_path):
    rows, problems = read(PARCELS, write(tmp_path, "x" * 1_000_000, "B;2;;"))
    assert [row.key for row in rows] == ["B"]
    assert len(problems) > 10
    assert max(len(problem.value) for problem in problems) <= 200
