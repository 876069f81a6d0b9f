"""How a call ended: noted once, the call logged, and what follows from it done, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from calls.log import log_call
from calls.models import Call
from outreach.answering import Given, lock, missing, write
from outreach.areas import AREA
from outreach.consequences import complain, report_contradictions, take_up_again
from outreach.models import Attempt, CallTask, Campaign, Question
from outreach.window import is_in_season, left_to_call, spare
from people import access_log
from people.accounts import system_user
from people.models import AccessLog, Contact, User
from records.actions import advance
from records.moments import check_to_come

Outcome = Attempt.Outcome
Fate = CallTask.Fate
SETTLES = {
    Outcome.REACHED: Fate.REACHED,
    Outcome.BROKEN: Fate.BROKEN,
    Outcome.REFUSED: Fate.REFUSED,
    Outcome.WRONG_NUMBER: Fate.WRONG_NUMBER,
}
UNREACHED = (Fate.REFUSED, Fate.WRONG_NUMBER, Fate.EXHAUSTED)


class WrongAnswers(ValidationError):
    """Answers that cannot be taken; `by_question` says which and why."""

    def __init__(self, by_question: dict[int, str]) -> None:
        super().__init__({f"answer_{key}": text for key, text in by_question.items()})
        self.by_question = by_question


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the caller tells of a call. `later_at` goes with "later"; `is_complaint` makes a complaint of the note."""

    outcome: str
    answers: Mapping[int, Given] = field(default_factory=dict)
    note: str = ""
    later_at: datetime | None = None
    is_complaint: bool = False
    began_at: datetime | None = None
    key: str = ""


def note_outcome(task: CallTask, *, by: User, told: Told) -> Attempt:
    """Note how a call ended; sent twice with one key, noted once.

    Raises Forbidden; Refused where somebody else is calling him or he is settled; ValidationError by field,
    WrongAnswers by question.
    """
    by.rights.require(AREA, "call")
    if (known := _known(by, told.key)) is not None:
        return known
    try:
        return _note(task, by, told)
    except IntegrityError:
        # The same key twice at the same moment: the other one is done.
        if (known := _known(by, told.key)) is not None:
            return known
        raise


def _known(by: User, key: str) -> Attempt | None:
    return Attempt.objects.filter(by=by, key=key).first() if key else None


@transaction.atomic
def _note(task: CallTask, by: User, told: Told) -> Attempt:
    locked = lock(task, by)
    _check(locked, told)
    _answers(locked, by, told)
    call = _logged(locked, by, told)
    attempt = Attempt(task=locked, by=by, outcome=told.outcome, call=call, key=told.key)
    attempt.note = "" if told.is_complaint else told.note
    if told.outcome in (Outcome.REACHED, Outcome.BROKEN):
        report_contradictions(locked, by=by)
    if told.outcome == Outcome.BROKEN:
        words = "" if told.is_complaint else told.note
        attempt.incident = take_up_again(locked, by=by, words=words)
    if told.is_complaint:
        attempt.complaint = complain(locked, by=by, words=told.note)
    if told.outcome == Outcome.REFUSED:
        _never_again(locked, by)
    attempt.save()
    _settle(locked, told)
    _go_on(locked)
    return attempt


def _check(task: CallTask, told: Told) -> None:
    if told.outcome not in Outcome.values:
        raise ValidationError(
            {"outcome": _("Choose one of: %(choices)s.") % {"choices": ", ".join(Outcome.values)}}
        )
    if told.outcome != Outcome.LATER:
        return
    if told.later_at is None:
        raise ValidationError({"later_at": _("Say when he wants to be called.")})
    try:
        check_to_come(told.later_at)
    except ValidationError as error:
        raise ValidationError({"later_at": error.messages}) from error
    if not is_in_season(task.campaign, told.later_at):
        raise ValidationError({"later_at": _("The campaign is over by then: choose an earlier time.")})


def _answers(task: CallTask, by: User, told: Told) -> None:
    wrong = write(task, by=by, given=told.answers)
    if told.outcome == Outcome.REACHED:
        wrong = missing(task, Question.objects.filter(campaign=task.campaign_id)) | wrong
    if wrong:
        raise WrongAnswers(wrong)


def _logged(task: CallTask, by: User, told: Told) -> Call:
    """The call, out. Of a complaint it says nothing: the campaign is read by more people than the complaint is."""
    outcome = Outcome(told.outcome).label
    reason = _("%(outcome)s: %(note)s") % {"outcome": outcome, "note": told.note}
    is_plain = told.is_complaint or not told.note
    began = _began(told)
    contact = task.contact
    return log_call(
        by=by,
        record=task.campaign,
        direction=Call.Direction.OUT,
        contact=contact,
        customer=task.customer,
        number=number_of(contact),
        reason=str(outcome) if is_plain else reason,
        item=task.item,
        started_at=began,
        handle_seconds=round((timezone.now() - began).total_seconds()),
    )


def _began(told: Told) -> datetime:
    """When the person was shown, as the page says; what cannot be is taken for now."""
    now = timezone.now()
    if told.began_at is None or not now - timedelta(hours=4) < told.began_at <= now:
        return now
    return told.began_at


def number_of(contact: Contact | None) -> str:
    first = contact.phone_numbers.order_by("pk").first() if contact is not None else None
    return first.written if first is not None else ""


def _never_again(task: CallTask, by: User) -> None:
    assert task.contact is not None
    Contact.objects.filter(pk=task.contact.pk).update(is_do_not_call=True)
    changes = {"is_do_not_call": [False, True]}
    access_log.note(AccessLog.Event.CHANGED, by=by, subject=task.contact, changes=changes)


def _settle(task: CallTask, told: Told) -> None:
    now = timezone.now()
    task.leased_to = task.leased_until = None
    task.is_promised = told.outcome == Outcome.LATER
    if (fate := SETTLES.get(Outcome(told.outcome))) is not None:
        task.fate, task.next_at, task.settled_at = fate, None, now
    elif told.outcome == Outcome.LATER:
        task.next_at = told.later_at
    else:
        task.tries += 1
        task.next_at = now + timedelta(minutes=task.campaign.retry_minutes)
        if task.tries >= task.campaign.tries:
            task.fate, task.next_at, task.settled_at = Fate.EXHAUSTED, None, now
    task.save()


def _go_on(task: CallTask) -> None:
    """Replace who was drawn and cannot be reached; end the campaign after its last person.

    The campaign's row is locked since the call was logged, so that of two last calls the second one sees the first.
    """
    campaign = task.campaign
    if campaign.is_sampled and task.fate in UNREACHED:
        _draw_another(campaign)
    spare(campaign)
    if not left_to_call(campaign).exists():
        advance(campaign, "finish", by=system_user(), via="clock")


def _draw_another(campaign: Campaign) -> None:
    reserve = CallTask.objects.filter(campaign=campaign, fate=Fate.NOT_DRAWN).order_by("position").first()
    if reserve is not None:
        CallTask.objects.filter(pk=reserve.pk).update(fate=Fate.WAITING)
