"""What the holiday library holds, against the announcements of the State Council, the DGPA and the Hong Kong Gazette.

Written out a second time, so that a release of the library that changes the past is noticed.
"""

from datetime import date, timedelta

import pytest

from sla.days import first_unannounced_year, holiday_name, public_days


def days(first: str, last: str = "") -> set[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    return {start + timedelta(days=number) for number in range((end - start).days + 1)}


def off_on_weekdays(*periods: set[date]) -> set[date]:
    return {day for period in periods for day in period if day.weekday() < 5}


MAINLAND_OFF = {
    2023: [
        days("2023-01-02"),
        days("2023-01-21", "2023-01-27"),
        days("2023-04-05"),
        days("2023-04-29", "2023-05-03"),
        days("2023-06-22", "2023-06-24"),
        days("2023-09-29", "2023-10-06"),
    ],
    2024: [
        days("2024-01-01"),
        days("2024-02-10", "2024-02-17"),
        days("2024-04-04", "2024-04-06"),
        days("2024-05-01", "2024-05-05"),
        days("2024-06-10"),
        days("2024-09-15", "2024-09-17"),
        days("2024-10-01", "2024-10-07"),
    ],
    2025: [
        days("2025-01-01"),
        days("2025-01-28", "2025-02-04"),
        days("2025-04-04", "2025-04-06"),
        days("2025-05-01", "2025-05-05"),
        days("2025-05-31", "2025-06-02"),
        days("2025-10-01", "2025-10-08"),
    ],
    2026: [
        days("2026-01-01", "2026-01-03"),
        days("2026-02-15", "2026-02-23"),
        days("2026-04-04", "2026-04-06"),
        days("2026-05-01", "2026-05-05"),
        days("2026-06-19", "2026-06-21"),
        days("2026-09-25", "2026-09-27"),
        days("2026-10-01", "2026-10-07"),
    ],
}
MAINLAND_MAKE_UP = {
    2023: "01-28 01-29 04-23 05-06 06-25 10-07 10-08",
    2024: "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    2025: "01-26 02-08 04-27 09-28 10-11",
    2026: "01-04 02-14 02-28 05-09 09-20 10-10",
}


@pytest.mark.parametrize("year", MAINLAND_OFF)
def test_mainland_china_is_off_as_announced(year: int) -> None:
    off = {day for day in public_days("CN", year).off if day.weekday() < 5}
    assert off == off_on_weekdays(*MAINLAND_OFF[year])


@pytest.mark.parametrize("year", MAINLAND_MAKE_UP)
def test_mainland_china_makes_up_as_announced(year: int) -> None:
    assert public_days("CN", year).make_up == {
        date.fromisoformat(f"{year}-{day}") for day in MAINLAND_MAKE_UP[year].split()
    }


TAIWAN_MAKE_UP = {
    2023: "01-07 02-04 02-18 03-25 06-17 09-23",
    2024: "02-17",
    2025: "02-08",
    2026: "",
    2027: "",
}


@pytest.mark.parametrize("year", TAIWAN_MAKE_UP)
def test_taiwan_makes_up_until_2025(year: int) -> None:
    assert public_days("TW", year).make_up == {
        date.fromisoformat(f"{year}-{day}") for day in TAIWAN_MAKE_UP[year].split()
    }


def test_taiwan_is_off_at_lunar_new_year() -> None:
    assert days("2025-01-27", "2025-01-31") <= public_days("TW", 2025).off
    assert days("2026-02-15", "2026-02-20") <= public_days("TW", 2026).off


def test_hong_kong_has_its_own_days_and_makes_up_none() -> None:
    assert (
        days("2026-12-25", "2026-12-26") | days("2026-04-07") | days("2026-07-01")
        <= public_days("HK", 2026).off
    )
    assert not any(public_days("HK", year).make_up for year in range(2023, 2028))


def test_a_year_not_announced_yet_has_the_holidays_of_the_law() -> None:
    year = first_unannounced_year("CN")
    assert year is not None
    assert year >= 2027
    assert date(year, 10, 1) in public_days("CN", year).off
    assert not public_days("CN", year).make_up


def test_elsewhere_the_law_alone_decides() -> None:
    assert first_unannounced_year("HK") is None
    assert first_unannounced_year("TW") is None
    assert not public_days("", 2026).off


@pytest.mark.parametrize(
    ("region", "language", "name"),
    [
        ("CN", "en", "National Day"),
        ("CN", "zh-hans", "国庆节"),
        ("CN", "zh-hant", "國慶節"),
        ("HK", "en", "National Day"),
        ("HK", "zh-hant", "國慶日"),
        ("CN", "de", "National Day"),
    ],
)
def test_a_holiday_has_its_name_in_each_language(region: str, language: str, name: str) -> None:
    assert holiday_name(region, date(2026, 10, 1), language) == name


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_a_substitute_day_has_the_name_of_what_it_stands_for(language: str) -> None:
    assert holiday_name("CN", date(2026, 10, 5), language) == holiday_name("CN", date(2026, 10, 1), language)
    assert holiday_name("TW", date(2025, 5, 30), language) == holiday_name("TW", date(2025, 5, 31), language)


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_a_day_only_exchanged_has_no_name(language: str) -> None:
    assert holiday_name("CN", date(2026, 10, 6), language) == ""
    assert holiday_name("TW", date(2025, 1, 27), language) == ""
    assert holiday_name("CN", date(2026, 10, 8), language) == ""
