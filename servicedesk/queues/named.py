"""The named lists of a desk: open, overdue, unassigned, … Each is told once; tabs, board and wall take it from here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import User
from records.kinds import kinds
from records.lifecycle import Text
from records.models import Clock, Watch

# How near a due time counts as "about to be overdue".
DUE_SOON = timedelta(hours=2)

OPEN = Q(closed_at__isnull=True, resolved_at__isnull=True)


@dataclass(frozen=True, kw_only=True)
class Named:
    """One named list. `condition` is written on `Record`; `is_open_work` lists cost what is open, not what exists."""

    name: str
    label: Text
    hint: Text
    condition: Callable[[User], Q]
    icon: str = "list"
    tone: str = ""
    is_open_work: bool = True


def _mine(user: User) -> Q:
    return OPEN & (Q(owner=user.pk) | Q(assignee=user.pk))


def _of_my_teams(user: User) -> Q:
    return OPEN & Q(team__in=user.rights.team_ids)


def _unassigned_of_my_teams(user: User) -> Q:
    """Work of my teams that nobody took; for a desk also what no team has yet."""
    mine = Q(team__in=user.rights.team_ids) | Q(team__isnull=True, desk__in=user.rights.team_ids)
    return OPEN & Q(assignee__isnull=True) & mine


def _overdue(user: User) -> Q:
    return OPEN & Q(due_at__lt=timezone.now())


def _due_soon(user: User) -> Q:
    now = timezone.now()
    return OPEN & Q(due_at__gte=now, due_at__lt=now + DUE_SOON)


def _waiting(user: User) -> Q:
    return OPEN & Q(state__in=states_of_tone("waiting"))


def _reopened(user: User) -> Q:
    return OPEN & Q(reopenings__gt=0)


def states_of_tone(tone: str) -> list[str]:
    """Names of the states that any kind draws in this tone."""
    return sorted({name for kind in kinds() for name, state in kind.states.items() if state.tone == tone})


def end_of_today() -> datetime:
    tomorrow = timezone.localdate() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time.min))


def _waking_today(user: User) -> Q:
    # Not by a join, which would count a record once per clock.
    waking = Clock.objects.filter(metric="wake", stopped_at__isnull=True, due_at__lt=end_of_today())
    return _waiting(user) & Q(pk__in=waking.values("record"))


NAMED = {
    one.name: one
    for one in (
        Named(
            name="mine",
            label=_("Mine"),
            hint=_("Open work that you own or that is assigned to you stands here."),
            condition=_mine,
            icon="user",
        ),
        Named(
            name="team",
            label=_("My team's"),
            hint=_("Open work of the teams you belong to stands here."),
            condition=_of_my_teams,
            icon="users-group",
        ),
        Named(
            name="unassigned",
            label=_("Unassigned"),
            hint=_("Open work that nobody has taken yet stands here."),
            condition=lambda user: OPEN & Q(assignee__isnull=True),
            icon="user-question",
        ),
        Named(
            name="overdue",
            label=_("Overdue"),
            hint=_("Open work past its due time stands here."),
            condition=_overdue,
            icon="alert-triangle",
            tone="alarm",
        ),
        Named(
            name="open",
            label=_("Open"),
            hint=_("Everything that is not yet resolved, closed or cancelled stands here."),
            condition=lambda user: OPEN,
            icon="folder-open",
        ),
        Named(
            name="all",
            label=_("Everything"),
            hint=_("Every record, also closed ones, stands here."),
            condition=lambda user: Q(),
            icon="archive",
            is_open_work=False,
        ),
        Named(
            name="due-soon",
            label=_("Due soon"),
            hint=_("Open work that falls due within two hours stands here."),
            condition=_due_soon,
            icon="hourglass",
            tone="waiting",
        ),
        Named(
            name="team-unassigned",
            label=_("My team's, unassigned"),
            hint=_("Open work of your teams that nobody has taken yet stands here."),
            condition=_unassigned_of_my_teams,
            icon="user-question",
        ),
        Named(
            name="owned",
            label=_("Owned by me"),
            hint=_("Open work that you answer for stands here."),
            condition=lambda user: OPEN & Q(owner=user.pk),
            icon="flag",
        ),
        Named(
            name="assigned",
            label=_("Assigned to me"),
            hint=_("Open work that you are to do stands here."),
            condition=lambda user: OPEN & Q(assignee=user.pk),
            icon="user-check",
        ),
        Named(
            name="my-overdue",
            label=_("Mine, overdue"),
            hint=_("Open work of yours past its due time stands here."),
            condition=lambda user: _mine(user) & _overdue(user),
            icon="alert-triangle",
            tone="alarm",
        ),
        Named(
            name="waiting",
            label=_("Waiting"),
            hint=_("Open work that waits for somebody else stands here."),
            condition=_waiting,
            icon="player-pause",
        ),
        Named(
            name="waking-today",
            label=_("Waking today"),
            hint=_("Waiting work that comes back by itself today stands here."),
            condition=lambda user: _mine(user) & _waking_today(user),
            icon="alarm",
        ),
        Named(
            name="escalated",
            label=_("Escalated"),
            hint=_("Open work that went a level up stands here."),
            condition=lambda user: OPEN & Q(escalation_level__gt=0),
            icon="arrow-up-circle",
            tone="alarm",
        ),
        Named(
            name="reopened",
            label=_("Reopened"),
            hint=_("Open work that came back after it was resolved stands here."),
            condition=_reopened,
            icon="rotate-clockwise",
            tone="waiting",
        ),
        Named(
            name="resolved",
            label=_("To be confirmed"),
            hint=_("Resolved work that nobody has confirmed yet stands here."),
            condition=lambda user: Q(resolved_at__isnull=False, closed_at__isnull=True),
            icon="circle-check",
        ),
        Named(
            name="watched",
            label=_("Watched by me"),
            hint=_("Open work whose changes you asked to hear of stands here."),
            condition=lambda user: OPEN & Q(pk__in=Watch.objects.filter(user=user.pk).values("record")),
            icon="eye",
        ),
    )
}

# The ones every queue shows as tabs, in this order.
TABS = ("mine", "team", "unassigned", "overdue", "open", "all")
EVERYTHING = NAMED["all"]
