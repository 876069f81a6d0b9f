"""What a discrepancy is to everything generic."""

from django.utils.translation import gettext_lazy as _

from discrepancies.lifecycle import KEEPERS, SECOND_PERSONS
from discrepancies.models import Discrepancy
from discrepancies.panels import OTHERS, PATTERN
from records.kinds import Kind, State, register_kind

READERS = (
    "agent", "shift_leader", "supervisor", "director", "incident_manager", "problem_manager", "change_manager",
    "release_manager", "configuration_manager", "field_engineer", "second_line", "developer", "auditor",
    "administrator",
)  # fmt: skip

DISCREPANCY = register_kind(
    Kind(
        name="discrepancy",
        plural="discrepancies",
        prefix="DIS",
        model=Discrepancy,
        label=_("discrepancy"),
        label_plural=_("discrepancies"),
        icon="arrows-diff",
        initial="reported",
        states={
            "reported": State(_("reported"), "new"),
            "confirmed": State(_("confirmed"), "active"),
            "corrected": State(_("corrected"), "ended"),
            "dismissed": State(_("dismissed"), "ended"),
        },
        shared=("item", "impact", "urgency"),
        is_the_desks=False,
        fields=("attribute", "observed", "origin", "evidence"),
        required=("item", "attribute", "observed"),
        facts=("recorded", "found_on", "confirmed_by", "corrected_to"),
        # What was confirmed must stay what it was.
        set_by_steps=("item", "attribute", "observed"),
        panels=[PATTERN, OTHERS],
        queue_columns=("number", "title", "state", "customer", "owner", "opened_at"),
        register_roles=(*SECOND_PERSONS, "agent", "change_manager", "api_client"),
        revise_roles=KEEPERS,
        remark_roles=(*SECOND_PERSONS, "agent", "director", "change_manager", "api_client"),
        sights=dict.fromkeys(READERS, "all") | {"api_client": "customer", "purchaser": "none"},
    )
)
