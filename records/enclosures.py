"""What a letter encloses for its one reader, such as a link that signs for him: made when it leaves the house.

A text names it like any placeholder. What is kept of the letter holds a mark in its place and never the secret.
"""

from collections.abc import Callable
from dataclasses import dataclass

from people.models import User
from records.lifecycle import Text
from records.models import Record


@dataclass(frozen=True, kw_only=True)
class Enclosure:
    """`path_of` answers the path of a page of ours that this reader may open, or "" where there is none for him."""

    name: str
    label: Text
    path_of: Callable[[Record, User], str]

    @property
    def mark(self) -> str:
        """Stands in the text as it is kept."""
        return f"⟨{self.name}⟩"


_enclosures: dict[str, Enclosure] = {}


def register_enclosure(enclosure: Enclosure) -> Enclosure:
    _enclosures[enclosure.name] = enclosure
    return enclosure


def enclosures() -> dict[str, Enclosure]:
    return dict(_enclosures)


def enclose(text: str, record: Record, reader: User, *, site: str) -> str:
    """The text with what it encloses, as it is handed over. `site` is our address, without a slash at its end."""
    for enclosure in _enclosures.values():
        if enclosure.mark in text:
            path = enclosure.path_of(record, reader)
            text = text.replace(enclosure.mark, f"{site}{path}" if path else "–")
    return text
