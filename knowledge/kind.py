"""What an article is to everything generic."""

from django.utils.translation import gettext_lazy as _

from knowledge.lifecycle import WRITERS
from knowledge.models import Article
from knowledge.panels import USES
from records.kinds import Kind, State, register_kind

READERS = (*WRITERS, "director", "change_manager", "release_manager", "purchaser", "auditor", "administrator")

ARTICLE = register_kind(
    Kind(
        name="article",
        plural="articles",
        prefix="KB",
        model=Article,
        label=_("article"),
        label_plural=_("articles"),
        icon="book",
        initial="draft",
        states={
            "draft": State(_("draft"), "new"),
            "in_review": State(_("in review"), "waiting"),
            "published": State(_("published"), "done"),
            "retired": State(_("retired"), "ended"),
        },
        shared=("title", "service", "item", "category"),
        is_the_desks=False,
        set_by_steps=(),
        fields=("sort", "plain", "technical", "symptom_words"),
        facts=("reviewer", "edition"),
        panels=[USES],
        queue_columns=("number", "title", "state", "service", "category", "owner", "opened_at"),
        register_roles=WRITERS,
        revise_roles=WRITERS,
        remark_roles=(*WRITERS, "director", "change_manager", "release_manager"),
        sights=dict.fromkeys(READERS, "all") | {"api_client": "customer"},
    )
)
