"""The roll-call: who is called, who has answered, who is reminded, who stands in. Called from the steps of the life."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from emergency.dispatching import send
from emergency.manning import Reasons, in_each_language
from emergency.models import Called
from people.accounts import system_user
from people.models import User
from records import follow_ups
from records.models import FollowUp

if TYPE_CHECKING:
    from emergency.models import Emergency


def named(person: User) -> dict[str, Any]:
    """A person as a journal keeps him."""
    return {"id": person.pk, "label": str(person)}


def told_of(line: Called) -> dict[str, Any]:
    """The person of a line; where there is none, what he would fill."""
    return named(line.user) if line.user is not None else {"id": None, "label": line.what}


def standing_lines(emergency: "Emergency") -> Any:
    """The lines that count: those that nobody stands in for."""
    return (
        Called.objects.filter(emergency=emergency, substitute__isnull=True)
        .select_related(
            "post", "role", "user", "visit", "handed_on", "kept_by", "follow_up", "stands_in_for__user"
        )
        .order_by("pk")
    )


def call(line: Called, *, by: User) -> Called:
    """Save a line and set it in motion: his task as a follow-up, his way there, the time to answer. Inside a door."""
    now = timezone.now()
    line.called_at = line.next_at = now
    # Where there is nobody the beat says so at once; whoever is there has his time to answer.
    if line.user is not None:
        line.next_at = now + timedelta(minutes=line.emergency.plan_version.acknowledge_minutes)
    line.save()
    if line.user is not None:
        if line.is_sent:
            send(line)
        if line.task:
            line.follow_up = _task(line, now, by=by)
        line.save()
    return line


def answer(emergency: "Emergency", by: User) -> int:
    """Every line of this person is answered. Returns how many."""
    mine = Called.objects.filter(
        emergency=emergency, user=by, substitute__isnull=True, answered_at__isnull=True
    )
    return mine.update(answered_at=timezone.now(), next_at=None)


def is_manned(emergency: "Emergency") -> bool:
    """Whether somebody answered for every post and every role."""
    return not standing_lines(emergency).filter(answered_at__isnull=True).exists()


def stand_in(emergency: "Emergency", line: Called, person: User, *, by: User, said: str = "") -> Called:
    """Somebody else takes a line over, with its task; the first one's follow-up is withdrawn."""
    line = Called.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if line.emergency_id != emergency.pk or line.is_replaced:
        raise ValidationError({"line": _("Somebody stands in for this line already: choose the new one.")})
    if line.user_id == person.pk:
        raise ValidationError({"person": _("This person is called for it already: choose somebody else.")})
    Called.objects.filter(pk=line.pk).update(next_at=None)
    _lapse(line)
    return call(_line_of(person, line, _reasons(line, said)), by=by)


def release(emergency: "Emergency") -> None:
    """Nobody has to do any more what the plan asked for; what people asked of each other stays."""
    for line in standing_lines(emergency):
        _lapse(line)


def _line_of(person: User, line: Called, reasons: Reasons) -> Called:
    return Called(
        emergency=line.emergency,
        post=line.post,
        role=line.role,
        user=person,
        holder="",
        reasons=reasons,
        task=line.task,
        minutes=line.minutes,
        is_sent=line.is_sent,
        is_told_at_end=line.is_told_at_end,
        stands_in_for=line,
    )


def _reasons(line: Called, said: str) -> Reasons:
    if said:
        return in_each_language(lambda: [said])
    if line.user is None:
        return in_each_language(lambda: [_("Nobody was found before.")])
    return in_each_language(lambda: [_("%(person)s did not answer.") % {"person": line.user}])


def _task(line: Called, now: datetime, *, by: User) -> FollowUp:
    assert line.user is not None
    due_at = now + timedelta(minutes=line.minutes)
    return follow_ups.ask(
        line.emergency, by=by, asked_of=line.user, what=line.task, due_at=due_at, via="clock"
    )


def _lapse(line: Called) -> None:
    if line.follow_up is not None and line.follow_up.is_open:
        follow_ups.lapse(line.follow_up, by=system_user(), via="clock")
