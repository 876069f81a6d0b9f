"""What a door raises when it does not open. Each has one HTTP meaning, wherever it is raised."""

from dataclasses import dataclass
from typing import Any

from people.rights import Forbidden

__all__ = ["Conflict", "Forbidden", "Refused", "Stale"]


class Refused(Exception):
    """The step is not open in this state. Says why, and who can do what instead. HTTP 409."""

    def __init__(self, reason: object, *, code: str = "refused") -> None:
        super().__init__(str(reason))
        self.reason = str(reason)
        self.code = code


@dataclass(frozen=True)
class Conflict:
    """One column that somebody else changed since the form was read."""

    field: str
    label: str
    theirs: Any
    yours: Any
    by: str
    at: Any


class Stale(Exception):
    """Somebody changed the same columns since the given version. HTTP 409 on a page, 412 by REST."""

    def __init__(self, conflicts: list[Conflict], version: int) -> None:
        super().__init__(", ".join(conflict.field for conflict in conflicts))
        self.conflicts = conflicts
        self.version = version
