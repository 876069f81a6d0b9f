"""What a visit is to everything generic."""

from django.utils.translation import gettext_lazy as _

from records.kinds import Kind, State, register_kind
from records.metrics import Metric, register_metric
from visits.lifecycle import DISPATCHERS, ENGINEERS, ETA
from visits.models import Visit
from visits.panels import NEAREST

READERS = (
    "agent", "shift_leader", "supervisor", "director", "incident_manager", "problem_manager", "change_manager",
    "release_manager", "configuration_manager", "field_engineer", "second_line", "developer", "purchaser", "auditor",
    "administrator",
)  # fmt: skip

register_metric(Metric(name=ETA, label=_("expected arrival"), is_target=False))

VISIT = register_kind(
    Kind(
        name="visit",
        plural="visits",
        prefix="VIS",
        model=Visit,
        label=_("visit"),
        label_plural=_("visits"),
        icon="truck",
        initial="requested",
        states={
            "requested": State(_("requested"), "new"),
            "dispatched": State(_("dispatched"), "waiting"),
            "handed_over": State(_("handed over"), "waiting"),
            "travelling": State(_("travelling"), "active"),
            "on_site": State(_("on site"), "active"),
            "done": State(_("done"), "ended"),
            "cancelled": State(_("cancelled"), "ended"),
        },
        shared=("title", "description", "impact", "urgency", "customer", "site", "contact", "service", "item"),
        fields=("for_record", "skill", "planned_at", "work_minutes"),
        required=("for_record",),
        set_by_steps=("for_record",),
        facts=(
            "engineer", "dispatched_at", "eta_at", "arrived_at", "finished_at", "outcome", "findings", "parts_used",
            "confirmed_by", "hand_overs",
        ),
        panels=[NEAREST],
        queue_columns=("number", "title", "state", "due_at", "assignee", "customer", "opened_at"),
        register_roles=(*DISPATCHERS, *ENGINEERS, "problem_manager", "change_manager", "api_client"),
        revise_roles=DISPATCHERS,
        remark_roles=(*DISPATCHERS, *ENGINEERS, "director", "problem_manager", "api_client"),
        sights=dict.fromkeys(READERS, "all") | {"api_client": "customer"},
    )
)  # fmt: skip
