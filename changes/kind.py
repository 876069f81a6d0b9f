"""What a change and a parts order are to everything generic."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from changes.models import Change, PartsOrder
from changes.openness import BUILDERS, VOTERS
from changes.panels import APPROVALS, PARTS, REACH, RISK, TESTS, WINDOW
from changes.parts_lifecycle import BUYERS
from records.kinds import Kind, State, register_kind
from records.metrics import Metric, register_metric

DESK = ("agent", "shift_leader", "supervisor", "incident_manager", "director")
READERS = (
    *DESK, "problem_manager", "change_manager", "release_manager", "configuration_manager", "field_engineer",
    "second_line", "developer", "purchaser", "auditor", "administrator",
)  # fmt: skip

register_metric(Metric(name="change_window", label=_("window of the change"), is_target=False))
register_metric(Metric(name="parts_promise", label=_("promise of the supplier"), is_target=False))

CHANGE = register_kind(
    Kind(
        name="change",
        plural="changes",
        prefix="CHG",
        model=Change,
        label=_("change"),
        label_plural=pgettext_lazy("kind of record", "changes"),
        icon="replace",
        initial="draft",
        states={
            "draft": State(_("draft"), "new"),
            "submitted": State(_("submitted"), "new"),
            "assessed": State(_("assessed"), "active"),
            "approved": State(_("approved"), "active"),
            "rejected": State(_("rejected"), "waiting"),
            "scheduled": State(_("scheduled"), "active"),
            "waiting_for_parts": State(_("waiting for parts"), "waiting"),
            "in_progress": State(_("in progress"), "active"),
            "done": State(_("done"), "done"),
            "backed_out": State(_("backed out"), "done"),
            "reviewed": State(_("reviewed"), "done"),
            "closed": State(_("closed"), "ended"),
            "cancelled": State(_("cancelled"), "ended"),
        },
        is_the_desks=False,
        fields=("sort", "standard", "origin", "plan", "back_out_plan", "tests"),
        facts=("starts_at", "ends_at", "risk", "began_at", "has_failed", "outcome"),
        panels=[APPROVALS, RISK, WINDOW, TESTS, REACH, PARTS],
        queue_columns=("number", "title", "state", "due_at", "assignee", "team", "customer", "opened_at"),
        register_roles=(*BUILDERS, "supervisor", "incident_manager"),
        revise_roles=BUILDERS,
        remark_roles=(*VOTERS, "agent", "shift_leader", "purchaser"),
        sights=dict.fromkeys(READERS, "all") | {"api_client": "customer"},
    )
)

PARTS_ORDER = register_kind(
    Kind(
        name="parts_order",
        plural="parts-orders",
        prefix="PO",
        model=PartsOrder,
        label=_("parts order"),
        label_plural=_("parts orders"),
        icon="package",
        initial="requested",
        states={
            "requested": State(_("requested"), "new"),
            "ordered": State(_("ordered"), "waiting"),
            "received": State(_("received"), "done"),
            "issued": State(_("issued"), "ended"),
            "cancelled": State(_("cancelled"), "ended"),
        },
        shared=("title", "description", "urgency", "customer", "site", "item"),
        is_the_desks=False,
        fields=("for_change", "part", "quantity"),
        required=("title", "for_change", "part"),
        facts=("supplier", "ordered_at", "first_promised_at", "promise_at", "received_at"),
        queue_columns=(
            "number",
            "part",
            "quantity",
            "title",
            "state",
            "supplier",
            "due_at",
            "for_change",
            "assignee",
        ),
        own_columns=("part", "quantity", "supplier", "for_change"),
        register_roles=(*BUILDERS, "purchaser"),
        revise_roles=BUYERS,
        remark_roles=(*VOTERS, "purchaser", "agent", "shift_leader"),
        sights=dict.fromkeys(READERS, "all") | {"api_client": "none"},
    )
)
