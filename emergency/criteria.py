"""The criteria of a plan, measured: each with its figure, what it needs, and whether it is met."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cmdb.models import Service
from emergency.models import Drill, Evidence, PlanVersion
from emergency.reports import Reports, reports

if TYPE_CHECKING:
    from emergency.models import Emergency

KEYS_KEPT = 5_000


@dataclass(frozen=True)
class Criterion:
    """`measure` is calls, customers, share (per cent, of `of` customers) or criticality (1 the highest)."""

    measure: str
    least: int
    figure: int
    is_met: bool
    of: int = 0
    minutes: int = 0

    @property
    def words(self) -> str:
        """The criterion in the reader's language: "at least 20 calls within 30 minutes"."""
        told = {"least": self.least, "minutes": self.minutes, "of": self.of}
        return {
            "calls": _("at least %(least)s calls within %(minutes)s minutes"),
            "customers": _("at least %(least)s different customers within %(minutes)s minutes"),
            "share": _(
                "at least %(least)s %% of the %(of)s customers of the service within %(minutes)s minutes"
            ),
            "criticality": _("the service is at least this critical: %(least)s"),
        }[self.measure] % (
            told | ({"least": _criticality(self.least)} if self.measure == "criticality" else {})
        )

    @property
    def figure_words(self) -> str:
        if self.measure == "criticality":
            return _criticality(self.figure)
        return f"{self.figure} %" if self.measure == "share" else str(self.figure)


@dataclass(frozen=True)
class Measured:
    """All criteria of a version at one moment, and the reports that were counted."""

    at: datetime
    since: datetime
    criteria: list[Criterion]
    reports: Reports

    @property
    def is_met(self) -> bool:
        return bool(self.criteria) and all(criterion.is_met for criterion in self.criteria)


def measure(
    version: PlanVersion,
    at: datetime | None = None,
    *,
    drill: Drill | None = None,
    not_before: datetime | None = None,
) -> Measured:
    """The criteria over the window that ends at `at`. `not_before` cuts it: what was decided already does not count."""
    at = at or timezone.now()
    since = at - timedelta(minutes=version.window_minutes)
    since = max(since, not_before) if not_before is not None else since
    found = reports(version.service, since, at, drill)
    return Measured(at, since, list(_criteria(version, found)), found)


def _criteria(version: PlanVersion, found: Reports) -> Iterator[Criterion]:
    minutes = version.window_minutes
    if version.least_calls is not None:
        yield _at_least("calls", version.least_calls, found.count, minutes)
    if version.least_customers is not None:
        yield _at_least("customers", version.least_customers, len(found.customers), minutes)
    if version.least_share is not None:
        yield _share(version, found)
    if version.least_criticality is not None:
        figure = version.service.criticality
        # 1 is the highest: "at least high" is met by vital too.
        yield Criterion("criticality", version.least_criticality, figure, figure <= version.least_criticality)


def _at_least(measure: str, least: int, figure: int, minutes: int) -> Criterion:
    return Criterion(measure, least, figure, figure >= least, minutes=minutes)


def _share(version: PlanVersion, found: Reports) -> Criterion:
    """Of the customers who have the service, how many reported. A service without customers meets no share."""
    having = set(version.service.customers.values_list("pk", flat=True))
    reported, least = len(having & found.customers), version.least_share or 0
    is_met = bool(having) and 100 * reported >= least * len(having)
    figure = 100 * reported // len(having) if having else 0
    return Criterion("share", least, figure, is_met, of=len(having), minutes=version.window_minutes)


def _criticality(value: int) -> str:
    return str(dict(Service.Criticality.choices).get(value, value))


def take_evidence(emergency: "Emergency") -> Evidence:
    """Measure now, and keep it with the emergency. What is kept is never changed."""
    found = measure(emergency.plan_version, drill=emergency.drill)
    return Evidence.objects.create(
        emergency=emergency,
        taken_at=found.at,
        since=found.since,
        first_at=found.reports.first_at,
        criteria=[asdict(criterion) for criterion in found.criteria],
        calls=found.reports.calls[:KEYS_KEPT],
        incidents=found.reports.incidents[:KEYS_KEPT],
        customers=sorted(found.reports.customers)[:KEYS_KEPT],
    )


def criteria_in(evidence: Evidence | None) -> list[Criterion]:
    """The criteria as they were measured for this evidence."""
    return [Criterion(**row) for row in evidence.criteria] if evidence is not None else []


def evidence_content(evidence: Evidence | None) -> dict[str, Any]:
    """What of the evidence is signed, in a form that does not depend on the database."""
    if evidence is None:
        return {}
    return {
        "taken_at": evidence.taken_at.isoformat(),
        "since": evidence.since.isoformat(),
        "criteria": evidence.criteria,
        "calls": evidence.calls,
        "incidents": evidence.incidents,
        "customers": evidence.customers,
    }
