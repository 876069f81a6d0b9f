"""What belongs to a row but stands in other tables, and is kept together with it."""

from collections.abc import Mapping
from typing import Any, Protocol

from records.lifecycle import Text


class Part(Protocol):
    """A piece of a row's page with a form of its own, sent in the same breath."""

    template: str
    name: str
    label: Text

    def __init__(self, data: Mapping[str, Any] | None, row: Any) -> None: ...

    def is_valid(self) -> bool: ...

    def changes(self) -> dict[str, list[str]]:
        """What it changes, for the log: name to [before, after] in words. Empty: nothing."""
        ...

    def save(self, row: Any) -> None: ...
