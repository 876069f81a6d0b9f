"""Demo mode: the person of each role, whom the sign-in page offers by one click. Nothing of it exists outside."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.text import capfirst

from people.areas import areas
from people.models import Role, Scope, User


@dataclass(frozen=True)
class DemoRole:
    """A role with who plays it. `sees`: what the person will see, as (how far, areas) in words."""

    role: Role
    user: User
    sees: list[tuple[str, list[str]]]


def username_of(role: str) -> str:
    return role.replace("_", "-")


def player_of(role: str) -> User | None:
    """The demo account of a role; None outside demo mode, and where there is none."""
    return next((one.user for one in offered() if one.role.slug == role), None)


def offered() -> list[DemoRole]:
    """Every role that somebody plays; none outside demo mode."""
    if not settings.IS_DEMO:
        return []
    roles = {username_of(role.slug): role for role in Role.objects.prefetch_related("sights")}
    accounts = User.objects.filter(username__in=roles, is_active=True, is_system=False)
    players = {user.username: user for user in accounts.prefetch_related("roles")}
    return [
        DemoRole(role, players[name], _sees(role))
        for name, role in roles.items()
        if name in players and role in players[name].roles.all()
    ]


def _sees(role: Role) -> list[tuple[str, list[str]]]:
    """The widest first."""
    scopes = {sight.kind: Scope(sight.scope) for sight in role.sights.all()}
    seen = {
        scope: [capfirst(str(area.label)) for area in areas() if scopes.get(area.name) == scope]
        for scope in Scope
        if scope != Scope.NONE
    }
    return [(capfirst(str(scope.label)), labels) for scope, labels in seen.items() if labels]
