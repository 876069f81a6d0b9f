"""What is promised and when the house works: calendars, contracts, targets."""

from sla.models.calendars import Calendar, CalendarException, SiteCalendar, TeamCalendar, WorkingHours
from sla.models.contracts import Contract
from sla.models.edition import Edition
from sla.models.targets import Metric, Target

__all__ = [
    "Calendar",
    "CalendarException",
    "Contract",
    "Edition",
    "Metric",
    "SiteCalendar",
    "Target",
    "TeamCalendar",
    "WorkingHours",
]
