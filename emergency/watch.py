"""What the beat looks after: proposals, roll-call, attached incidents, quiet time.

Each finds its rows, and takes one door for each in a transaction of its own. The record is locked before anything of
it, skipping what another worker or a door holds; so whoever dies leaves nothing half done, and nothing is done twice.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from emergency.attaching import tell_incident
from emergency.criteria import measure
from emergency.manning import substitutes
from emergency.models import AttachedIncident, Called, Drill, Emergency, Plan, PlanVersion
from emergency.openness import CALMING, RUNNING
from emergency.reports import last_report
from incidents.models import Incident
from people.accounts import system_user
from records.actions import advance, register
from records.models import Record

logger = logging.getLogger(__name__)
# The manager is inherited, and django-stubs reads it as that of Record.
EMERGENCIES: Any = Emergency.objects
BATCH = 500


def look() -> int:
    """Everything once. Returns how many doors were taken."""
    return prepare() + prepare_drills() + call_again() + tell_attached() + settle() + watch_quiet()


def prepare() -> int:
    """Prepare a proposal for each plan whose criteria are met, and of which no emergency runs."""
    return _each(PlanVersion.in_force_now(), _prepare)


def prepare_drills() -> int:
    waiting = Drill.objects.filter(emergency__isnull=True).select_related("version__plan__service")
    return _each(waiting, _prepare_drill)


def call_again() -> int:
    """Remind whoever has not answered the roll-call; the second time call somebody else."""
    due = Called.objects.filter(next_at__lte=timezone.now(), emergency__state__in=RUNNING)
    return _each(due.order_by("next_at")[:BATCH], _call_again)


def tell_attached() -> int:
    untold = AttachedIncident.objects.filter(told_at__isnull=True).order_by("pk")[:BATCH]
    return _each(untold, _tell)


def settle() -> int:
    """Resolve the incidents of what is contained; what was attached later ends with the emergency."""
    in_time = Q(emergency__state__in=CALMING, attached_at__lte=F("emergency__contained_at"))
    over = AttachedIncident.objects.filter(in_time | Q(emergency__state="ended"), settled_at__isnull=True)
    return _each(over.select_related("emergency").order_by("pk")[:BATCH], _settle)


def watch_quiet() -> int:
    """A matching call restarts the quiet time; as many as the criteria ask for take the emergency back."""
    return _each(EMERGENCIES.filter(state__in=CALMING), _watch_quiet)


def _each(rows: Iterable[Any], act: Callable[[Any], bool]) -> int:
    done = 0
    for row in list(rows):
        try:
            with transaction.atomic():
                done += act(row)
        except Exception:
            # One that cannot be acted on does not hold up the others; it is tried again at the next beat.
            logger.exception("%s of %s could not be done.", act.__name__, row)
    return done


def _prepare(version: PlanVersion) -> bool:
    plan = Plan.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=version.plan_id).first()
    if plan is None or EMERGENCIES.filter(plan=plan, is_drill=False, is_running=True).exists():
        return False
    decided = EMERGENCIES.filter(plan=plan, is_drill=False).order_by("-closed_at").first()
    if not measure(version, not_before=decided.closed_at if decided is not None else None).is_met:
        return False
    register(Emergency, by=system_user(), via="clock", plan_version=version)
    return True


def _prepare_drill(drill: Drill) -> bool:
    locked = Drill.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=drill.pk).first()
    if (
        locked is None
        or EMERGENCIES.filter(drill=drill).exists()
        or not measure(drill.version, drill=drill).is_met
    ):
        return False
    register(Emergency, by=system_user(), via="clock", plan_version=drill.version, is_drill=True, drill=drill)
    return True


def _held(emergency_id: int) -> Any:
    """The emergency, locked; None while somebody else holds it."""
    if not Record.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=emergency_id).exists():
        return None
    return EMERGENCIES.select_related("plan_version__plan__service", "drill").get(pk=emergency_id)


def _call_again(line: Called) -> bool:
    emergency = _held(line.emergency_id)
    if emergency is None or emergency.state not in RUNNING:
        return False
    current = Called.objects.select_related("post", "role", "user").get(pk=line.pk)
    if current.next_at is None or current.next_at > timezone.now():
        return False
    current.emergency = emergency
    by = system_user()
    if current.user is not None and current.reminded_at is None:
        now = timezone.now()
        again = now + timedelta(minutes=emergency.plan_version.acknowledge_minutes)
        Called.objects.filter(pk=line.pk).update(reminded_at=now, next_at=again)
        advance(emergency, "remind", by=by, via="clock", line=current)
        return True
    Called.objects.filter(pk=line.pk).update(next_at=None)
    person = next(iter(substitutes(current)), None)
    if person is None:
        advance(emergency, "miss", by=by, via="clock", line=current)
    else:
        advance(emergency, "replace", by=by, via="clock", line=current, person=person)
    return True


def _tell(row: AttachedIncident) -> bool:
    locked = _locked(row).filter(told_at__isnull=True).select_related("emergency", "incident").first()
    if locked is None:
        return False
    tell_incident(locked)
    return True


def _settle(row: AttachedIncident) -> bool:
    emergency = row.emergency
    if not _locked(row).filter(settled_at__isnull=True).exists():
        return False
    incidents: Any = Incident.objects
    incident = incidents.get(pk=row.incident_id)
    AttachedIncident.objects.filter(pk=row.pk).update(settled_at=timezone.now())
    if incident.is_open:
        advance(
            incident, "resolve", by=system_user(), via="clock", note=emergency.number,
            closure_code=emergency.closure_code, solution=emergency.solution,
        )  # fmt: skip
    return True


def _locked(row: AttachedIncident) -> Any:
    return AttachedIncident.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=row.pk)


def _watch_quiet(found: Emergency) -> bool:
    emergency = _held(found.pk)
    if emergency is None or emergency.state not in CALMING:
        return False
    now = timezone.now()
    last = last_report(emergency.service, emergency.drill, until=now)
    if last is None or last <= emergency.quiet_since:
        return False
    measured = measure(emergency.plan_version, now, drill=emergency.drill, not_before=emergency.contained_at)
    if measured.is_met:
        advance(emergency, "return_to_active", by=system_user(), via="clock")
    else:
        advance(emergency, "restart_quiet", by=system_user(), via="clock", since=last)
    return True
