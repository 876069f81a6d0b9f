"""Tables of when reports are mailed, and to which roles."""

from django.utils.translation import gettext_lazy as _

from servicedesk.models import ReportPlan, ReportReader
from servicedesk.settings_pages.columns import Column
from servicedesk.settings_pages.forms.reports import ReportPlanRow, ReportReaderRow
from servicedesk.settings_pages.tables import SettingsTable, Switch, register_table

PLANS = register_table(
    SettingsTable(
        name="report-plans",
        label=_("Times of reports"),
        one=_("time of a report"),
        hint=_("When the daily, weekly and monthly reports are mailed."),
        empty=_("Without a time no report is mailed."),
        icon="clock-hour-8",
        model=ReportPlan,
        form=ReportPlanRow,
        columns=(Column(label=_("Report"), read=str, cell="title"), "at", "day"),
        search=("report",),
        ordering=("pk",),
        switch=Switch(),
    )
)

READERS = register_table(
    SettingsTable(
        name="report-readers",
        label=_("Readers of reports"),
        one=_("reader of a report"),
        hint=_("Which roles are mailed which report. Each person may decide otherwise for himself."),
        empty=_("Without readers a report is mailed only to those who asked for it."),
        icon="mail-cog",
        model=ReportReader,
        form=ReportReaderRow,
        columns=(Column(label=_("Reader"), read=str, cell="title"),),
        search=("role__name",),
        ordering=("report", "role__position"),
        related=("role",),
    )
)
