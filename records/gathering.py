"""Many records put under one of a later kind: incidents under the problem that explains them.

The later kind's app declares it, so that no floor looks up; queues offer it for what is ticked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from people.models import User
from records.actions import advance, register
from records.kinds import kind_named
from records.lifecycle import Text
from records.models import Record


@dataclass(frozen=True, kw_only=True)
class Gathering:
    """`step` of the kind `into` takes records of the kind `of` as its input `given`.

    `inherited`: columns that a new one takes from what is gathered, where all of it agrees.
    """

    name: str
    label: Text
    label_new: Text
    icon: str
    of: str
    into: str
    step: str
    given: str
    inherited: tuple[str, ...] = ()

    def is_open_to(self, user: User) -> bool:
        return user.rights.may(self.into, self.step)

    def may_open_new(self, user: User) -> bool:
        return self.is_open_to(user) and user.rights.may(self.into, "register")


_gatherings: dict[str, Gathering] = {}


def register_gathering(gathering: Gathering) -> Gathering:
    _gatherings[gathering.name] = gathering
    return gathering


def gathering_named(name: str) -> Gathering | None:
    return _gatherings.get(name)


def gatherings_for(kind: str, user: User) -> list[Gathering]:
    """What this person can put records of the kind under."""
    return [one for one in _gatherings.values() if one.of == kind and one.is_open_to(user)]


@transaction.atomic
def gather(
    gathering: Gathering, records: Sequence[Record], into: Record, *, by: User, via: str = "page"
) -> Record:
    """Put the records under one that is there. All or none; raises what the step raises."""
    given: dict[str, Any] = {gathering.given: [record.specific for record in records]}
    return advance(into.specific, gathering.step, by=by, via=via, **given)


@transaction.atomic
def gather_into_new(
    gathering: Gathering, records: Sequence[Record], *, by: User, via: str = "page", **fields: Any
) -> Record:
    """Open one for the records and put them under it."""
    opened = register(
        kind_named(gathering.into).model, by=by, via=via, **_inherited(gathering, records), **fields
    )
    return gather(gathering, records, opened, by=by, via=via)


def _inherited(gathering: Gathering, records: Sequence[Record]) -> dict[str, Any]:
    """Columns in which all the records agree; of impact and urgency the gravest."""
    columns: dict[str, Any] = {}
    for name in gathering.inherited:
        values = {getattr(record, name) for record in records}
        if name in ("impact", "urgency"):
            columns[name] = min(values)
        elif len(values) == 1:
            columns[name] = values.pop()
    return {name: value for name, value in columns.items() if value is not None}
