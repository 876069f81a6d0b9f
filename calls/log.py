"""Logging a call. A call is never refused for what it lacks: an unknown caller is written down as he gives himself."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from calls.models import Call
from people.models import User
from records.actions import remark
from records.models import Record


@transaction.atomic
def log_call(*, by: User, record: Record | None = None, **fields: Any) -> Call:
    """Write a call down; with `record`, also in that record's journal. Raises Forbidden.

    Fields are those of `Call`. A call about no record counts as answered at once only where that is said.
    """
    by.rights.require("call", "log")
    contact = fields.get("contact")
    if contact is not None and fields.get("customer") is None:
        fields["customer"] = contact.customer
    fields.setdefault("ended_at", timezone.now())
    call = Call.objects.create(agent=by, record=record, **fields)
    if record is not None:
        remark(
            record,
            by=by,
            text=call.reason,
            step="call_in" if call.direction == Call.Direction.IN else "call_out",
            changes={
                "call": [None, {"id": call.pk, "label": str(contact or call.caller_name or call.number)}]
            },
        )
    return call
