"""Published articles that may help, beside what they may solve: "helped" and "did not help" are one click each."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from knowledge.finding import Told, articles_for
from knowledge.models import Use
from people.models import User
from records.kinds import Panel, register_panel
from records.models import Record
from records.sight import sees_internal

# Kinds that are solved by what is known; a change or an order is not looked up.
SOLVED_BY_ARTICLES = frozenset({"incident", "problem", "complaint"})


def suggested_for(record: Record, user: User) -> dict[str, Any] | None:
    """While it is open. What was tried already is said so."""
    if record.kind not in SOLVED_BY_ARTICLES or not record.is_open:
        return None
    if not user.rights.scopes_for("article") or not sees_internal(user.rights, record.kind):
        return None
    found = articles_for(
        user,
        Told(
            text=f"{record.title}\n{record.description}",
            service_id=record.service_id,
            item_id=record.item_id,
            category_id=record.category_id,
        ),
    )
    if not found:
        return None
    tried = dict(Use.objects.filter(record=record.pk).values_list("article", "has_helped"))
    return {
        "found": [(one, tried.get(one.article.pk)) for one in found],
        "may_use": user.rights.may(record.kind, "remark"),
    }


SUGGESTED = register_panel(
    Panel(
        name="articles",
        title=_("Known errors and articles"),
        template="knowledge/suggested_panel.html",
        context=suggested_for,
        position=22,
    )
)
