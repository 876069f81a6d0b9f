"""Where the tests find source files: small samples made for them, and the real data where it is present."""

import os
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from importing.source import Row, RowProblem, Table

SAMPLES = Path(__file__).parent / "samples"
CHECKOUT = Path(__file__).parents[2]
REAL_DATA = Path(os.environ.get("ITSM_DATA", CHECKOUT.parent / "shared" / "data"))

needs_bpic14 = pytest.mark.skipif(
    not (REAL_DATA / "bpic2014").is_dir(),
    reason="needs the BPI 2014 exports: ITSM_DATA names their parent folder",
)
needs_servicenow = pytest.mark.skipif(
    not (REAL_DATA / "uci498").is_dir(),
    reason="needs the UCI 498 log: ITSM_DATA names its parent folder",
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def read(table: Table, place: Path, zone: ZoneInfo = AMSTERDAM) -> tuple[list[Row], list[RowProblem]]:
    problems: list[RowProblem] = []
    return list(table.open(place, zone=zone, report=problems.append)), problems
