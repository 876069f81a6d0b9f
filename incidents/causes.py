"""What is named as an incident's cause: a change, a release, whatever stands above and registers here.

A known error is named at its problem, an item in the incident's own column.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from incidents.links import CAUSED
from people.models import User
from records.links import connect, disconnect
from records.models import Record
from records.models.links import Link

Consequence = Callable[[Any, Any, User], None]


def _nothing(cause: Any, incident: Any, by: User) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Cause:
    """A kind that may be a cause. What follows takes (cause, incident, by); `check` raises what speaks against it.

    Where steps of the cause's own say the same, their names stand in `naming` and `withdrawing`: who lacks the right to
    those may not say it from the incident's side either.
    """

    kind: str
    naming: str = ""
    withdrawing: str = ""
    check: Consequence = _nothing
    named: Consequence = _nothing
    withdrawn: Consequence = _nothing


_causes: dict[str, Cause] = {}


def register_cause(cause: Cause) -> Cause:
    _causes[cause.kind] = cause
    return cause


def nameable_by(user: User) -> QuerySet[Record]:
    """The records that this person may name as a cause."""
    kinds = [one.kind for one in _causes.values() if not one.naming or user.rights.may(one.kind, one.naming)]
    return Record.objects.visible_to(user).filter(kind__in=kinds)


def causes_of(incident: Record) -> QuerySet[Record]:
    """What was named as its cause, whoever asks."""
    return Record.objects.filter(
        pk__in=Link.objects.filter(later=incident.pk, type=CAUSED.name).values("earlier")
    )


def withdrawable_by(user: User, incident: Record) -> QuerySet[Record]:
    kinds = [
        one.kind
        for one in _causes.values()
        if not one.withdrawing or user.rights.may(one.kind, one.withdrawing)
    ]
    return causes_of(incident).filter(kind__in=kinds, pk__in=Record.objects.visible_to(user))


def check_cause(cause: Record, incident: Record, *, by: User) -> None:
    """Raises Refused where this record cannot have caused it, Forbidden where this person may not say so."""
    declared = _causes[cause.kind]
    if declared.naming:
        by.rights.require(cause.kind, declared.naming)
    declared.check(cause.specific, incident, by)


def name_cause(cause: Record, incident: Record, *, by: User) -> None:
    specific = cause.specific
    connect(CAUSED, earlier=specific, later=incident, by=by)
    _causes[cause.kind].named(specific, incident, by)


def withdraw_cause(cause: Record, incident: Record, *, by: User) -> None:
    """Raises Forbidden where this person may not say so."""
    declared, specific = _causes[cause.kind], cause.specific
    if declared.withdrawing:
        by.rights.require(cause.kind, declared.withdrawing)
    disconnect(CAUSED, earlier=specific, later=incident, by=by)
    declared.withdrawn(specific, incident, by)
