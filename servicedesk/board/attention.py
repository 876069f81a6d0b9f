"""What needs you, ranked: the few things a person should look at first this morning, each with its reason.

What is no incident and no follow-up is declared by whoever knows of it, in a module of this folder:

    @register_need
    def complaints_near_their_week(user: User) -> Iterator[Need]:
        if user.rights.scopes_for("complaint"):
            yield Need(Rank.COMPLAINT, due_at, _("near its week"), title, number, url, "mood-sad", "alarm")

A few queries each, bounded: at most `MOST` needs. `at` is when it is or was due, or with `is_due=False` since when it
lasts; of one rank the earliest comes first.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from records.models import FollowUp, Record
from servicedesk.board.figures import KIND

MOST = 10
LEFT_LYING = timedelta(minutes=30)
# Whose turn it is at an escalation level.
LEVELS = {"shift_leader": 1, "supervisor": 2, "incident_manager": 2, "director": 3}


class Rank(IntEnum):
    """What comes before what. A handed-over shift that nobody signed is looked at after what burns."""

    EMERGENCY = 1
    SURGE = 3
    COMPLAINT = 5
    RELEASE = 7
    CRITICAL = 10
    VISIT = 15
    ESCALATED = 20
    FOLLOW_UP_LATE = 25
    HIGH_LATE = 30
    DUTY = 35
    HAND_OVER = 38
    FOLLOW_UP = 40
    MINE_LATE = 50
    LYING = 60


@dataclass(frozen=True, order=True)
class Need:
    """One thing that needs somebody. A lower rank comes first."""

    rank: int
    at: datetime
    text: str
    title: str
    number: str
    url: str
    icon: str
    tone: str
    is_due: bool = True


Source = Callable[[User], Iterable[Need]]
_sources: list[Source] = []


def register_need(source: Source) -> Source:
    _sources.append(source)
    return source


def needs(user: User) -> list[Need]:
    """The first ten, the most urgent first. Two queries, and those of each declared source."""
    told = [need for source in _sources for need in source(user)]
    return sorted([*told, *_of_records(user), *_of_follow_ups(user)])[:MOST]


def my_level(user: User) -> int:
    """The level at which an escalation is this person's; 0 for none."""
    return max((level for role, level in LEVELS.items() if user.plays(role)), default=0)


def _of_records(user: User) -> Iterator[Need]:
    now, level = timezone.now(), my_level(user)
    pressing = Q(priority=1) | Q(priority=2, due_at__lt=now)
    lying = Q(assignee__isnull=True, team__isnull=True, opened_at__lt=now - LEFT_LYING)
    late_mine = Q(due_at__lt=now) & (Q(owner=user) | Q(assignee=user))
    mine = pressing | lying | late_mine | (Q(escalation_level=level) if level else Q(pk__in=[]))
    found = Record.objects.visible_to(user).filter(mine, kind=KIND).open()
    for record in found.order_by("priority", "due_at")[: 3 * MOST]:
        yield _need(record, user, level, now)


def _need(record: Record, user: User, level: int, now: datetime) -> Need:
    rank, text, icon, tone = _reason(record, user, level, now)
    return Need(
        rank,
        record.due_at or record.opened_at,
        text,
        record.title,
        record.number,
        record.get_absolute_url(),
        icon,
        tone,
        is_due=record.due_at is not None,
    )


def _reason(record: Record, user: User, level: int, now: datetime) -> tuple[int, str, str, str]:
    is_late = record.due_at is not None and record.due_at < now
    if record.priority == 1:
        return (
            Rank.CRITICAL,
            _("critical and open") if not is_late else _("critical and overdue"),
            "urgent",
            "alarm",
        )
    if level and record.escalation_level == level:
        return Rank.ESCALATED, _("escalated to you"), "arrow-up-circle", "alarm"
    if is_late and record.priority == 2:
        return Rank.HIGH_LATE, _("high priority, overdue"), "alert-triangle", "alarm"
    if is_late:
        return Rank.MINE_LATE, _("yours, overdue"), "alert-triangle", "waiting"
    return Rank.LYING, _("nobody has taken it"), "user-question", "waiting"


def _of_follow_ups(user: User) -> Iterator[Need]:
    now = timezone.now()
    soon = FollowUp.objects.filter(
        asked_of=user,
        record__in=Record.objects.visible_to(user),
        answered_at__isnull=True,
        withdrawn_at__isnull=True,
        due_at__lt=now + timedelta(hours=4),
    ).select_related("record", "asked_by")
    for follow_up in soon.order_by("due_at")[:MOST]:
        is_late = follow_up.due_at < now
        yield Need(
            Rank.FOLLOW_UP_LATE if is_late else Rank.FOLLOW_UP,
            follow_up.due_at,
            _("asked by %(person)s") % {"person": follow_up.asked_by},
            follow_up.what,
            follow_up.record.number,
            follow_up.record.get_absolute_url(),
            "message-question",
            "alarm" if is_late else "waiting",
        )
