"""What a complaint is to everything generic."""

from django.utils.translation import gettext_lazy as _

from complaints.lifecycle import HANDLERS
from complaints.models import Complaint
from complaints.panels import BEFORE, OVERVIEW
from records.kinds import Kind, State, register_kind

COMPLAINT = register_kind(
    Kind(
        name="complaint",
        plural="complaints",
        prefix="CPL",
        model=Complaint,
        label=_("complaint"),
        label_plural=_("complaints"),
        icon="mood-sad",
        initial="received",
        states={
            "received": State(_("received"), "new"),
            "acknowledged": State(_("acknowledged"), "active"),
            "investigating": State(_("investigating"), "active"),
            "answered": State(_("answered"), "waiting"),
            "reopened": State(_("reopened"), "new"),
            "closed": State(_("closed"), "ended"),
            "withdrawn": State(_("withdrawn"), "ended"),
            "merged": State(_("merged"), "ended"),
        },
        shared=("title", "description", "impact", "urgency", "customer", "site", "contact", "service"),
        fields=("about", "about_person", "about_record", "received_at", "cause"),
        set_by_steps=("received_at",),
        is_kept_from_its_subject=True,
        facts=(
            "promise",
            "promise_at",
            "promise_kept_at",
            "answer",
            "answered_at",
            "verdict",
            "satisfaction",
            "satisfaction_words",
            "merged_into",
            "reached_director_at",
            "reopenings",
        ),
        panels=[OVERVIEW, BEFORE],
        queue_columns=("number", "title", "state", "due_at", "assignee", "owner", "customer", "opened_at"),
        register_roles=HANDLERS,
        revise_roles=HANDLERS,
        remark_roles=HANDLERS,
        # Only who handles it: his own for each, all of them for who answers for them.
        sights={
            **dict.fromkeys(("supervisor", "director", "auditor"), "all"),
            **dict.fromkeys(("agent", "shift_leader", "incident_manager"), "own"),
        },
    )
)
