"""Which reports go out when, and to whom at first. Data from then on."""

from people.defaults import installs
from people.models import Role
from servicedesk.models import ReportName, ReportPlan, ReportReader

READERS = {
    ReportName.DAILY: ("shift_leader", "supervisor", "director", "incident_manager"),
    ReportName.WEEKLY: ("supervisor", "director"),
    ReportName.MONTHLY: ("supervisor", "director"),
}


@installs("servicedesk.reports")
def install_reports() -> None:
    for report, slugs in READERS.items():
        ReportPlan.objects.get_or_create(report=report)
        for role in Role.objects.filter(slug__in=slugs):
            ReportReader.objects.get_or_create(report=report, role=role)
