"""Who may be told of a record, as far as only a floor above knows it: callers of calls, holders of a post.

An app registers a name here when it starts; rules of telling offer it beside the ones that every record has.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from people.models import Contact, User
from records.lifecycle import Text
from records.models import JournalEntry, Record


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """A name that stands for people. `is_outside` where they are the customer's: told of public matters only."""

    name: str
    label: Text
    find: Callable[[Record, JournalEntry], Iterable[User | Contact]]
    is_outside: bool = False


_recipients: dict[str, Recipient] = {}


def register_recipient(recipient: Recipient) -> Recipient:
    _recipients[recipient.name] = recipient
    return recipient


def registered_recipients() -> dict[str, Recipient]:
    return dict(_recipients)
