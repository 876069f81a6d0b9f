"""What a release is to everything generic."""

from django.utils.translation import gettext_lazy as _

from records.kinds import Kind, State, register_kind
from releases.lifecycle import BUILDERS, DESK, STOPPERS
from releases.models import Release
from releases.panels import DEPLOYED, READINESS, SHARE

READERS = (
    *DESK, "problem_manager", "change_manager", "release_manager", "configuration_manager", "field_engineer",
    "second_line", "developer", "purchaser", "auditor", "administrator",
)  # fmt: skip

RELEASE = register_kind(
    Kind(
        name="release",
        plural="releases",
        prefix="REL",
        model=Release,
        label=_("release"),
        label_plural=_("releases"),
        icon="rocket",
        initial="planned",
        states={
            "planned": State(_("planned"), "new"),
            "building": State(_("building"), "active"),
            "testing": State(_("testing"), "active"),
            "ready": State(_("ready"), "active"),
            "piloting": State(_("piloting"), "active"),
            "rolling_out": State(_("rolling out"), "active"),
            "halted": State(_("halted"), "waiting"),
            "rolled_back": State(_("rolled back"), "done"),
            "done": State(_("done"), "done"),
            "closed": State(_("closed"), "ended"),
        },
        is_the_desks=False,
        shared=("title", "description", "impact", "urgency", "service", "team", "assignee"),
        fields=("version_name", "fixes", "back_out_plan"),
        required=("title", "version_name", "service"),
        facts=(
            "pilot_started_at",
            "rolled_out_at",
            "halted_at",
            "halted_reports",
            "halted_deployed",
            "own_limit",
        ),
        panels=[SHARE, READINESS, DEPLOYED],
        queue_columns=("number", "title", "state", "service", "assignee", "owner", "opened_at"),
        register_roles=BUILDERS,
        revise_roles=BUILDERS,
        remark_roles=(
            *STOPPERS,
            *BUILDERS,
            *DESK,
            "problem_manager",
            "configuration_manager",
            "field_engineer",
        ),
        # A tool sees the releases whose deployment is entrusted to its account, and no others.
        sights=dict.fromkeys(READERS, "all") | {"api_client": "own"},
    )
)
