"""Rights about calls: who logs them, and whose calls a role sees beside its own."""

from django.utils.translation import gettext_lazy as _

from people.areas import register_area
from people.models import Scope

SEES = ("agent", "shift_leader", "supervisor", "director", "incident_manager", "problem_manager", "auditor")
LOGS = (
    "agent",
    "shift_leader",
    "supervisor",
    "director",
    "incident_manager",
    "problem_manager",
    "api_client",
)

CALLS = register_area(
    "call",
    _("calls"),
    steps={"see": _("See"), "log": _("Log")},
    roles={"see": (*SEES, "api_client"), "log": LOGS},
    sights=dict.fromkeys(SEES, Scope.ALL) | {"api_client": Scope.CUSTOMER},
    scopes=(Scope.ALL, Scope.CUSTOMER, Scope.NONE),
    icon="phone-call",
)
