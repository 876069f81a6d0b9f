"""Published articles that may help, beside what they may solve: "helped" and "did not help" are one click each.

One key opens the record's solution with the article's plain words in it, and counts it as helping once that is kept.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from knowledge.finding import Told, articles_for
from knowledge.models import Use
from people.models import User
from records.kinds import Panel, register_panel
from records.models import Record
from records.sight import sees_internal
from records.steps import open_steps

# Kinds that are solved by what is known; a change or an order is not looked up.
SOLVED_BY_ARTICLES = frozenset({"incident", "problem", "complaint"})
SOLVING = "resolve"


def suggested_for(record: Record, user: User) -> dict[str, Any] | None:
    """While it is open. What was tried already is said so."""
    if not is_looked_up(record, user, "article"):
        return None
    found = articles_for(user, told_of(record, f"{record.title}\n{record.description}"))
    return offered_beside(record, user, [(one, one.article) for one in found]) if found else None


def is_looked_up(record: Record, user: User, kind: str) -> bool:
    """Whether texts of this kind are offered beside the record to this person."""
    if record.kind not in SOLVED_BY_ARTICLES or not record.is_open:
        return False
    return bool(user.rights.scopes_for(kind)) and sees_internal(user.rights, record.kind)


def told_of(record: Record, text: str) -> Told:
    return Told(
        text=text,
        service_id=record.service_id,
        item_id=record.item_id,
        category_id=record.category_id,
    )


def offered_beside(record: Record, user: User, found: list[tuple[Any, Any]]) -> dict[str, Any]:
    """What the box shows of (why it was found, the text itself): what was tried, and what the person may do with it."""
    tried = dict(Use.objects.filter(record=record.pk).values_list("article", "has_helped"))
    return {
        "found": [(why, text, tried.get(text.pk)) for why, text in found],
        "may_use": user.rights.may(record.kind, "remark"),
        "may_solve": may_solve(record, user),
    }


def may_solve(record: Record, user: User) -> bool:
    """Whether a text can become its solution now: a resolving that takes one is open to the person."""
    takes = [step.inputs for step in open_steps(record.specific, user) if step.name == SOLVING]
    is_told = any(inputs is not None and "solution" in inputs.base_fields for inputs in takes)
    return is_told and user.rights.may(record.kind, "remark")


SUGGESTED = register_panel(
    Panel(
        name="articles",
        title=_("Known errors and articles"),
        template="knowledge/suggested_panel.html",
        context=suggested_for,
        position=22,
    )
)
