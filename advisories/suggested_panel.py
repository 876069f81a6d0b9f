"""Published advisories beside what they may answer, as known errors are."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from advisories.finding import advisories_for
from knowledge.suggested_panel import is_looked_up, offered_beside
from people.models import User
from records.kinds import Panel, register_panel
from records.models import Record


def suggested_for(record: Record, user: User) -> dict[str, Any] | None:
    """While it is open."""
    if not is_looked_up(record, user, "advisory"):
        return None
    text = f"{record.title}\n{record.description}"
    found = advisories_for(user, text, service_id=record.service_id, item_id=record.item_id)
    return offered_beside(record, user, [(one, one.advisory) for one in found]) if found else None


SUGGESTED = register_panel(
    Panel(
        name="suggested_advisories",
        title=_("Advisories for customers"),
        template="advisories/suggested_panel.html",
        context=suggested_for,
        position=23,
    )
)
