"""The box "who was told" on every record page."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from notifications.models import Notice
from people.models import User
from records.kinds import Panel, register_panel
from records.models import Record
from records.sight import sees_internal

MOST_SHOWN = 8


def told(record: Record, user: User) -> dict[str, Any] | None:
    """The last notices about a record; nothing for a customer's own account."""
    if not sees_internal(user.rights, record.kind):
        return None
    found = list(
        Notice.objects.filter(record_id=record.pk)
        .select_related("user", "contact", "webhook")
        .order_by("-id")[: MOST_SHOWN + 1]
    )
    if not found:
        return None
    has_ledger = user.rights.may("ledger", "see")
    return {"notices": found[:MOST_SHOWN], "has_more": len(found) > MOST_SHOWN, "has_ledger": has_ledger}


WHO_WAS_TOLD = register_panel(
    Panel(
        name="told",
        title=_("Who was told"),
        template="notifications/panel.html",
        context=told,
        position=90,
    )
)
