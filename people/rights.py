"""What one account may do and see, as one object per request. Deny by default."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from people.models.rights import Right, Scope, Sight

if TYPE_CHECKING:
    from people.models.users import User


class Forbidden(Exception):
    """The person lacks the right. HTTP 403."""


@dataclass(frozen=True)
class Rights:
    """Roles, granted steps by kind, and scopes by kind of one account. Four small queries."""

    user_id: int
    roles: frozenset[str] = frozenset()
    steps: frozenset[tuple[str, str]] = frozenset()
    scopes: dict[str, frozenset[str]] = field(default_factory=dict)
    team_ids: frozenset[int] = frozenset()
    customer_ids: frozenset[int] = frozenset()
    is_system: bool = False

    @classmethod
    def of(cls, user: "User") -> "Rights":
        if not user.is_active:
            return cls(user_id=user.pk)
        roles = dict(user.roles.values_list("pk", "slug"))
        scopes: dict[str, set[str]] = {}
        for kind, scope in Sight.objects.filter(role__in=roles).values_list("kind", "scope"):
            scopes.setdefault(kind, set()).add(scope)
        narrow = {scope for found in scopes.values() for scope in found}
        return cls(
            user_id=user.pk,
            roles=frozenset(roles.values()),
            steps=frozenset(Right.objects.filter(role__in=roles).values_list("kind", "step")),
            scopes={kind: frozenset(found - {Scope.NONE}) for kind, found in scopes.items()},
            team_ids=frozenset(user.memberships.values_list("team_id", flat=True)),
            customer_ids=frozenset(user.customers.values_list("pk", flat=True))
            if Scope.CUSTOMER in narrow
            else frozenset(),
            is_system=user.is_system,
        )

    def may(self, kind: str, step: str) -> bool:
        """True where a role grants the step. The system's own accounts may take every step."""
        return self.is_system or (kind, step) in self.steps

    def require(self, kind: str, step: str) -> None:
        if not self.may(kind, step):
            raise Forbidden(f"{kind}.{step}")

    def scopes_for(self, kind: str) -> frozenset[str]:
        if self.is_system:
            return frozenset({Scope.ALL})
        return self.scopes.get(kind, frozenset())
