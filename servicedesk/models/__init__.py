"""What the pages themselves keep."""

from servicedesk.models.reports import ReportMail, ReportName, ReportPlan, ReportReader, ReportRun, ReportWish
from servicedesk.models.saved_views import SavedView

__all__ = ["ReportMail", "ReportName", "ReportPlan", "ReportReader", "ReportRun", "ReportWish", "SavedView"]
