"""Everything that whoever votes on a change must see, gathered once: for agenda, record page and the link in a mail."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from changes.models import Approval, Board, Change
from changes.scheduling import Conflict, conflicts_of, freezes_during
from changes.tested import Cover, seen_cover_of
from changes.votes import quorum_of, seat_of
from cmdb.impact import customers_of, downstream
from cmdb.models import ConfigurationItem
from people.models import Customer, User
from records.models import FollowUp, Record

TONES = {1: "done", 2: "waiting", 3: "alarm"}
NAMED = 5  # customers and items that are named; the others are counted


@dataclass(frozen=True)
class Reach:
    """What the change touches, what fails with it should it go wrong, and who would feel that."""

    items: list[ConfigurationItem]
    dependents: list[ConfigurationItem]
    dependents_count: int
    customers: list[Customer]
    customers_count: int


@dataclass(frozen=True)
class Judgement:
    change: Change
    seats: list[Approval]
    agreed: int
    refused: int
    quorum: int
    reach: Reach
    conflicts: list[Conflict]
    freezes: list[Any]
    cover: Cover
    tasks: list[FollowUp]
    seat: Approval | None

    @property
    def tone(self) -> str:
        return TONES.get(self.change.risk or 0, "new")


def judgement_of(change: Change, user: User) -> Judgement:
    seats = list(change.approvals.filter(round=change.voting_round).select_related("member", "by"))
    starts_at, ends_at = change.starts_at, change.ends_at
    return Judgement(
        change=change,
        seats=seats,
        agreed=sum(seat.vote == "yes" for seat in seats),
        refused=sum(seat.vote == "no" for seat in seats),
        quorum=quorum_of(change),
        reach=reach_of(change),
        conflicts=seen_conflicts(change, user),
        freezes=list(freezes_during(change, starts_at, ends_at)) if starts_at and ends_at else [],
        cover=seen_cover_of(change, user),
        tasks=list(change.follow_ups.select_related("asked_of").order_by("due_at", "pk")),
        seat=seat_of(change, user) if change.state == "assessed" else None,
    )


def seen_conflicts(change: Change, user: User) -> list[Conflict]:
    """Of what this person may not see nothing is told."""
    found = conflicts_of(change)
    keys = [conflict.change.pk for conflict in found]
    seen = (
        set(Record.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True)) if keys else ()
    )
    return [conflict for conflict in found if conflict.change.pk in seen]


def reach_of(change: Change) -> Reach:
    items = change.all_items
    if not items:
        own = [change.customer] if change.customer else []
        return Reach([], [], 0, own, len(own))
    impact = downstream([item.pk for item in items])
    felt_by = customers_of(impact.all_failed)
    nearest = ConfigurationItem.objects.filter(pk__in=impact.items[:NAMED]).select_related("item_class")
    return Reach(
        items=items,
        dependents=list(nearest.order_by("name", "pk")),
        dependents_count=len(impact),
        customers=list(felt_by[:NAMED]),
        customers_count=felt_by.count(),
    )


def awaiting(board: Board, user: User) -> "QuerySet[Any]":
    """The board's agenda: what is to happen first comes first, then what is riskiest, then what waits longest."""
    changes: Any = Change.objects
    asked = changes.filter(pk__in=Record.objects.visible_to(user), state="assessed", sort=board.sort)
    return (
        asked.select_related("assignee", "team", "service", "customer", "item", "owner")
        .prefetch_related("approvals")
        .order_by("starts_at", "-risk", "opened_at", "pk")
    )
