"""What a surge is to everything generic. Nobody registers one: the watch does."""

from django.utils.translation import gettext_lazy as _

from emergency.models import Surge
from emergency.surge_lifecycle import LEADERS
from emergency.surge_panels import ATTACHES, CURVE, REPORTS
from records.kinds import Kind, State, register_kind

READERS = (
    "agent", "shift_leader", "supervisor", "director", "incident_manager", "problem_manager", "change_manager",
    "release_manager", "configuration_manager", "field_engineer", "second_line", "developer", "auditor",
    "administrator",
)  # fmt: skip

SURGE = register_kind(
    Kind(
        name="surge",
        plural="surges",
        prefix="SRG",
        model=Surge,
        label=_("surge"),
        label_plural=_("surges"),
        icon="storm",
        initial="warned",
        states={
            "warned": State(_("early warning"), "waiting"),
            "running": State(_("running"), "active"),
            "ended": State(_("ended"), "ended"),
        },
        shared=("title", "description", "impact", "urgency", "service", "item"),
        set_by_steps=("service", "item"),
        facts=(
            "watched", "symptom", "limit", "window_minutes", "began_at", "warned_at", "reached_at", "last_at",
            "ended_at", "usual", "reports", "peak", "peak_at", "attaches_to",
        ),
        panels=[ATTACHES, CURVE, REPORTS],
        queue_columns=("priority", "number", "title", "state", "service", "owner", "opened_at"),
        revise_roles=LEADERS,
        remark_roles=(*LEADERS, "agent", "director"),
        sights=dict.fromkeys(READERS, "all"),
    )
)  # fmt: skip
