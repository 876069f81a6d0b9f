"""What rights on the hand-over book are given for."""

from django.utils.translation import gettext_lazy as _

from people.areas import DESK, OVERSEERS, register_area

AREA = "handovers"
WRITERS = ("agent", "shift_leader", "supervisor")

HANDOVERS = register_area(
    AREA,
    _("hand-over books"),
    steps={"see": _("See"), "write": _("Make and edit"), "sign": _("Sign")},
    roles={"see": (*DESK, *OVERSEERS), "write": WRITERS, "sign": WRITERS},
    icon="notebook",
)
