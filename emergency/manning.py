"""Who fills a post or a role at a moment, and who could stand in for him, in order."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from emergency.models import Called, PlanDuty, PlanPost
from people.models import DutyPost, Role, User
from people.models.users import Membership
from roster.duty import fillings
from roster.models import Leave, Shift
from visits.candidates import engineers
from visits.models import Visit

if TYPE_CHECKING:
    from emergency.models import Emergency

Reasons = dict[str, list[str]]


def in_each_language(tell: Callable[[], list[str]]) -> Reasons:
    """Sentences in every language of the desk: who reads them later reads them in his own."""
    told = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            told[code] = tell()
    return told


def line_for_post(emergency: "Emergency", wanted: PlanPost, at: datetime) -> Called:
    """The roster's answer for a post, with its reasons: A, or B where A is away. Not saved."""
    found = fillings([wanted.post], at)[0]
    return Called(
        emergency=emergency,
        post=wanted.post,
        user=found.person,
        holder=found.holder,
        reasons=in_each_language(lambda: list(fillings([wanted.post], at)[0].reasons)),
        task=wanted.task,
        minutes=wanted.minutes,
        is_sent=wanted.is_sent,
    )


def line_for_duty(emergency: "Emergency", wanted: PlanDuty, at: datetime) -> Called:
    """The first who plays the role and is here. Not saved."""
    person = next(iter(players(wanted.role, at, emergency.desk_id)), None)
    return Called(
        emergency=emergency,
        role=wanted.role,
        user=person,
        reasons=in_each_language(lambda: [_why(person, at)]),
        task=wanted.task,
        minutes=wanted.minutes,
        is_told_at_end=wanted.is_told_at_end,
    )


def players(role: Role, at: datetime, desk_id: int | None = None) -> list[User]:
    """Who plays the role and is not on leave: on shift first, then of this desk. One query."""
    return _in_order(User.objects.filter(roles=role), at, desk_id)


def substitutes(line: Called, at: datetime | None = None) -> list[User]:
    """Who could stand in, in order: the post's other holder, whoever may drive there; who plays the same role."""
    at = at or timezone.now()
    others = _holders(line.post, at) if line.post is not None else []
    if line.role is not None:
        others += players(line.role, at, line.emergency.desk_id)
    elif line.is_sent:
        skill = line.emergency.plan_version.skill
        able: Any = engineers()
        others += _free_first(_in_order(able.filter(skills=skill) if skill is not None else able, at, None))
    taken = set(line.emergency.called.filter(user__isnull=False).values_list("user", flat=True))
    seen = dict.fromkeys(person for person in others if person.pk not in taken)
    return list(seen)


def _holders(post: DutyPost, at: datetime) -> list[User]:
    away = set(_away(at).values_list("user", flat=True))
    return [holder for holder in post.holders if holder.pk not in away]


def _free_first(people: list[User]) -> list[User]:
    visits: Any = Visit.objects
    busy = set(visits.filter(is_under_way=True, engineer__in=people).values_list("engineer", flat=True))
    return sorted(people, key=lambda person: person.pk in busy)


def _in_order(people: Any, at: datetime, desk_id: int | None) -> list[User]:
    on_shift = Shift.objects.filter(user=OuterRef("pk"), starts_at__lte=at, ends_at__gt=at)
    here = people.filter(is_active=True, is_system=False).exclude(pk__in=_away(at).values("user"))
    of_desk = Membership.objects.filter(user=OuterRef("pk"), team=desk_id)
    ordered = here.annotate(on_shift=Exists(on_shift), of_desk=Exists(of_desk)).distinct()
    found: list[User] = list(ordered.order_by("-on_shift", "-of_desk", "pk"))
    return found


def _away(at: datetime) -> Any:
    return Leave.objects.filter(starts_at__lte=at, ends_at__gt=at)


def _why(person: User | None, at: datetime) -> str:
    if person is None:
        return _("Nobody who plays this role is here: name somebody.")
    is_on_shift = Shift.objects.filter(user=person, starts_at__lte=at, ends_at__gt=at).exists()
    told = {"person": person}
    if is_on_shift:
        return _("%(person)s plays this role and is on shift.") % told
    return _("%(person)s plays this role and is not away.") % told
