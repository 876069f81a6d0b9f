from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from importing import cells

amsterdam_time = cells.local_time(ZoneInfo("Europe/Amsterdam"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("05/02/2012 13:32:57", datetime(2012, 2, 5, 12, 32, 57, tzinfo=UTC)),
        ("9-9-2011 9:23", datetime(2011, 9, 9, 7, 23, tzinfo=UTC)),
        ("2013-10-04 10:59:40", datetime(2013, 10, 4, 8, 59, 40, tzinfo=UTC)),
        ("26-12-2021 0:00", datetime(2021, 12, 25, 23, 0, tzinfo=UTC)),
        (" 29/2/2016 01:16 ", datetime(2016, 2, 29, 0, 16, tzinfo=UTC)),
    ],
)
def test_it_reads_every_form_of_a_local_time_as_utc(text, expected):
    assert amsterdam_time(text) == expected


def test_it_takes_the_hour_that_comes_twice_as_its_first_coming():
    assert amsterdam_time("27/10/2013 02:30:00") == datetime(2013, 10, 27, 0, 30, tzinfo=UTC)
    assert amsterdam_time("27/10/2013 03:00:00") == datetime(2013, 10, 27, 2, 0, tzinfo=UTC)


def test_it_reads_times_in_a_zone_off_the_full_hour():
    assert cells.local_time(ZoneInfo("Asia/Kolkata"))("1-1-2014 5:45") == datetime(
        2014, 1, 1, 0, 15, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2013 10:00:00",
        "05/13/2013 10:00:00",
        "05/02/2013 24:00:00",
        "05/02/2013 10:60:00",
        "05/02/2013 10:00:61",
        "05/02/2013",
        "05/02/0201 10:00",
        "05/02/20133 10:00",
        "5/2 10:00",
        "tomorrow",
        "05/02/2013 -1:00",
        "05/02/2013 ١:00",
    ],
)
def test_it_refuses_what_is_not_a_time(text):
    with pytest.raises(ValueError, match="is not a date and time"):
        amsterdam_time(text)


@pytest.mark.parametrize(
    "read",
    [cells.name, cells.level, cells.count, cells.decimal, cells.truth, amsterdam_time],
)
@pytest.mark.parametrize("sentinel", ["", "#N/B", "#MULTIVALUE", "?"])
def test_it_reads_a_sentinel_as_nothing(read, sentinel):
    assert read(sentinel) is None


def test_a_reference_keeps_that_there_were_several():
    assert cells.reference("#MULTIVALUE") == cells.SEVERAL
    assert cells.reference("#N/B") is None
    assert cells.reference("IM0000001") == "IM0000001"


@pytest.mark.parametrize(("text", "expected"), [("5 - Very Low", 5), ("2", 2), (" 3 - Moderate ", 3)])
def test_it_reads_a_level_with_and_without_its_words(text, expected):
    assert cells.level(text) == expected


@pytest.mark.parametrize("text", ["0", "6", "-1", "4.0", "low", "55"])
def test_it_refuses_what_is_not_a_level(text):
    with pytest.raises(ValueError, match="level"):
        cells.level(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("3871,691111", "3871.691111"), ("0.25", "0.25"), ("181", "181")],
)
def test_it_reads_a_decimal_comma(text, expected):
    assert cells.decimal(text) == Decimal(expected)


@pytest.mark.parametrize("text", ["-1,5", "nan", "inf", "1,000,000", "x"])
def test_it_refuses_what_is_not_an_amount(text):
    with pytest.raises(ValueError, match="number"):
        cells.decimal(text)


@pytest.mark.parametrize("text", ["-1", "1,5", "99999999999", "2147483648", "²"])
def test_it_refuses_what_is_not_a_count(text):
    with pytest.raises(ValueError, match="whole number"):
        cells.count(text)


def test_it_makes_runs_of_blanks_one():
    assert cells.name(" Opened by  17 ") == "Opened by 17"


def test_it_refuses_a_name_that_no_column_holds():
    with pytest.raises(ValueError, match="longer than 200"):
        cells.name("x" * 201)
