"""Who watches over a complaint: the supervisor, then the director, and never the person it is about."""

from collections.abc import Iterable
from typing import Any

from people.models import User


def players(record: Any, role: str) -> list[User]:
    """Those who play the role, of the record's desk first; without the person it is about."""
    found = User.objects.filter(is_active=True, is_system=False, roles__slug=role).distinct().order_by("pk")
    others = [user for user in found if user.pk != record.about_person_id]
    at_desk = {user.pk for user in found.filter(teams=record.desk_id)} if record.desk_id else set()
    return sorted(others, key=lambda user: user.pk not in at_desk)


def overseers(record: Any, *roles: str) -> Iterable[User]:
    """The first of these roles that somebody else plays: a warning always reaches one who may read it."""
    return next((found for role in roles if (found := players(record, role))), [])


def somebody_else(record: Any) -> User | None:
    return next(iter(overseers(record, "supervisor", "director")), None)
