"""Learning what is usual: from the calls of the past weeks, by service and hour of the week."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import TruncHour
from django.utils import timezone

from calls.models import Call
from emergency.models import UsualWeek
from emergency.usual_band import Band, hour_of_week, learn

WEEK = timedelta(weeks=1)
MOST_WEEKS = 12
# Of fewer weeks nothing is usual yet.
LEAST_WEEKS = 3
REST = timedelta(hours=1)  # a second beat's task comes within it

HourCount = tuple[int, datetime, int]
"""Service, beginning of an hour, calls."""


def learn_usual_weeks(now: datetime | None = None) -> int:
    """Learn every service's week anew. Returns how many services have one; 0 where it was just done."""
    at = now or timezone.now()
    if UsualWeek.objects.filter(learned_at__gt=at - REST).exists():
        return 0
    bands, weeks = bands_from(calls_by_hour(at - MOST_WEEKS * WEEK, at), at)
    rows = [
        UsualWeek(service_id=service, rates=band.rates, spread=band.spread, weeks=weeks, learned_at=at)
        for service, band in bands.items()
    ]
    with transaction.atomic():
        UsualWeek.objects.all().delete()
        UsualWeek.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def calls_by_hour(begin: datetime, end: datetime) -> Iterable[HourCount]:
    came = Call.objects.filter(
        direction=Call.Direction.IN, started_at__gte=begin, started_at__lt=end, service__isnull=False
    )
    by_hour = came.order_by().annotate(hour=TruncHour("started_at")).values("service", "hour")
    return by_hour.annotate(n=Count("pk")).values_list("service", "hour", "n")


def bands_from(counts: Iterable[HourCount], until: datetime) -> tuple[dict[int, Band], int]:
    """The band of each service and the whole weeks before `until` they stand on; none where those are too few."""
    rows = list(counts)
    if not rows:
        return {}, 0
    first = min(hour for _service, hour, _n in rows)
    weeks = min(MOST_WEEKS, (until - first) // WEEK)
    if weeks < LEAST_WEEKS:
        return {}, weeks
    counted: dict[int, dict[tuple[int, int], int]] = defaultdict(lambda: defaultdict(int))
    for service, hour, many in rows:
        week = (until - hour) // WEEK
        if week < weeks:
            counted[service][week, hour_of_week(timezone.localtime(hour))] += many
    return learn(counted, weeks), weeks
