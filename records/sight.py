"""Who sees which record: once as a condition for the database, once for a single row in hand.

The live stream decides per event and person and cannot ask the database each time; a property test holds the
two forms together.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.db.models import Q

from people.models import Scope
from people.rights import Rights
from records.kinds import is_kept_from_its_subject, kinds


def _own(rights: Rights) -> Q:
    return Q(owner=rights.user_id) | Q(assignee=rights.user_id) | Q(opened_by=rights.user_id)


CONDITIONS: dict[str, Callable[[Rights], Q]] = {
    Scope.ALL: lambda rights: Q(),
    Scope.DESK: lambda rights: Q(desk__in=rights.team_ids) | Q(team__in=rights.team_ids) | _own(rights),
    Scope.TEAM: lambda rights: Q(team__in=rights.team_ids) | _own(rights),
    Scope.OWN: _own,
    Scope.CUSTOMER: lambda rights: Q(customer__in=rights.customer_ids) | Q(opened_by=rights.user_id),
}


def visible(rights: Rights, only: Collection[str] = ()) -> Q:
    """The records these rights let somebody see, as a condition on `Record`; of the kinds in `only`, if any."""
    alike: dict[tuple[frozenset[str], bool], list[str]] = {}
    for kind in kinds():
        if only and kind.name not in only:
            continue
        if scopes := rights.scopes_for(kind.name):
            widest = frozenset({Scope.ALL}) if Scope.ALL in scopes else scopes
            alike.setdefault((widest, kind.is_kept_from_its_subject), []).append(kind.name)
    seen = Q(pk__in=[])
    for (scopes, is_kept), names in alike.items():
        within = Q()
        for scope in scopes:
            within |= CONDITIONS[scope](rights)
        seen |= Q(kind__in=names) & within & (_not_about(rights) if is_kept else Q())
    return seen


def _not_about(rights: Rights) -> Q:
    """Whom a record is about never sees it, whatever else would let him."""
    return Q(about_person__isnull=True) | ~Q(about_person=rights.user_id)


def out_of_sight(rights: Rights) -> Q:
    """Confidential records that these rights do not let somebody see: what tells of them is kept back too."""
    confidential = [kind.name for kind in kinds() if kind.is_kept_from_its_subject]
    return Q(kind__in=confidential) & ~visible(rights)


# The columns that decide sight. An announcement carries them, so that the stream can decide without a query.
DECIDING = (
    "kind",
    "owner_id",
    "assignee_id",
    "opened_by_id",
    "about_person_id",
    "team_id",
    "desk_id",
    "customer_id",
)


def admits(rights: Rights, row: Mapping[str, Any]) -> bool:
    """The same decision for one row, given as its `DECIDING` columns."""
    scopes = rights.scopes_for(row["kind"])
    if row.get("about_person_id") == rights.user_id and is_kept_from_its_subject(row["kind"]):
        return False
    if Scope.ALL in scopes:
        return True
    me = rights.user_id
    is_own = me in (row["owner_id"], row["assignee_id"], row["opened_by_id"])
    in_team = row["team_id"] in rights.team_ids
    in_desk = row["desk_id"] in rights.team_ids
    at_customer = row["customer_id"] in rights.customer_ids or row["opened_by_id"] == me
    return (
        (is_own and not scopes.isdisjoint({Scope.OWN, Scope.TEAM, Scope.DESK}))
        or (in_team and not scopes.isdisjoint({Scope.TEAM, Scope.DESK}))
        or (in_desk and Scope.DESK in scopes)
        or (at_customer and Scope.CUSTOMER in scopes)
    )


def sees_internal(rights: Rights, kind: str) -> bool:
    """Whether internal journal entries are shown too; a customer's own account reads the public ones only."""
    return bool(rights.scopes_for(kind) - {Scope.CUSTOMER})
