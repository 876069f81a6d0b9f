"""A whole report, as one reader may see it."""

from people.models import User
from servicedesk.reports.around import around_figures, around_tables
from servicedesk.reports.breakdowns import breakdowns, by_kind
from servicedesk.reports.charts import charts
from servicedesk.reports.incidents import incident_figures
from servicedesk.reports.parts import Report
from servicedesk.reports.periods import Period


def report_of(user: User, period: Period, *, has_charts: bool = True) -> Report:
    """Figures, tables and, for a page, charts. What the reader may not see is not counted for him."""
    return Report(
        period,
        [*incident_figures(user, period), *around_figures(user, period)],
        [*breakdowns(user, period), by_kind(user, period), *around_tables(user, period)],
        charts(user, period) if has_charts else [],
    )
