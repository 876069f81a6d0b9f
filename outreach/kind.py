"""What a campaign is to everything generic."""

from django.utils.translation import gettext_lazy as _

from outreach import affected as affected  # declares whom releases, incidents and problems affect
from outreach.lifecycle import WRITERS
from outreach.models import Campaign
from outreach.panels import PROGRESS
from records.kinds import Kind, State, register_kind

READERS = (
    "agent", "shift_leader", "supervisor", "director", "incident_manager", "problem_manager", "change_manager",
    "release_manager", "configuration_manager", "auditor", "administrator",
)  # fmt: skip

CAMPAIGN = register_kind(
    Kind(
        name="campaign",
        plural="campaigns",
        prefix="CMP",
        model=Campaign,
        label=_("campaign"),
        label_plural=_("campaigns"),
        icon="speakerphone",
        initial="drafted",
        states={
            "drafted": State(_("drafted"), "new"),
            "approved": State(_("approved"), "waiting"),
            "running": State(_("running"), "active"),
            "done": State(_("done"), "ended"),
            "stopped": State(_("stopped"), "ended"),
        },
        shared=("title", "description", "impact", "urgency", "service", "item"),
        fields=(
            "purpose", "for_record", "audience", "product_model", "item_class", "region", "callees", "script",
            "starts_on", "ends_on", "days", "opens_at", "closes_at", "follows_calendar", "tries", "retry_minutes",
            "segment_by", "quota", "sample_size", "threshold_percent",
        ),
        required=("title", "script"),
        set_by_steps=("for_record",),
        facts=("seed", "approved_by", "approved_at", "started_at"),
        panels=[PROGRESS],
        queue_columns=("number", "title", "state", "due_at", "owner", "opened_at"),
        register_roles=WRITERS,
        revise_roles=WRITERS,
        remark_roles=(*WRITERS, "director", "configuration_manager"),
        sights=dict.fromkeys(READERS, "all"),
    )
)  # fmt: skip
