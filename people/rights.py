"""What one account may do and see, as one object per request. Deny by default."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import connection

from people.models.rights import Scope

if TYPE_CHECKING:
    from people.models.users import User


# Asked by every request: in one go, as five queries through the models took a tenth of registering an incident.
HELD = """
    WITH mine AS MATERIALIZED (SELECT role_id FROM people_user_roles WHERE user_id = %(user)s)
    SELECT ARRAY(SELECT slug FROM people_role JOIN mine ON people_role.id = role_id),
           ARRAY(SELECT ARRAY[kind, step] FROM people_right JOIN mine USING (role_id)),
           ARRAY(SELECT ARRAY[kind, scope] FROM people_sight JOIN mine USING (role_id)),
           ARRAY(SELECT team_id FROM people_membership WHERE user_id = %(user)s),
           ARRAY(SELECT customer_id FROM people_user_customers WHERE user_id = %(user)s AND EXISTS (
               SELECT FROM people_sight JOIN mine USING (role_id) WHERE scope = 'customer'))
"""


class Forbidden(Exception):
    """The person lacks the right. HTTP 403."""


@dataclass(frozen=True)
class Rights:
    """Roles, granted steps by kind, and scopes by kind of one account. One query."""

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
        with connection.cursor() as cursor:
            cursor.execute(HELD, {"user": user.pk})
            roles, steps, sights, teams, customers = cursor.fetchone()
        scopes: dict[str, set[str]] = {}
        for kind, scope in sights:
            scopes.setdefault(kind, set()).add(scope)
        return cls(
            user_id=user.pk,
            roles=frozenset(roles),
            steps=frozenset((kind, step) for kind, step in steps),
            scopes={kind: frozenset(found - {Scope.NONE}) for kind, found in scopes.items()},
            team_ids=frozenset(teams),
            customer_ids=frozenset(customers),
            is_system=user.is_system,
        )

    @classmethod
    def of_all(cls, users: "Iterable[User]") -> dict[int, "Rights"]:
        """The same for many accounts at once, by key: seven queries, however many they are."""
        given = {user.pk: type(user) for user in users}
        if not given:
            return {}
        held = ("roles__rights", "roles__sights", "memberships", "customers")
        model = next(iter(given.values()))
        found = model._default_manager.filter(pk__in=given).prefetch_related(*held)
        return {user.pk: cls._of_prefetched(user) for user in found}

    @classmethod
    def _of_prefetched(cls, user: "User") -> "Rights":
        if not user.is_active:
            return cls(user_id=user.pk)
        roles = list(user.roles.all())
        scopes: dict[str, set[str]] = {}
        for sight in (sight for role in roles for sight in role.sights.all()):
            scopes.setdefault(sight.kind, set()).add(sight.scope)
        is_narrow = any(Scope.CUSTOMER in found for found in scopes.values())
        return cls(
            user_id=user.pk,
            roles=frozenset(role.slug for role in roles),
            steps=frozenset((right.kind, right.step) for role in roles for right in role.rights.all()),
            scopes={kind: frozenset(found - {Scope.NONE}) for kind, found in scopes.items()},
            team_ids=frozenset(membership.team_id for membership in user.memberships.all()),
            customer_ids=frozenset(customer.pk for customer in user.customers.all())
            if is_narrow
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
