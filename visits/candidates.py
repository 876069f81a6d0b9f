"""What is known of every engineer at a moment: skill, shift, leave, present visit, where he is, how much he had.

Six queries, however many engineers there are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Value

from people.models import Skill, User
from roster.models import Leave, Shift
from visits.models import Visit, VisitRules
from visits.travel import Place

LOOKED_BACK = timedelta(days=7)
ROSTERED_WITHIN = timedelta(days=7)
# The manager is inherited, and django-stubs reads it as that of Record.
VISITS: Any = Visit.objects


@dataclass(slots=True)
class Known:
    """One engineer. `busy_with` is the number of his visit under way, `free_at` when it should end."""

    pk: int
    name: str
    has_skill: bool = True
    away_until: datetime | None = None
    shift_until: datetime | None = None
    is_rostered: bool = False
    busy_with: str = ""
    free_at: datetime | None = None
    place: Place | None = None
    place_words: str = ""
    recent: int = 0


def engineers() -> Any:
    """Whoever may accept a visit."""
    held = User.roles.through.objects.filter(role__rights__kind="visit", role__rights__step="accept")
    return User.objects.filter(is_active=True, is_system=False, pk__in=held.values("user"))


def candidates(skill: Skill | None, at: datetime, rules: VisitRules) -> dict[int, Known]:
    known = {one.pk: one for one in _asked(skill)}
    _roster(known, at)
    _last_places(known, at, rules)
    _visits_under_way(known, at)
    _loads(known, at)
    return known


def _asked(skill: Skill | None) -> Iterator[Known]:
    """Everybody at his base, with whether he has the skill, in one query."""
    holds: Any = Value(True)
    if skill is not None:
        holds = Exists(User.skills.through.objects.filter(user=OuterRef("pk"), skill=skill))
    rows = engineers().annotate(holds=holds).order_by()
    for pk, name, latitude, longitude, has_skill in rows.values_list(
        "pk", "name", "base__latitude", "base__longitude", "holds"
    ):
        place = Place(latitude, longitude) if latitude is not None else None
        yield Known(pk, name, has_skill=has_skill, place=place)


def _roster(known: dict[int, Known], at: datetime) -> None:
    away = Leave.objects.filter(starts_at__lte=at, ends_at__gt=at)
    for user, until in away.values_list("user", "ends_at"):
        if user in known:
            known[user].away_until = until
    near = Shift.objects.filter(starts_at__lt=at + ROSTERED_WITHIN, ends_at__gt=at - ROSTERED_WITHIN)
    for user, start, end in near.values_list("user", "starts_at", "ends_at"):
        if user in known:
            known[user].is_rostered = True
            if start <= at < end:
                known[user].shift_until = end


def _last_places(known: dict[int, Known], at: datetime, rules: VisitRules) -> None:
    """Who finished a visit lately is taken to be still there."""
    since = at - timedelta(hours=rules.last_place_hours)
    last = VISITS.filter(finished_at__gt=since, engineer__isnull=False, site__latitude__isnull=False)
    rows = last.order_by("engineer", "-finished_at").distinct("engineer")
    for user, latitude, longitude, site in rows.values_list(
        "engineer", "site__latitude", "site__longitude", "site__name"
    ):
        if user in known and longitude is not None:
            known[user].place, known[user].place_words = Place(latitude, longitude), site


def _visits_under_way(known: dict[int, Known], at: datetime) -> None:
    """Who is busy is where his visit is, from when it should end."""
    rows = VISITS.filter(is_under_way=True).select_related("site").only(
        "number", "engineer", "eta_at", "arrived_at", "work_minutes", "site__name", "site__latitude", "site__longitude"
    )  # fmt: skip
    for visit in rows:
        one = known.get(visit.engineer_id or 0)
        if one is None:
            continue
        begins = visit.arrived_at or max(visit.eta_at or at, at)
        one.busy_with, one.free_at = visit.number, max(begins + timedelta(minutes=visit.work_minutes), at)
        site = visit.site
        if site is not None and site.latitude is not None and site.longitude is not None:
            one.place, one.place_words = Place(site.latitude, site.longitude), site.name


def _loads(known: dict[int, Known], at: datetime) -> None:
    lately = VISITS.filter(dispatched_at__gt=at - LOOKED_BACK, engineer__isnull=False).order_by()
    for user, count in lately.values_list("engineer").annotate(Count("pk")):
        if user in known:
            known[user].recent = count
