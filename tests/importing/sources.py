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


STORMS_OF_CALLS = {
    "WBS000073": (66, "2014-01-27 11:46"),
    "WBS000186": (43, "2013-12-06 14:09"),
    "WBS000292": (27, "2014-01-21 11:09"),
    "WBS000096": (27, "2013-10-14 15:49"),
    "WBS000093": (24, "2013-10-31 15:03"),
    "WBS000089": (22, "2014-01-30 15:30"),
    "WBS000128": (21, "2013-12-23 12:51"),
    "WBS000094": (20, "2013-11-11 11:03"),
}
"""Service component: most calls within half an hour from October 2013 on, and when the first of those came."""
