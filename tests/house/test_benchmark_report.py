from benchmarks.report.page import misses, share
from benchmarks.report.rows import ROWS

FIGURE = {"median": 0.1, "p95": 0.2, "bare": None, "rate": None, "bare_rate": None}


def test_what_has_no_limit_to_compare_with_misses_none():
    look = next(row for row in ROWS if row.name == "surge-look")
    assert share(FIGURE) is None
    assert misses(look, FIGURE, FIGURE) == []


def test_what_is_slower_than_half_the_limit_says_so():
    look = next(row for row in ROWS if row.name == "surge-look")
    assert misses(look, {**FIGURE, "bare": 0.04}, {**FIGURE, "bare": 0.06}) == ["under half the limit"]
