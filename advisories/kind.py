"""What an advisory is to everything generic."""

from django.utils.translation import gettext_lazy as _

from advisories.lifecycle import MAILERS, WRITERS
from advisories.models import Advisory
from advisories.panels import TEXTS
from records.kinds import Kind, State, register_kind

READERS = (
    *WRITERS, "director", "incident_manager", "change_manager", "release_manager", "configuration_manager",
    "field_engineer", "purchaser", "auditor", "administrator",
)  # fmt: skip

ADVISORY = register_kind(
    Kind(
        name="advisory",
        plural="advisories",
        prefix="ADV",
        model=Advisory,
        label=_("advisory"),
        label_plural=_("advisories"),
        icon="umbrella",
        initial="draft",
        states={
            "draft": State(_("draft"), "new"),
            "in_review": State(_("in review"), "waiting"),
            "published": State(_("published"), "done"),
            "retired": State(_("retired"), "ended"),
        },
        shared=("title", "description", "service", "category"),
        is_the_desks=False,
        set_by_steps=("based_on",),
        fields=("based_on", "equipment", "season"),
        facts=("edition", "reviewer", "technical_by", "plain_by", "published_plain"),
        panels=[TEXTS],
        queue_columns=("number", "title", "state", "service", "owner", "opened_at"),
        register_roles=WRITERS,
        revise_roles=(*MAILERS, "second_line", "developer"),
        remark_roles=(*WRITERS, "director", "incident_manager", "field_engineer"),
        sights=dict.fromkeys(READERS, "all"),
    )
)
