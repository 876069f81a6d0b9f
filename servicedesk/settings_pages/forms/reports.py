"""Forms of when reports are mailed, and to whom."""

from people.forms.lossless import LosslessForm
from servicedesk.models import ReportPlan, ReportReader


class ReportPlanRow(LosslessForm[ReportPlan]):
    class Meta:
        model = ReportPlan
        fields = ("report", "at", "day", "is_active")


class ReportReaderRow(LosslessForm[ReportReader]):
    class Meta:
        model = ReportReader
        fields = ("report", "role")
