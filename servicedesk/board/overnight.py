"""What came in since the desk last closed: what the morning begins with."""

from datetime import datetime, timedelta

from servicedesk.board.moments import Moment
from sla import business_time
from sla.calendars import compiled
from sla.models import Calendar

# Longer than the longest run of holidays.
LONGEST_CLOSED = timedelta(days=21)


def last_close(moment: Moment) -> datetime:
    """When the usual calendar last closed before the day of the moment: on a Monday that is Friday's close.

    The beginning of the day before, where the desk never closes or has no calendar.
    """
    start = moment.day_start
    calendar = Calendar.objects.filter(is_default=True).first()
    if calendar is None or calendar.is_always_open:
        return start - timedelta(days=1)
    worked = business_time.stretches(compiled(calendar), start - LONGEST_CLOSED, start)
    return max((end for _begun, end in worked), default=start - timedelta(days=1))
