"""What surges just now, and emergencies in force, first of all that the pad says; where one key attaches the caller."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from emergency.attaching import running as in_force
from emergency.models import Emergency, Surge
from incidents.duplicates import Storm
from people.models import User
from records.models import Record
from servicedesk.call_pad.lines import Line, of_storm, of_surge

MOST_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class Surging:
    """`line` None where nothing is there to attach to yet."""

    surge: Surge
    line: Line | None


@dataclass(frozen=True, kw_only=True)
class InForce:
    """An emergency, with what callers are told and the key that attaches this one to it."""

    emergency: Emergency
    line: Line


def emergencies(user: User, customer_id: int | None, service_id: int | None) -> list[InForce]:
    """Those in force that this person sees, the one on the caller's service first. One query, and one more."""
    found = in_force(user)
    found.sort(key=lambda emergency: not service_id or emergency.service_id != service_id)
    return [InForce(emergency=one, line=of_surge(one, customer_id, user)) for one in found[:MOST_SHOWN]]


def surging(
    user: User,
    storms: list[Storm],
    customer_id: int | None,
    service_id: int | None,
    except_of: Collection[int] = (),
) -> list[Surging]:
    """The running surges this person sees, those on the caller's service first. One query, two more while one runs.

    Left out are those whose callers are attached to one of `except_of`: that one stands there itself.
    """
    rows: Any = Surge.objects.visible_to(user)
    found = rows.filter(is_running=True, state="running").select_related("service", "item", "symptom")
    running = [surge for surge in found if surge.attaches_to_id not in except_of]
    if not running:
        return []
    parents = _parents(user, running)
    by_service = {storm.service.pk: storm for storm in storms}
    running.sort(key=lambda surge: (surge.service_id != service_id or not service_id, -surge.peak, surge.pk))
    return [
        Surging(surge=surge, line=_line(surge, parents, by_service, customer_id, user))
        for surge in running[:MOST_SHOWN]
    ]


def _parents(user: User, running: list[Surge]) -> dict[int, Record]:
    """Where somebody said that callers are attached; invisible or over is absent."""
    keys = [surge.attaches_to_id for surge in running if surge.attaches_to_id]
    seen = Record.objects.visible_to(user).open().filter(pk__in=keys).shown() if keys else []
    return {record.pk: record for record in seen}


def _line(
    surge: Surge, parents: dict[int, Record], storms: dict[int, Storm], customer_id: int | None, user: User
) -> Line | None:
    """What somebody said, else what most of the callers are attached to already."""
    parent = parents.get(surge.attaches_to_id or 0)
    if parent is not None:
        return of_surge(parent, customer_id, user)
    storm = storms.get(surge.service_id or 0)
    return of_storm(storm, customer_id, user) if storm is not None else None
