"""What is guarded besides the campaigns themselves: calling the people on them."""

from django.utils.translation import gettext_lazy as _

from people.areas import register_area

AREA = "outreach"
CALLERS = ("agent", "shift_leader", "supervisor", "incident_manager")

register_area(
    AREA, _("calls of campaigns"), steps={"call": _("Call")}, roles={"call": CALLERS}, icon="headset"
)
