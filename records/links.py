"""The chain: what a record came from and what it led to.

A link is made and undone inside a step of the later record, in its transaction. Both records' journals tell of it.
A type is declared once, by the app of the later kind, so that no floor looks up.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.models import User
from records import journal
from records.events import Event, register_event
from records.lifecycle import Text
from records.live import announce
from records.models import Record
from records.models.links import Link


class Waits(Enum):
    """Who of the two cannot go on before the other one has."""

    EARLIER = "earlier"
    LATER = "later"
    BOTH = "both"
    NEITHER = "neither"

    @property
    def is_onward(self) -> bool:
        return self in (Waits.EARLIER, Waits.BOTH)

    @property
    def is_back(self) -> bool:
        return self in (Waits.LATER, Waits.BOTH)


@dataclass(frozen=True, kw_only=True)
class LinkType:
    """One way in which a record leads to another.

    `onward` heads the later records on the earlier one's page ("explained by"), `back` the earlier ones on the later
    one's ("explains"). The sentences complete "Wang Li …" in the two journals and may name `%(record)s`.
    """

    name: str
    onward: Text
    back: Text
    onward_sentence: Text
    back_sentence: Text
    icon: str = "link"
    waits: Waits = Waits.EARLIER


_types: dict[str, LinkType] = {}

register_event(
    Event(name="unlink", label=_("Unlink"), sentence=_("took the link to %(record)s away"), icon="unlink")
)


def register_link_type(link_type: LinkType) -> LinkType:
    _types[link_type.name] = link_type
    directions = (("onward", link_type.onward_sentence), ("back", link_type.back_sentence))
    for direction, sentence in directions:
        name = f"{link_type.name}_{direction}"
        label = getattr(link_type, direction)
        register_event(Event(name=name, label=label, sentence=sentence, icon=link_type.icon, tone="active"))
    return link_type


def type_named(name: str) -> LinkType:
    return _types[name]


@transaction.atomic
def connect(type_: LinkType, *, earlier: Record, later: Record, by: User, via: str = "page") -> bool:
    """Say that `earlier` led to `later`. False where that was said already."""
    _link, is_new = Link.objects.get_or_create(
        type=type_.name, earlier_id=earlier.pk, later_id=later.pk, defaults={"by": by}
    )
    if is_new:
        _tell(type_, earlier, later, by=by, via=via)
    return is_new


@transaction.atomic
def disconnect(type_: LinkType, *, earlier: Record, later: Record, by: User, via: str = "page") -> bool:
    """Take it back. False where there was no such link."""
    gone, _rows = Link.objects.filter(type=type_.name, earlier=earlier.pk, later=later.pk).delete()
    if gone:
        _untell(earlier, later, by=by, via=via)
    return bool(gone)


def _tell(type_: LinkType, earlier: Record, later: Record, *, by: User, via: str) -> None:
    _write(earlier, f"{type_.name}_onward", [None, mention(later)], by=by, via=via)
    _write(later, f"{type_.name}_back", [None, mention(earlier)], by=by, via=via)


def _untell(earlier: Record, later: Record, *, by: User, via: str) -> None:
    # The sentence names what stands after the change; of a link taken away that is what it led to.
    _write(earlier, "unlink", [None, mention(later)], by=by, via=via)
    _write(later, "unlink", [None, mention(earlier)], by=by, via=via)


def mention(record: Record) -> dict[str, Any]:
    """A record as a journal keeps it: readable when it is gone."""
    return {"id": record.pk, "label": record.number}


def _write(record: Record, step: str, pair: list[Any], *, by: User, via: str) -> None:
    journal.write(record, step, by=by, via=via, from_state=record.state, changes={"record": pair})
    announce(record)


def onward(record: Record, type_: LinkType) -> Iterable[int]:
    """The keys of what the record led to by links of this type."""
    return Link.objects.filter(earlier=record.pk, type=type_.name).values_list("later_id", flat=True)


def back(record: Record, type_: LinkType) -> Iterable[int]:
    """The keys of what the record came from by links of this type."""
    return Link.objects.filter(later=record.pk, type=type_.name).values_list("earlier_id", flat=True)


def link_types() -> Iterator[LinkType]:
    yield from _types.values()
