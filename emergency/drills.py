"""Holding a drill, and scoring it afterwards. Everything runs as in earnest, marked; nobody outside is told."""

import random
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cmdb.models import Service
from emergency.areas import AREA
from emergency.models import Drill, DrillCall, Plan, PlanVersion
from emergency.report import report_of
from people import access_log
from people.models import AccessLog, Customer, User
from records.errors import Refused

if TYPE_CHECKING:
    from emergency.models import Emergency

MOST_CALLS = 500
SEEDS = 2**31
DETECTED_WITHIN_SECONDS = 10


@dataclass(frozen=True)
class Mark:
    """One line of the score: what was asked, what it was, in seconds; `is_kept` None while it is not known.

    What did not happen until the drill was over (`is_over`) was missed.
    """

    name: str
    label: str
    asked: int
    took: int | None
    is_over: bool = False

    @property
    def is_kept(self) -> bool | None:
        if self.took is None:
            return False if self.is_over else None
        return self.took <= self.asked


@transaction.atomic
def hold_drill(
    plan: Plan, *, by: User, calls: int | None = None, minutes: int = 0, seed: int | None = None
) -> Drill:
    """Begin an exercise of the plan in force: its calls come in, evenly at random, over the next `minutes`.

    Without a number as many as the criteria ask for. Raises Forbidden, Refused, ValidationError.
    """
    by.rights.require(AREA, "drill")
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    version = plan.in_force
    if version is None:
        raise Refused(_("This plan has no signed version: have one signed first."), code="not_signed")
    if coming_in(plan) is not None or _one_runs(plan):
        raise Refused(_("A drill of this plan is running: end that one first."), code="drill_runs")
    if calls is not None and not 1 <= calls <= MOST_CALLS:
        raise ValidationError({"calls": _("Between 1 and %(most)s calls.") % {"most": MOST_CALLS}})
    most = longest(version)
    if not 0 <= minutes <= most:
        told = _("Over how many minutes the calls come in: 0 to %(most)s.") % {"most": most}
        raise ValidationError({"minutes": told})
    drawn = secrets.randbelow(SEEDS) if seed is None else seed
    drill = Drill.objects.create(version=version, seed=drawn, started_by=by)
    DrillCall.objects.bulk_create(_calls(drill, calls or needed(version), minutes))
    access_log.note(AccessLog.Event.CREATED, by=by, subject=drill, changes={"seed": drawn})
    return drill


def longest(version: PlanVersion) -> int:
    """Minutes over which a drill's calls may come in: spread wider they never meet the criteria of one window."""
    return version.window_minutes // 2


def coming_in(plan: Plan) -> Drill | None:
    """The drill whose calls come in just now. One whose calls fell short of the criteria is over with its window."""
    newest = (
        Drill.objects.filter(version__plan=plan, emergency__isnull=True).select_related("version").first()
    )
    if newest is None:
        return None
    last = newest.calls.aggregate(last=Max("started_at"))["last"] or newest.started_at
    is_over = timezone.now() > last + timedelta(minutes=newest.version.window_minutes)
    return None if is_over else newest


def needed(version: PlanVersion) -> int:
    """How many calls it takes until every criterion is met."""
    having = version.service.customers.count()
    share = -(-(version.least_share or 0) * having // 100)
    return max(version.least_calls or 1, version.least_customers or 1, share, 1)


def score(emergency: "Emergency") -> list[Mark]:
    """How a drill went, line by line. Minutes are those of the plan that was exercised."""
    return list(_marks(emergency))


def percent_kept(emergency: "Emergency") -> int:
    """Of the lines that are known, how many were kept; 0 where none is."""
    known = [mark for mark in score(emergency) if mark.is_kept is not None]
    return 100 * sum(bool(mark.is_kept) for mark in known) // len(known) if known else 0


def _marks(emergency: "Emergency") -> Iterator[Mark]:
    version, report, is_over = emergency.plan_version, report_of(emergency), emergency.ended_at is not None
    to_answer = 60 * version.acknowledge_minutes
    yield Mark("detect", _("found"), DETECTED_WITHIN_SECONDS, _found_after(emergency))
    yield Mark("sign", _("signed"), 60 * version.signature_minutes, report.span("sign").seconds)
    yield Mark("man", _("everybody answered"), to_answer, report.span("man").seconds, is_over)
    for line in emergency.called.filter(substitute__isnull=True, user__isnull=False).select_related(
        "post", "role"
    ):
        took = line.answered_at - line.called_at if line.answered_at else None
        seconds = round(took.total_seconds()) if took is not None else None
        yield Mark(f"line-{line.pk}", line.what, to_answer, seconds, is_over)
    if report.rate is not None and report.rate.is_complete:
        # A share and no time: what was asked is how many may be missing.
        yield Mark(
            "sample", _("of 100 customers not back to normal"), 100 - report.rate.threshold,
            100 - (report.rate.percent or 0),
        )  # fmt: skip


def _found_after(emergency: "Emergency") -> int | None:
    """From the call that met the criteria until the proposal was prepared."""
    first = emergency.evidence_taken.order_by("pk").first()
    if emergency.drill is None or first is None:
        return None
    counted = emergency.drill.calls.filter(started_at__lte=first.taken_at).order_by("started_at")
    nth = needed(emergency.plan_version)
    met = list(counted.values_list("started_at", flat=True)[nth - 1 : nth])
    return max(round((emergency.opened_at - met[0]).total_seconds()), 0) if met else None


def _one_runs(plan: Plan) -> bool:
    return plan.emergencies.filter(is_drill=True, is_running=True).exists()


def _calls(drill: Drill, count: int, minutes: int) -> list[DrillCall]:
    """Each of another customer, as far as there are so many."""
    # No secret depends on it: it has to be repeatable.
    chance = random.Random(drill.seed)  # noqa: S311
    customers = _customers(drill.version.service, chance)
    moments = sorted(chance.uniform(0, 60 * minutes) for _one in range(count))
    return [
        DrillCall(
            drill=drill,
            customer=customers[place % len(customers)] if customers else None,
            started_at=drill.started_at + timedelta(seconds=after),
        )
        for place, after in enumerate(moments)
    ]


def _customers(service: Service, chance: random.Random) -> list[Customer]:
    """Those who have the service first, in an order drawn anew; others only where these are too few."""
    having = list(service.customers.filter(is_active=True).order_by("pk")[:MOST_CALLS])
    keys = [customer.pk for customer in having]
    others = list(Customer.objects.filter(is_active=True).exclude(pk__in=keys).order_by("pk")[:MOST_CALLS])
    chance.shuffle(having)
    chance.shuffle(others)
    return having + others
