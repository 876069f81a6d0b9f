"""Default rights about calls."""

from people.defaults import installs
from people.models import Right, Role, Sight

LOGS = (
    "agent",
    "shift_leader",
    "supervisor",
    "director",
    "incident_manager",
    "problem_manager",
    "api_client",
)
SEES = ("agent", "shift_leader", "supervisor", "director", "incident_manager", "problem_manager", "auditor")


@installs("calls.rights")
def install_rights() -> None:
    for role in Role.objects.filter(slug__in=LOGS):
        Right.objects.get_or_create(role=role, kind="call", step="log")
    for role in Role.objects.filter(slug__in=SEES):
        Sight.objects.get_or_create(role=role, kind="call", defaults={"scope": "all"})
    for role in Role.objects.filter(slug="api_client"):
        Sight.objects.get_or_create(role=role, kind="call", defaults={"scope": "customer"})
