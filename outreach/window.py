"""When a campaign may call whom: its season, its days and hours by the clock where the person is, the site's own."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.utils import timezone

from sla import business_time
from sla.calendars import compiled
from sla.models import Calendar

if TYPE_CHECKING:
    from outreach.models import Campaign


def is_in_season(campaign: "Campaign", now: datetime) -> bool:
    today = timezone.localdate(now)
    has_begun = campaign.starts_on is None or campaign.starts_on <= today
    return has_begun and (campaign.ends_on is None or today <= campaign.ends_on)


def is_open(campaign: "Campaign", calendar: Calendar | None, now: datetime) -> bool:
    """Whether somebody with this calendar may be called now, by the campaign's hours and by his own."""
    there = now.astimezone(ZoneInfo(calendar.time_zone)) if calendar else timezone.localtime(now)
    if str(there.isoweekday()) not in campaign.days:
        return False
    if not campaign.opens_at <= there.time() <= campaign.closes_at:
        return False
    if calendar is None or not campaign.follows_calendar:
        return True
    return business_time.is_open(compiled(calendar), now)


def callable_now(campaign: "Campaign", now: datetime) -> Q:
    """The people of a campaign who may be called now, as a condition on its tasks; few calendars, many people."""
    calendars = Calendar.objects.filter(
        pk__in=campaign.tasks.filter(calendar__isnull=False).values("calendar").distinct()
    )
    at_work = [one.pk for one in calendars if is_open(campaign, one, now)]
    open_now = Q(calendar__in=at_work)
    if is_open(campaign, None, now):
        open_now |= Q(calendar__isnull=True)
    # Who asked to be called at a time is called then.
    in_hours = open_now | Q(is_promised=True, next_at__lte=now)
    return in_hours & (Q(next_at__isnull=True) | Q(next_at__lte=now))


def full_segments(campaign: "Campaign") -> list[str]:
    """Segments of which enough were reached."""
    from outreach.models import CallTask

    if not campaign.quota:
        return []
    rows: Any = campaign.tasks.filter(fate__in=CallTask.SPOKEN_TO).values_list("segment").order_by()
    counted = rows.annotate(count=Count("pk"))
    return [segment for segment, count in counted if count >= campaign.quota]


def left_to_call(campaign: "Campaign") -> Any:
    """A queryset of whoever may still be called, now or later: not settled, not of a full segment, not to be spared."""
    from outreach.models import CallTask

    rows = CallTask.objects.filter(campaign=campaign, fate=CallTask.Fate.WAITING)
    return rows.exclude(segment__in=full_segments(campaign))


def spare(campaign: "Campaign") -> None:
    """Who asked since the start not to be called is called no more."""
    from outreach.models import CallTask

    flagged = Q(contact__is_do_not_call=True) | Q(customer__is_do_not_call=True)
    waiting = campaign.tasks.filter(flagged, fate=CallTask.Fate.WAITING)
    if found := list(waiting.values_list("pk", flat=True)):
        told = {"fate": CallTask.Fate.DO_NOT_CALL, "settled_at": timezone.now()}
        CallTask.objects.filter(pk__in=found, fate=CallTask.Fate.WAITING).update(**told)
