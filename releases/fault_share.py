"""How many of the customers who have a release reported a fault since. `docs/algorithms/fault-share.md`."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from records.models import Record
from releases.intervals import wilson
from releases.links import CAUSED
from releases.models import Deployment, HaltRule, Release

CURVE_POINTS = 60
NAMED_FIRST = Q(on_it_at__isnull=True) | Q(named_at__lt=F("on_it_at"))
COLUMNS = {"pk": "pk", "at": "opened_at"}


@dataclass(frozen=True)
class Share:
    """Customers that reported, of those that have it; `before` of the same customers, in the same time before."""

    deployed: int
    reported: int
    before: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.reported / self.deployed) if self.deployed else None

    @property
    def base_percent(self) -> int | None:
        return round(100 * self.before / self.deployed) if self.deployed else None

    @property
    def low(self) -> int:
        return round(100 * wilson(self.reported, self.deployed)[0])

    @property
    def high(self) -> int:
        return round(100 * wilson(self.reported, self.deployed)[1])


@dataclass(frozen=True)
class Point:
    """The share as it stood at a time, with its interval, in per cent."""

    at: datetime
    deployed: int
    reported: int
    percent: float
    low: float
    high: float


def seen(release: Release, *, is_pilot: bool = True, rule: HaltRule | None = None) -> QuerySet[Deployment]:
    """Deployments that happened, each with `first_incident`, `fault_at` and `had_before`.

    A customer reported when he opened an incident on the release's services after it was deployed there and before it
    was taken back, within the watched days; or when somebody named the release as the cause of an incident of his; or
    when the deployment itself was noted as faulty. `had_before` looks back over the same length of time.
    """
    rule, services = rule or HaltRule.of(release.service_id), release.service_ids()
    rows = Deployment.objects.filter(release=release, deployed_at__isnull=False)
    rows = rows.filter(is_pilot=True) if is_pilot else rows
    return (
        rows.annotate(until=_until(rule.watched_days))
        .annotate(length=ExpressionWrapper(F("until") - F("deployed_at"), output_field=DurationField()))
        .annotate(since=ExpressionWrapper(F("deployed_at") - F("length"), output_field=DateTimeField()))
        .annotate(**_first("on_it", _after(release, services)), **_first("named", _named(release)))
        .annotate(first_incident=Case(When(NAMED_FIRST, then="named_pk"), default="on_it_pk"))
        .annotate(fault_at=Least("on_it_at", "named_at", "faulty_at"))
        .annotate(had_before=Exists(_before(release, services)))
    )


def _first(name: str, found: QuerySet[Record]) -> dict[str, Subquery]:
    """The earliest of a customer's incidents: its key and its time, as `<name>_pk` and `<name>_at`."""
    earliest = found.order_by("opened_at", "pk")
    return {f"{name}_{end}": Subquery(earliest.values(column)[:1]) for end, column in COLUMNS.items()}


def _until(days: int) -> Least:
    now = Value(timezone.now(), output_field=DateTimeField())
    watched = ExpressionWrapper(F("deployed_at") + timedelta(days=days), output_field=DateTimeField())
    return Least(now, watched, Coalesce("reverted_at", now))


def _reports(release: Release) -> QuerySet[Record]:
    own = Record.objects.filter(kind="incident", customer=OuterRef("customer")).exclude(state="cancelled")
    return own.exclude(pk__in=release.acquittals.values("incident"))


def _after(release: Release, services: list[int]) -> QuerySet[Record]:
    within = {"opened_at__gte": OuterRef("deployed_at"), "opened_at__lte": OuterRef("until")}
    return _reports(release).filter(service__in=services, **within)


def _named(release: Release) -> QuerySet[Record]:
    """Apart from `_after`: an "or" of both would be sought in the whole history of each customer. It begins at the
    release's links, which are few."""
    return _reports(release).filter(links_back__earlier=release.pk, links_back__type=CAUSED.name)


def _before(release: Release, services: list[int]) -> QuerySet[Record]:
    within = {"opened_at__gte": OuterRef("since"), "opened_at__lt": OuterRef("deployed_at")}
    return _reports(release).filter(service__in=services, **within)


def share_of(release: Release, *, is_pilot: bool = True, rule: HaltRule | None = None) -> Share:
    """The figures alone, in three queries, for as many customers as there are."""
    counted = seen(release, is_pilot=is_pilot, rule=rule).aggregate(
        deployed=Count("pk"),
        reported=Count("pk", filter=Q(fault_at__isnull=False)),
        before=Count("pk", filter=Q(had_before=True)),
    )
    return Share(**counted)


def curve_of(rows: list[Any], until: datetime | None = None) -> list[Point]:
    """The share over time, from rows of `seen`: at sixty moments from the first deployment up to now."""
    if not rows:
        return []
    # Sorted once: a thousand customers at sixty moments would else be looked at sixty thousand times.
    got_it = sorted(row.deployed_at for row in rows)
    faults = sorted(max(row.deployed_at, row.fault_at) for row in rows if row.fault_at is not None)
    last = max(until or timezone.now(), got_it[0] + timedelta(minutes=1))
    step = (last - got_it[0]) / (CURVE_POINTS - 1)
    return [_point(got_it, faults, got_it[0] + step * place) for place in range(CURVE_POINTS)]


def _point(got_it: list[datetime], faults: list[datetime], at: datetime) -> Point:
    deployed, reported = bisect_right(got_it, at), bisect_right(faults, at)
    low, high = wilson(reported, deployed)
    percent = 100 * reported / deployed if deployed else 0
    return Point(at, deployed, reported, round(percent, 1), round(100 * low, 1), round(100 * high, 1))


def counted(rows: list[Any]) -> Share:
    """The same figures from rows of `seen` in hand: number and list never disagree."""
    return Share(
        len(rows), sum(row.fault_at is not None for row in rows), sum(row.had_before for row in rows)
    )
