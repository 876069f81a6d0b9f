"""Follow-ups: asking somebody for something on a record by a time, and answering on the record."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from records import clocks
from records.actions import remark
from records.errors import Refused
from records.models import FollowUp, Record
from records.moments import check_to_come
from records.sight import DECIDING, admits


def _told(follow_up: FollowUp) -> dict[str, list[object]]:
    return {
        "asked_of": [None, {"id": follow_up.asked_of_id, "label": str(follow_up.asked_of)}],
        "what": [None, follow_up.what],
        "due_at": [None, follow_up.due_at.isoformat()],
    }


@transaction.atomic
def ask(
    record: Record, *, by: User, asked_of: User, what: str, due_at: datetime, via: str = "page"
) -> FollowUp:
    """Ask `asked_of` for something by `due_at`. He must be able to see the record."""
    try:
        check_to_come(due_at)
    except ValidationError as error:
        raise ValidationError({"due_at": error.messages}) from error
    if not admits(asked_of.rights, {name: getattr(record, name) for name in DECIDING}):
        raise ValidationError({"asked_of": _("This person cannot see the record: ask somebody who can.")})
    follow_up = FollowUp.objects.create(
        record_id=record.pk, asked_by=by, asked_of=asked_of, what=what, due_at=due_at
    )
    remark(record, by=by, text="", step="ask", via=via, changes=_told(follow_up))
    clocks.start_follow_up(follow_up)
    return follow_up


@transaction.atomic
def answer(follow_up: FollowUp, *, by: User, text: str, via: str = "page") -> FollowUp:
    """Answer a follow-up on its record. Anybody who may remark may answer."""
    locked = _open(follow_up)
    locked.answer, locked.answered_by, locked.answered_at = text, by, timezone.now()
    locked.save(update_fields=["answer", "answered_by", "answered_at"])
    remark(locked.record, by=by, text=text, step="answer", via=via, changes=_told(locked))
    clocks.stop_follow_up(locked)
    return locked


@transaction.atomic
def withdraw(follow_up: FollowUp, *, by: User, reason: str = "", via: str = "page") -> FollowUp:
    """Take a follow-up back. Only who asked may."""
    locked = _open(follow_up)
    if locked.asked_by_id != by.pk:
        raise Refused(_("Only %(person)s, who asked for it, can withdraw it.") % {"person": locked.asked_by})
    return _take_back(locked, "withdraw", by=by, reason=reason, via=via)


@transaction.atomic
def lapse(follow_up: FollowUp, *, by: User, via: str = "page") -> FollowUp:
    """Close what lost its meaning with what happened to its record, whoever asked for it."""
    return _take_back(_open(follow_up), "lapse", by=by, reason="", via=via)


def _take_back(locked: FollowUp, step: str, *, by: User, reason: str, via: str) -> FollowUp:
    locked.withdrawn_at = timezone.now()
    locked.save(update_fields=["withdrawn_at"])
    remark(locked.record, by=by, text=reason, step=step, via=via, changes=_told(locked))
    clocks.stop_follow_up(locked)
    return locked


def _open(follow_up: FollowUp) -> FollowUp:
    # The record first, as every door does: two locks taken in one order never wait for each other.
    Record.objects.select_for_update().only("pk").get(pk=follow_up.record_id)
    locked = FollowUp.objects.select_for_update(of=("self",)).select_related("record").get(pk=follow_up.pk)
    if not locked.is_open:
        raise Refused(_("This follow-up is closed already."))
    return locked
