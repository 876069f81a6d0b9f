"""What rights on emergency plans are given for."""

from django.utils.translation import gettext_lazy as _

from people.areas import EVERYBODY, register_area

AREA = "emergency_plan"
WRITERS = ("shift_leader", "supervisor", "incident_manager", "director")

PLANS = register_area(
    AREA,
    _("emergency plans"),
    steps={"see": _("See"), "edit": _("Write"), "sign": _("Sign"), "drill": _("Hold drills")},
    roles={
        "see": EVERYBODY,
        "edit": WRITERS,
        "sign": ("supervisor", "director"),
        "drill": ("shift_leader", "supervisor", "incident_manager", "director"),
    },
    icon="book-2",
)
