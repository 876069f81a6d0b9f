"""The roster as an iCalendar (RFC 5545) that phones and mail programs subscribe to."""

from collections.abc import Iterable
from datetime import UTC, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from roster.models import Feed, Leave, Shift
from roster.planning import overlapping

BACK, AHEAD = timedelta(days=30), timedelta(days=180)
REFRESH = timedelta(hours=1)


def calendar_of(feed: Feed, host: str) -> bytes:
    """From a month ago to half a year ahead, in the owner's language as it is active."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.ITSM_NAME}//roster//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Roster: %(what)s") % {"what": feed.get_breadth_display()})
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for row in _rows(feed):
        calendar.add_component(_event(row, host))
    return bytes(calendar.to_ical())


def _rows(feed: Feed) -> Iterable[Shift | Leave]:
    now = timezone.now()
    span = (now - BACK, now + AHEAD)
    shifts = overlapping(Shift.objects.filter(_within(feed)), *span)
    yield from shifts.select_related("user", "post", "pattern").distinct()
    if feed.breadth != Feed.Breadth.POSTS:
        yield from overlapping(Leave.objects.filter(_within(feed)), *span).select_related("user").distinct()


def _within(feed: Feed) -> Q:
    if feed.breadth == Feed.Breadth.TEAM:
        return Q(user__teams__in=feed.user.rights.team_ids) | Q(user=feed.user)
    return Q(post__isnull=False) if feed.breadth == Feed.Breadth.POSTS else Q(user=feed.user)


def _event(row: Shift | Leave, host: str) -> Event:
    event = Event()
    event.add("uid", f"{row._meta.model_name}-{row.pk}@{host}")
    event.add("dtstamp", timezone.now().astimezone(UTC))
    event.add("dtstart", row.starts_at.astimezone(UTC))
    event.add("dtend", row.ends_at.astimezone(UTC))
    event.add("summary", _summary(row))
    if isinstance(row, Shift) and row.note:
        event.add("description", row.note)
    # Who is on leave has time for nobody; others' programs read it from here.
    event.add("transp", "OPAQUE")
    return event


def _summary(row: Any) -> str:
    if isinstance(row, Leave):
        # Why somebody is away is between him and the planner.
        return _("%(person)s: away") % {"person": row.user}
    what = " · ".join(str(one) for one in (row.pattern, row.post) if one is not None)
    return _("%(person)s: %(what)s") % {"person": row.user, "what": what or _("shift")}
