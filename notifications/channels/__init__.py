"""Channels: ways to a reader. Each is one file beside this one that registers itself.

A further way (SMS, chat) is a `Channel` with an `address_of` and a `send`, registered when its app starts: see
docs/algorithms/telling.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from people.models import Contact, User

if TYPE_CHECKING:
    from notifications.models import Notice


class Undeliverable(Exception):
    """This notice will never arrive: no address, or one that does not exist. Any other exception is tried again."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Channel:
    """One way to a reader.

    `address_of` answers "" where the reader cannot be reached this way, None where he is not meant to be.
    `send` hands one notice over, or raises. A channel that bundles or fans out has a `sweep` of its own instead;
    one with neither has arrived once it is written.
    """

    name: str
    label: Any
    icon: str
    address_of: Callable[[User | Contact], str | None]
    send: "Callable[[Notice], None] | None" = None
    sweep: Callable[[], int] | None = None
    # Whether what only the reader may have is put in as it is handed over: records/enclosures.py.
    encloses: bool = False

    @property
    def is_immediate(self) -> bool:
        return self.send is None and self.sweep is None


_channels: dict[str, Channel] = {}


def register_channel(channel: Channel) -> Channel:
    _channels[channel.name] = channel
    return channel


def channels() -> dict[str, Channel]:
    return dict(_channels)


def channel_named(name: str) -> Channel | None:
    return _channels.get(name)


def channel_label(name: str) -> str:
    channel = _channels.get(name)
    return str(channel.label) if channel is not None else name


NO_ADDRESS = "no_address"
NO_CHANNEL = "no_channel"
REASONS = {
    NO_ADDRESS: _("No address is known."),
    NO_CHANNEL: _("This channel is no longer installed."),
    "timeout": _("No answer within the time allowed."),
    "redirect": _("It answered with a redirect, which is not followed."),
    "gone": _("It answered that it is gone for good."),
    "inactive": _("The webhook was switched off."),
}


def reason_words(error: str) -> str:
    """A reason of ours in the reader's language; what another system said as it said it."""
    return str(REASONS.get(error, error))
