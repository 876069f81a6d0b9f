"""Who works when, who is away, who asked whom to swap, and the private calendar addresses."""

from roster.models.duty import CoverRule, DutyRules, ShiftPattern
from roster.models.feeds import Feed
from roster.models.news import News
from roster.models.shifts import Leave, Shift, Swap

__all__ = ["CoverRule", "DutyRules", "Feed", "Leave", "News", "Shift", "ShiftPattern", "Swap"]
