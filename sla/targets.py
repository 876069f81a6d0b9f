"""Which target applies: the most specific that fits.

Naming the contract outweighs everything, then the team, then the service, then the priority. For one case there is at
most one of each, and no two targets name the same four, so there is never a tie.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import product

from django.db.models import F, Q, Subquery

from sla.contracts import in_force
from sla.models import Contract, Target


@dataclass(frozen=True, kw_only=True)
class Case:
    """What a promise is about. `on` is the day on which the contract must be in force."""

    priority: int | None
    service_id: int | None
    customer_id: int | None
    team_id: int | None
    on: date


def choose(
    metric: str,
    *,
    priority: int | None,
    service_id: int | None,
    customer_id: int | None,
    team_id: int | None,
    on: date,
) -> Target | None:
    """One query; the target comes with its calendar."""
    return choose_all(
        [metric], priority=priority, service_id=service_id, customer_id=customer_id, team_id=team_id, on=on
    )[metric]


def choose_all(
    metrics: Iterable[str],
    *,
    priority: int | None,
    service_id: int | None,
    customer_id: int | None,
    team_id: int | None,
    on: date,
) -> dict[str, Target | None]:
    """The target of each metric, None where there is none. One query for all; each comes with its calendar."""
    wanted = list(metrics)
    fitting = (
        Target.objects.filter(
            _of_contract(customer_id, service_id, on),
            Q(team=None) | Q(team=team_id),
            Q(service=None) | Q(service=service_id),
            Q(priority=None) | Q(priority=priority),
            metric__in=wanted,
        )
        .order_by("metric", *(F(field).desc(nulls_last=True) for field in SPECIFICITY))
        .distinct("metric")
        .select_related("calendar")
    )
    found = {target.metric: target for target in fitting}
    return {metric: found.get(metric) for metric in wanted}


SPECIFICITY = ("contract_id", "team_id", "service_id", "priority")


def _of_contract(customer_id: int | None, service_id: int | None, on: date) -> Q:
    if customer_id is None:
        return Q(contract=None)
    counting = in_force(customer_id=customer_id, service_id=service_id, on=on).values("pk")[:1]
    return Q(contract=None) | Q(contract_id=Subquery(counting))


def choose_many(metric: str, cases: Sequence[Case]) -> list[Target | None]:
    """As `choose`, for many cases at once: three queries, however many there are."""
    targets = by_specificity(Target.objects.filter(metric=metric).select_related("calendar"))
    contracts = contracts_of({case.customer_id for case in cases if case.customer_id is not None})
    return [most_specific(targets, case, contracts.get(case.customer_id, ())) for case in cases]


Named = tuple[int | None, ...]
"""Contract, team, service and priority, as a target names them."""


def by_specificity(targets: Iterable[Target]) -> dict[Named, Target]:
    """Targets of one metric, to be looked up by what they name."""
    return {tuple(getattr(target, field) for field in SPECIFICITY): target for target in targets}


Covering = tuple[Contract, frozenset[int]]
"""A contract and the services it names; none for all."""


def contracts_of(customer_ids: Collection[int]) -> dict[int | None, list[Covering]]:
    by_customer: dict[int | None, list[Covering]] = defaultdict(list)
    contracts = Contract.objects.filter(customer_id__in=customer_ids).order_by("-starts_on", "-pk")
    for contract in contracts.select_related("calendar").prefetch_related("services"):
        named = frozenset(service.pk for service in contract.services.all())
        by_customer[contract.customer_id].append((contract, named))
    return by_customer


def most_specific(
    targets: Mapping[Named, Target], case: Case, contracts: Iterable[Covering]
) -> Target | None:
    counting = counting_contract(contracts, case)
    named = {**asdict(case), "contract_id": counting.pk if counting else None}
    choices = (dict.fromkeys((named[field], None)) for field in SPECIFICITY)
    return next((targets[names] for names in product(*choices) if names in targets), None)


def counting_contract(contracts: Iterable[Covering], case: Case) -> Contract | None:
    """The same rule as `in_force`, on contracts already read, the latest first."""
    in_time = [
        (contract, named)
        for contract, named in contracts
        if contract.starts_on <= case.on and (contract.ends_on is None or case.on <= contract.ends_on)
    ]
    naming = [contract for contract, named in in_time if case.service_id in named]
    general = [contract for contract, named in in_time if not named]
    return next(iter(naming + general), None)
