"""What was agreed about a case: the target of each promise, and the calendar it counts on.

The rows it follows from are kept by each process under the edition they were read in. An edition changes in the
transaction of every change to a contract, target or calendar, and its number is never given twice
(`sla.models.edition`): what is kept under a number is no longer asked for once it is out of date. So whoever knows the
edition, which is one query, asks nothing more; `choose_all` and `calendar_for` would ask two queries that take as long
as the rest of registering an incident. A test holds the two ways together.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from sla.models import Calendar, Metric, SiteCalendar, Target, TeamCalendar
from sla.targets import Case, Covering, Named, by_specificity, contracts_of, counting_contract, most_specific

REMEMBERED = 8_192  # customers, sites and teams
# While one edition follows another, some transactions still count by the earlier one.
EDITIONS = 4


@dataclass(frozen=True, slots=True)
class Agreement:
    """A target with the calendar it counts on; None where no calendar is set up, and every hour counts.

    The rows are shared by all threads: read them only.
    """

    target: Target
    calendar: Calendar | None


@dataclass(frozen=True, kw_only=True)
class PlacedCase(Case):
    """A case and its site, whose calendar may count. `today` is the day whose contract decides on the calendar."""

    site_id: int | None
    today: date


def agreements(edition: int, metrics: Iterable[str], case: PlacedCase) -> dict[str, Agreement]:
    """By metric; one that nothing was agreed about is left out."""
    targets, contracts = _targets(edition), _contracts(edition, case.customer_id)
    found = {}
    for metric in metrics:
        target = most_specific(targets.get(metric, {}), case, contracts)
        if target is not None:
            found[metric] = Agreement(target, _calendar(edition, target, case, contracts))
    return found


def _calendar(
    edition: int, target: Target, case: PlacedCase, contracts: tuple[Covering, ...]
) -> Calendar | None:
    """The rule of `sla.calendars.choose_calendar`."""
    if target.calendar is not None:
        return target.calendar
    if target.metric == Metric.OPERATIONAL:
        return _of_team(edition, case.team_id) or _default(edition)
    contract = counting_contract(contracts, replace(case, on=case.today))
    agreed = contract.calendar if contract else None
    return agreed or _of_site(edition, case.site_id) or _default(edition)


@lru_cache(maxsize=EDITIONS)
def _targets(edition: int) -> dict[str, dict[Named, Target]]:
    by_metric: dict[str, list[Target]] = defaultdict(list)
    for target in Target.objects.select_related("calendar"):
        by_metric[target.metric].append(target)
    return {metric: by_specificity(targets) for metric, targets in by_metric.items()}


@lru_cache(maxsize=REMEMBERED)
def _contracts(edition: int, customer_id: int | None) -> tuple[Covering, ...]:
    return () if customer_id is None else tuple(contracts_of([customer_id]).get(customer_id, ()))


@lru_cache(maxsize=REMEMBERED)
def _of_site(edition: int, site_id: int | None) -> Calendar | None:
    found = (
        SiteCalendar.objects.filter(site_id=site_id).select_related("calendar").first() if site_id else None
    )
    return found.calendar if found else None


@lru_cache(maxsize=REMEMBERED)
def _of_team(edition: int, team_id: int | None) -> Calendar | None:
    found = (
        TeamCalendar.objects.filter(team_id=team_id).select_related("calendar").first() if team_id else None
    )
    return found.calendar if found else None


@lru_cache(maxsize=EDITIONS)
def _default(edition: int) -> Calendar | None:
    return Calendar.objects.filter(is_default=True).first()
