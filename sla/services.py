"""Changes to a calendar that touch several rows."""

from collections.abc import Iterable
from datetime import time

from django.db import transaction

from sla.days import release
from sla.models import Calendar, WorkingHours

Hours = tuple[int, time, time]
"""Weekday from 0 for Monday, opening, closing; closing at midnight is the end of the day."""


def set_week(calendar: Calendar, week: Iterable[Hours]) -> None:
    """Put these hours in place of the calendar's. Raises ValidationError, and then changes nothing."""
    with transaction.atomic():
        Calendar.objects.select_for_update().get(pk=calendar.pk)
        calendar.workinghours_set.all().delete()
        for weekday, opens_at, closes_at in week:
            row = WorkingHours(calendar=calendar, weekday=weekday, opens_at=opens_at, closes_at=closes_at)
            row.full_clean()
            row.save()
        calendar.turned()


def adopt_holidays() -> list[Calendar]:
    """Turn each calendar whose public holidays came from another release of the library. Returns these.

    The mainland's arrangement for a year is announced in the November before: the release that brings it moves
    what is due in that year.
    """
    stale = list(Calendar.objects.exclude(region="").exclude(holiday_release=release()))
    for calendar in stale:
        calendar.save()
    return stale
