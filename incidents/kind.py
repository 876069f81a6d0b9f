"""What an incident is to everything generic."""

from django.utils.translation import gettext_lazy as _

from incidents.lifecycle import DESK, HANDLERS
from incidents.models import Incident
from incidents.panels import CAUSES, FAMILY
from incidents.similar_panel import SIMILAR
from records.kinds import Kind, State, register_kind

INCIDENT = register_kind(
    Kind(
        name="incident",
        plural="incidents",
        prefix="INC",
        model=Incident,
        label=_("incident"),
        label_plural=_("incidents"),
        icon="alert-triangle",
        initial="new",
        states={
            "new": State(_("new"), "new"),
            "assigned": State(_("assigned"), "active"),
            "in_progress": State(_("in progress"), "active"),
            "on_hold": State(_("on hold"), "waiting"),
            "resolved": State(_("resolved"), "done"),
            "closed": State(_("closed"), "ended"),
            "cancelled": State(_("cancelled"), "ended"),
        },
        fields=("channel", "symptom", "caused_by_item", "caused_by_change"),
        required=("title",),
        facts=(
            "parent",
            "hold_reason",
            "hold_until",
            "closure_code",
            "solution",
            "reopenings",
            "reassignment_count",
        ),
        panels=[CAUSES, FAMILY, SIMILAR],
        register_roles=(*DESK, "director", "second_line", "problem_manager", "api_client"),
        revise_roles=(*HANDLERS, "api_client"),
        remark_roles=(
            *HANDLERS,
            "director",
            "change_manager",
            "release_manager",
            "configuration_manager",
            "api_client",
        ),
        sights={
            **dict.fromkeys((*DESK, "director", "problem_manager", "change_manager"), "all"),
            **dict.fromkeys(("release_manager", "configuration_manager", "auditor", "administrator"), "all"),
            **dict.fromkeys(("field_engineer", "second_line", "developer"), "team"),
            "api_client": "customer",
            "purchaser": "none",
        },
    )
)
