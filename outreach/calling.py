"""The runner: who is called next. Two callers never get the same person."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from outreach.areas import AREA
from outreach.models import CallTask, Campaign
from outreach.window import callable_now, is_in_season, left_to_call, spare
from people.models import User
from records.errors import Refused

if TYPE_CHECKING:
    from django.db.models import QuerySet

# As long as a long call with its notes; whoever goes away keeps nobody for longer.
LEASE = timedelta(minutes=20)


@transaction.atomic
def next_person(campaign: Campaign, *, by: User) -> CallTask | None:
    """Whom to call now: the one he holds already, else the next who is free; held for him for twenty minutes.

    None where nobody can be called now (`why_nobody` says why). Raises Forbidden; Refused where it does not run.
    """
    by.rights.require(AREA, "call")
    refuse_unless_running(campaign)
    now = timezone.now()
    held = _held(campaign, by, now).first()
    task = held or _free(campaign, now)
    if task is None:
        return None
    task.leased_to, task.leased_until = by, now + LEASE
    task.save(update_fields=["leased_to", "leased_until"])
    return shown(task)


def holding(campaign: Campaign, *, by: User) -> CallTask | None:
    """Whom somebody holds already."""
    own = CallTask.objects.filter(campaign=campaign, leased_to=by, leased_until__gt=timezone.now())
    found = own.filter(fate=CallTask.Fate.WAITING).first() if campaign.state == "running" else None
    return shown(found) if found else None


def shown(task: CallTask) -> CallTask:
    """With what the runner prints."""
    wanted = ("customer", "contact__site", "item__model", "item__item_class", "incident", "calendar")
    return CallTask.objects.select_related(*wanted).get(pk=task.pk)


def _held(campaign: Campaign, by: User, now: datetime) -> "QuerySet[CallTask]":
    own = CallTask.objects.filter(campaign=campaign, leased_to=by, leased_until__gt=now)
    return own.filter(fate=CallTask.Fate.WAITING).select_for_update(of=("self",))


def _free(campaign: Campaign, now: datetime) -> CallTask | None:
    if not is_in_season(campaign, now):
        return None
    spare(campaign)
    free: QuerySet[CallTask] = left_to_call(campaign).filter(
        Q(leased_until__isnull=True) | Q(leased_until__lte=now), callable_now(campaign, now)
    )
    # Promised calls first, then who was never tried, then who was tried longest ago.
    order = ("-is_promised", F("next_at").asc(nulls_first=True), "position")
    return free.order_by(*order).select_for_update(of=("self",), skip_locked=True).first()


@transaction.atomic
def give_back(task: CallTask, *, by: User) -> None:
    """Leave somebody to the others, without having called."""
    mine = CallTask.objects.filter(pk=task.pk, leased_to=by, fate=CallTask.Fate.WAITING)
    mine.update(leased_to=None, leased_until=None)


def refuse_unless_running(campaign: Campaign) -> None:
    if campaign.state != "running":
        told = {"number": campaign.number, "state": campaign.state_label}
        raise Refused(_("%(number)s is %(state)s: nobody is called.") % told, code="not_running")


def why_nobody(campaign: Campaign, now: datetime | None = None) -> str:
    """Why nobody is handed out at this moment, in words."""
    moment = now or timezone.now()
    left = left_to_call(campaign)
    if not left.exists():
        return _("Everybody has been called, or enough were reached.")
    if not is_in_season(campaign, moment):
        return _("Its season has not begun, or is over.")
    if not left.filter(callable_now(campaign, moment)).exists():
        waits = left.filter(next_at__gt=moment).exists()
        return (
            _("Nobody may be called at this hour, or those left were tried a short while ago.")
            if waits
            else _("Nobody may be called at this hour: it is outside the window or the hours of the sites.")
        )
    return _("The others are calling everybody who is left now.")
