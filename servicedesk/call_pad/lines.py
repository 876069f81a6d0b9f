"""A record that a call may be attached to, as one line of the pad's right-hand column."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.duplicates import Similar, Storm
from people.models import User
from records.models import Record
from servicedesk.call_pad.log import becomes_a_child

WORDS_SHOWN = 4


@dataclass(frozen=True, kw_only=True)
class Line:
    """`is_below`: attaching opens an incident of the caller's own below this one."""

    record: Record
    is_below: bool = False
    reasons: list[str] = field(default_factory=list)


def of_caller(records: Iterable[Record], contact_id: int | None) -> list[Line]:
    return [
        Line(
            record=record,
            reasons=[_("same caller")] if contact_id and record.contact_id == contact_id else [],
        )
        for record in records
    ]


def of_similar(found: Iterable[Similar], customer_id: int | None, user: User) -> list[Line]:
    return [
        Line(
            record=hint.incident,
            is_below=becomes_a_child(customer_id, hint.incident, user),
            reasons=_reasons(hint),
        )
        for hint in found
    ]


def of_storm(storm: Storm, customer_id: int | None, user: User) -> Line | None:
    if storm.incident is None:
        return None
    return Line(
        record=storm.incident,
        is_below=becomes_a_child(customer_id, storm.incident, user),
        reasons=_hanging(storm.children),
    )


def of_surge(parent: Record, customer_id: int | None, user: User) -> Line:
    return Line(record=parent, is_below=becomes_a_child(customer_id, parent, user))


def _reasons(hint: Similar) -> list[str]:
    same: list[tuple[Any, str]] = [
        (hint.is_same_contact, _("same caller")),
        (hint.is_same_customer and not hint.is_same_contact, _("same customer")),
        (hint.is_same_service, _("same service")),
    ]
    told = [word for is_so, word in same if is_so]
    if hint.same_words:
        told.append(", ".join(hint.same_words[:WORDS_SHOWN]))
    return told + _hanging(hint.children)


def _hanging(children: int) -> list[str]:
    if not children:
        return []
    return [ngettext("%(count)s attached", "%(count)s attached", children) % {"count": children}]
