"""What rights on the roster are given for."""

from django.utils.translation import gettext_lazy as _

from people.areas import EVERYBODY, register_area

AREA = "roster"
PLANNERS = ("shift_leader", "supervisor", "director", "administrator")
WORKERS = tuple(role for role in EVERYBODY if role != "auditor")

ROSTER = register_area(
    AREA,
    _("roster"),
    steps={"see": _("See"), "plan": _("Plan shifts and leave"), "swap": _("Swap one's own shifts")},
    roles={"see": EVERYBODY, "plan": PLANNERS, "swap": WORKERS},
    icon="calendar-user",
)
