"""What a problem is to everything generic."""

from django.utils.translation import gettext_lazy as _

from problems.lifecycle import ANALYSTS, DESK
from problems.models import Problem
from problems.panels import INCIDENTS
from records.gathering import Gathering, register_gathering
from records.kinds import Kind, State, register_kind

MANAGERS = ("change_manager", "release_manager", "configuration_manager")
OPENERS = (*DESK, *ANALYSTS, *MANAGERS, "director")

EXPLAIN = register_gathering(
    Gathering(
        name="problem",
        label=_("Add to a problem"),
        label_new=_("Open a problem"),
        icon="zoom-question",
        of="incident",
        into="problem",
        step="add_incidents",
        given="incidents",
        inherited=("service", "item", "category", "impact", "urgency"),
    )
)
PROBLEM = register_kind(
    Kind(
        name="problem",
        plural="problems",
        prefix="PRB",
        model=Problem,
        label=_("problem"),
        label_plural=_("problems"),
        icon="zoom-question",
        initial="logged",
        states={
            "logged": State(_("logged"), "new"),
            "investigating": State(_("investigating"), "active"),
            "known_error": State(_("known error"), "active"),
            "change_pending": State(_("change pending"), "waiting"),
            "resolved": State(_("resolved"), "done"),
            "closed": State(_("closed"), "ended"),
            "cancelled": State(_("cancelled"), "ended"),
        },
        is_the_desks=False,
        fields=("origin", "is_major", "root_cause", "workaround"),
        facts=("closure_code", "solution", "went_well", "went_wrong", "prevention", "reviewed_at"),
        panels=[INCIDENTS],
        register_roles=(*OPENERS, "api_client"),
        revise_roles=(*ANALYSTS, "supervisor", "incident_manager"),
        remark_roles=(*OPENERS, "field_engineer", "api_client"),
        sights={
            **dict.fromkeys((*OPENERS, "field_engineer", "auditor", "administrator"), "all"),
            "api_client": "customer",
            "purchaser": "none",
        },
    )
)
