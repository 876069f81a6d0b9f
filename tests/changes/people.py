"""Who changes things, and boards, suppliers and changes to speak of."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from changes.models import Board, Change, PartsOrder, Supplier
from people.models import User
from records.actions import advance, register
from tests import cast


def manager() -> User:
    return cast.person("change_manager", teams=("server",))


def builder() -> User:
    return cast.person("second_line", teams=("server",))


def board(*members: User, quorum: int = 2, sort: str = "normal") -> Board:
    found, _ = Board.objects.update_or_create(sort=sort, defaults={"name": "Board", "quorum": quorum})
    found.members.set(members)
    return found


def change(by: User, **fields: Any) -> Change:
    plan = {
        "plan": "Replace the board.",
        "back_out_plan": "Put the old board back.",
        "tests": "Tried in the lab.",
    }
    return register(Change, by=by, **{"title": "New communication board", **plan, **fields})


def window(days: float = 1, hours: float = 2) -> dict[str, datetime]:
    start = timezone.now() + timedelta(days=days)
    return {"starts_at": start, "ends_at": start + timedelta(hours=hours)}


def approved(by: User, **fields: Any) -> Change:
    """A normal change that a board of one has approved. `by` manages changes."""
    judge = manager()
    board(judge, quorum=1)
    made = advance(change(by, **fields), "submit", by=by)
    made = advance(made, "assess", by=by)
    made = advance(made, "vote", by=judge, vote="yes")
    return Change.objects.get(pk=made.pk)


def supplier(code: str = "north") -> Supplier:
    return Supplier.objects.get_or_create(code=code, defaults={"name": code.title()})[0]


def part_for(change: Change, by: User, **fields: Any) -> PartsOrder:
    return register(
        PartsOrder, by=by, **{"title": "Board", "for_change": change, "part": "Communication board", **fields}
    )


def tomorrow(days: float = 1) -> datetime:
    return timezone.now() + timedelta(days=days)
