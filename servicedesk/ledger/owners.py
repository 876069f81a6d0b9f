"""Who answers for how much: one line per owner, each number the address of the list it counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, F

from people.models import Team, User
from records.models import Record
from servicedesk.ledger.hand_overs import first_day, hand_overs, hand_overs_url, start_of
from servicedesk.queues.counting import queue_condition, queue_url

LISTS = ("open", "overdue", "due-soon", "waiting")
TONES = {"overdue": "alarm"}


@dataclass(frozen=True)
class Cell:
    number: int
    url: str
    tone: str = ""


@dataclass(frozen=True)
class Oldest:
    number: str
    url: str
    opened_at: datetime


@dataclass(frozen=True)
class Owner:
    """`user` is None in the line of all together."""

    user: User | None
    open_work: list[Cell]
    received: Cell
    passed_on: Cell
    oldest: Oldest | None = None

    @property
    def is_gone(self) -> bool:
        """Somebody who may not sign in any more cannot answer for anything."""
        return self.user is not None and not self.user.is_active


@dataclass
class Counted:
    numbers: dict[str, int] = field(default_factory=dict)
    received: int = 0
    passed_on: int = 0
    oldest: Oldest | None = None


def owners(reader: User, desk: Team | None = None) -> list[Owner]:
    """Everybody who owns open work or handed some over lately, most open work first; then all together. Five queries.

    Of what the reader sees, and of one desk where that is given.
    """
    counted = _counted(reader, desk)
    people = User.objects.in_bulk(counted)
    lines = [_line(people[pk], one, desk) for pk, one in counted.items()]
    lines.sort(key=lambda line: (-line.open_work[0].number, str(line.user)))
    return [*lines, _together(counted, desk)] if lines else []


def _counted(reader: User, desk: Team | None) -> dict[int, Counted]:
    found: dict[int, Counted] = {}
    names = {name.replace("-", "_"): name for name in LISTS}
    seen = Record.objects.visible_to(reader).filter(closed_at__isnull=True)
    seen = seen.filter(desk=desk) if desk else seen
    conditions = {key: queue_condition(reader, show=name) for key, name in names.items()}
    rows = seen.values("owner").annotate(
        **{f"count_{key}": Count("pk", filter=condition) for key, condition in conditions.items()}
    )
    for row in rows.order_by():
        counts: Mapping[str, Any] = row
        numbers = {name: counts[f"count_{key}"] for key, name in names.items()}
        if any(numbers.values()):
            found[row["owner"]] = Counted(numbers)
    for owner, oldest in _oldest(seen.filter(conditions["open"])).items():
        found.setdefault(owner, Counted()).oldest = oldest
    _add_hand_overs(found, reader, desk)
    return found


def _oldest(open_work: Any) -> dict[int, Oldest]:
    first = open_work.order_by("owner_id", "opened_at", "pk").distinct("owner_id")
    return {
        record.owner_id: Oldest(record.number, record.get_absolute_url(), record.opened_at)
        for record in first.only("owner", "number", "opened_at")
    }


def _add_hand_overs(found: dict[int, Counted], reader: User, desk: Team | None) -> None:
    # What a hand-over was about may be closed by now; a desk's own list of hand-overs is not narrowed by it.
    if desk is not None:
        return
    lately = hand_overs(reader).filter(until_at__gte=start_of(first_day()))
    rows: Any = lately.values_list("owner", F("taker"))
    for giver, taker in rows:
        found.setdefault(giver, Counted()).passed_on += 1
        if taker is not None:
            found.setdefault(taker, Counted()).received += 1


def _line(user: User, counted: Counted, desk: Team | None) -> Owner:
    since = first_day()
    return Owner(
        user=user,
        open_work=_cells(counted.numbers, {"owner": user, "desk": desk}),
        received=Cell(counted.received, hand_overs_url(taker=user, since=since)),
        passed_on=Cell(counted.passed_on, hand_overs_url(giver=user, since=since)),
        oldest=counted.oldest,
    )


def _together(counted: Mapping[int, Counted], desk: Team | None) -> Owner:
    numbers = {name: sum(one.numbers.get(name, 0) for one in counted.values()) for name in LISTS}
    since = first_day()
    return Owner(
        user=None,
        open_work=_cells(numbers, {"desk": desk}),
        received=Cell(sum(one.received for one in counted.values()), hand_overs_url(since=since)),
        passed_on=Cell(sum(one.passed_on for one in counted.values()), hand_overs_url(since=since)),
        oldest=min(
            (one.oldest for one in counted.values() if one.oldest),
            key=lambda oldest: oldest.opened_at,
            default=None,
        ),
    )


def _cells(numbers: Mapping[str, int], words: Mapping[str, Any]) -> list[Cell]:
    return [
        Cell(
            numbers.get(name, 0),
            queue_url(None, show=name, **words),
            TONES.get(name, "") if numbers.get(name, 0) else "",
        )
        for name in LISTS
    ]
