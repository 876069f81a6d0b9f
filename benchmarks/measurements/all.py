"""Everything that is measured, in the order of the table."""

from __future__ import annotations

from typing import Protocol

from benchmarks.desk import Desk
from benchmarks.measurements.chaining import CHAINS
from benchmarks.measurements.creating import CREATIONS
from benchmarks.measurements.planning import CALENDARS
from benchmarks.measurements.reaching import IMPACTS
from benchmarks.measurements.reading import READINGS
from benchmarks.measurements.sharing import SHARES
from benchmarks.measurements.surging import SURGES
from benchmarks.measurements.sweeping import SWEEPS
from benchmarks.measurements.telling import TELLINGS
from benchmarks.measuring import Figure


class Measurement(Protocol):
    @property
    def name(self) -> str: ...

    def measure(self, desk: Desk) -> Figure: ...


# What changes the database comes last.
MEASUREMENTS: list[Measurement] = [
    *READINGS,
    *IMPACTS,
    *CHAINS,
    *CALENDARS,
    *SHARES,
    *CREATIONS,
    *TELLINGS,
    *SURGES,
    *SWEEPS,
]
