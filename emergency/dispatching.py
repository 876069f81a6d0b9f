"""Sending whoever fills a post to where he is needed. Who is at a customer hands that visit on first.

In a drill nobody is sent and no visit changes hands: customers are not to notice.
"""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from people.accounts import system_user
from people.models import User
from records.actions import advance, register
from records.errors import Refused
from visits.models import Visit
from visits.nearest import nearest, nearest_for
from visits.travel import Place

if TYPE_CHECKING:
    from emergency.models import Called, Emergency

TRIED = 5
# The manager is inherited, and django-stubs reads it as that of Record.
VISITS: Any = Visit.objects


def send(line: "Called") -> None:
    """Free the person of what he is doing, and send him. Sets columns of the line; never raises for want of people."""
    emergency, person = line.emergency, line.user
    assert person is not None
    busy_with = VISITS.filter(engineer=person, is_under_way=True).first()
    if emergency.is_drill:
        line.kept_by = busy_with
        line.expected_at = expected(emergency, person)
        return
    if busy_with is not None and busy_with.for_record_id == emergency.pk:
        line.visit = busy_with
        return
    if busy_with is not None and not _hand_on(line, busy_with):
        line.kept_by = busy_with
        return
    line.expected_at = expected(emergency, person)
    line.visit = _dispatch(emergency, person, line.task)


def expected(emergency: "Emergency", person: User) -> Any:
    """When he can be there, by the same reckoning that finds the nearest engineer; None where he is no engineer."""
    version = emergency.plan_version
    if version.site is None or version.site.latitude is None or version.site.longitude is None:
        return None
    options = nearest(Place(version.site.latitude, version.site.longitude)).options
    return next((option.arrives_at for option in options if option.known.pk == person.pk), None)


def _hand_on(line: "Called", visit: Visit) -> bool:
    """To the nearest suitable engineer who is not needed here himself. False where there is none."""
    note = _("%(person)s is needed in the emergency %(number)s.") % {
        "person": line.user, "number": line.emergency.number,
    }  # fmt: skip
    for option in _suitable(line.emergency, visit):
        engineer = User.objects.get(pk=option.known.pk)
        try:
            with transaction.atomic():
                advance(visit, "hand_on", by=system_user(), via="clock", engineer=engineer, reason=note)
        except (ValidationError, Refused):
            # Sent elsewhere in this very second, or away: the next one.
            continue
        line.handed_on = visit
        return True
    return False


def _suitable(emergency: "Emergency", visit: Visit) -> list[Any]:
    needed = set(emergency.called.filter(user__isnull=False).values_list("user", flat=True))
    free = [one for one in nearest_for(visit).options if one.is_free and one.known.pk not in needed]
    return free[:TRIED]


def _dispatch(emergency: "Emergency", person: User, task: str) -> Visit | None:
    """A visit to where the plan's posts come together; None where he cannot be sent."""
    version, by = emergency.plan_version, system_user()
    told: dict[str, Any] = {"description": task} if task else {}
    if version.site is not None:
        told |= {"site": version.site, "customer": version.site.customer}
    try:
        with transaction.atomic():
            visit = register(
                Visit, by=by, via="clock", for_record=emergency, skill=version.skill, service=emergency.service,
                impact=emergency.impact, urgency=emergency.urgency, **told,
            )  # fmt: skip
            return advance(visit, "dispatch", by=by, via="clock", engineer=person)
    except (ValidationError, Refused):
        return None
