"""What an emergency is to everything generic."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from emergency.models import Emergency
from emergency.openness import CALLED, COORDINATORS, PROPOSERS
from emergency.panels import CALLED_PANEL, CRITERIA
from records.kinds import Kind, State, register_kind

READERS = (*CALLED, "auditor", "administrator")

EMERGENCY = register_kind(
    Kind(
        name="emergency",
        plural="emergencies",
        prefix="EMG",
        model=Emergency,
        label=_("emergency"),
        label_plural=_("emergencies"),
        icon="urgent",
        initial="prepared",
        states={
            "prepared": State(_("prepared"), "new"),
            "proposed": State(_("proposed"), "waiting"),
            "active": State(_("in force"), "active"),
            "contained": State(_("contained"), "active"),
            "verifying": State(_("verifying"), "waiting"),
            "ended": State(pgettext_lazy("an emergency", "ended"), "ended"),
            "declined": State(_("declined"), "ended"),
        },
        shared=("title", "description"),
        fields=("plan_version",),
        required=("plan_version",),
        set_by_steps=("plan_version",),
        facts=(
            "is_drill", "first_call_at", "proposed_by", "proposed_at", "signed_by", "signed_at", "is_unsigned",
            "signature", "manned_at", "caller_line", "cause", "solution", "contained_at", "quiet_since",
            "quiet_reached_at", "quiet_restarts", "sample_seed", "verified_at", "ended_at", "overruled_reason",
            "reversions",
        ),
        panels=[CRITERIA, CALLED_PANEL],
        queue_columns=("number", "title", "state", "service", "due_at", "owner", "opened_at"),
        register_roles=PROPOSERS,
        revise_roles=COORDINATORS,
        remark_roles=CALLED,
        sights=dict.fromkeys(READERS, "all"),
    )
)  # fmt: skip
