"""Who is told of changes and parts, as far as only changes know it."""

from collections.abc import Iterable
from typing import Any, cast

from django.utils.translation import gettext_lazy as _

from changes.models import Approval, PartsOrder
from changes.votes import delegates_of
from people.models import User
from records.models import JournalEntry, Record
from records.recipients import Recipient, register_recipient


def board_of(record: Record, entry: JournalEntry) -> Iterable[User]:
    """The members who have not voted yet, and who votes for them today; nobody for what is no change."""
    if record.kind != "change":
        return []
    latest = Approval.objects.filter(change=record.pk).order_by("-round").values("round")[:1]
    seats = Approval.objects.filter(change=record.pk, vote="", round__in=latest).order_by("pk")
    members = [seat.member for seat in seats.select_related("member") if seat.member.is_active]
    return [*members, *delegates_of(members)]


def waiting_for_part(record: Record, entry: JournalEntry) -> Iterable[User]:
    """Owner and assignee of the change that waits for the part."""
    if record.kind != "parts_order":
        return []
    # The manager is inherited, and django-stubs reads it as that of Record.
    orders = cast("Any", PartsOrder.objects).select_related("for_change__owner", "for_change__assignee")
    change = orders.get(pk=record.pk).for_change
    return [person for person in (change.owner, change.assignee) if person is not None]


register_recipient(Recipient(name="change_board", label=_("board that judges the change"), find=board_of))
register_recipient(
    Recipient(name="waiting_for_part", label=_("who waits for the part"), find=waiting_for_part)
)
