"""What was agreed about a case: the target of each promise and the calendar it counts on.

Kept by each process under the edition it was read in. An edition changes in the transaction of every change to a
contract, target or calendar, and its number is never given twice (`sla.models.edition`): what is kept under a number is
no longer asked for once it is out of date. To ask for the edition is one query, to choose anew would be two slow ones.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache

from sla.calendars import calendar_for
from sla.models import Calendar, Metric, Target
from sla.targets import Case, choose_all

REMEMBERED = 8_192  # cases, of a few hundred bytes each


@dataclass(frozen=True, slots=True)
class Agreement:
    """A target with the calendar it counts on; None where no calendar is set up, and every hour counts."""

    target: Target
    calendar: Calendar | None


@dataclass(frozen=True, kw_only=True)
class PlacedCase(Case):
    """A case and its site, whose calendar may count. `today` is the day whose contract decides on the calendar."""

    site_id: int | None
    today: date


def agreements(edition: int, metrics: tuple[str, ...], case: PlacedCase) -> Mapping[str, Agreement]:
    """By metric; one that nothing was agreed about is left out. The rows are shared: read them only."""
    # Edition 0: nothing was ever set up, and nothing would tell of a change.
    return _agreements(edition, metrics, case) if edition else _agreements.__wrapped__(edition, metrics, case)


@lru_cache(maxsize=REMEMBERED)
def _agreements(edition: int, metrics: tuple[str, ...], case: PlacedCase) -> dict[str, Agreement]:
    asked = {name: value for name, value in asdict(case).items() if name not in ("site_id", "today")}
    targets = choose_all(metrics, **asked)
    calendars: dict[bool, Calendar | None] = {}
    found = {}
    for metric, target in targets.items():
        if target is not None:
            found[metric] = Agreement(target, _calendar_of(target, case, calendars))
    return found


def _calendar_of(target: Target, case: PlacedCase, known: dict[bool, Calendar | None]) -> Calendar | None:
    """Two targets on one calendar ask once: a team's own time has one, the other promises share another."""
    if target.calendar_id is not None:
        return target.calendar
    is_own = target.metric == Metric.OPERATIONAL
    if is_own not in known:
        known[is_own] = calendar_for(case, target, on=case.today)
    return known[is_own]
