"""The calls about a record, beside it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from calls.models import Call
from people.models import User
from records.kinds import Panel, register_panel
from records.models import Record
from records.sight import sees_internal

MOST_SHOWN = 8


def calls_on(record: Record, user: User) -> dict[str, Any] | None:
    """The latest calls; who sees the record sees them, a customer's own account apart."""
    if not sees_internal(user.rights, record.kind):
        return None
    found = Call.objects.filter(record_id=record.pk).select_related("agent", "contact")
    calls = list(found.order_by("-started_at", "-pk")[: MOST_SHOWN + 1])
    return {"calls": calls[:MOST_SHOWN], "has_more": len(calls) > MOST_SHOWN} if calls else None


CALLS = register_panel(
    Panel(name="calls", title=_("Calls"), template="calls/panel.html", context=calls_on, position=40)
)
