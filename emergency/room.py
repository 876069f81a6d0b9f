"""What the emergency room shows, one question a function. Pages and REST ask here; nothing is changed.

The steps of the life are taken through `records.actions.advance`, as everywhere.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from emergency.attaching import matching
from emergency.criteria import Criterion, Measured, criteria_in, measure
from emergency.ending import quiet_from, quiet_until, shortfalls
from emergency.models import AttachedIncident, Check
from emergency.roll_call import standing_lines
from notifications.models import Notice
from people.models import User
from problems.similar import Asked, Fault, similar_faults
from records.models import JournalEntry
from records.telling import Told, tell
from visits.models import Visit

if TYPE_CHECKING:
    from emergency.models import Emergency

ENDS = ("end", "overrule")
WARNED = "clock_warned"
SHOWN = 500
# The manager is inherited, and django-stubs reads it as that of Record.
VISITS: Any = Visit.objects


@dataclass(frozen=True)
class Quiet:
    """The quiet time: since when nobody reported it, until when it has to last. `is_kept` once it has."""

    since: datetime
    until: datetime
    restarts: int

    @property
    def is_kept(self) -> bool:
        return timezone.now() >= self.until

    @property
    def seconds_left(self) -> int:
        return max(round((self.until - timezone.now()).total_seconds()), 0)


def time_line(emergency: "Emergency", *, newest_first: bool = False) -> list[Told]:
    """Its journal and that of the visits made for it, in the reader's language; a clock's warnings are left to the
    journal, or they would bury what people did. Two queries."""
    visits = VISITS.filter(for_record=emergency.pk).values("pk")
    own = JournalEntry.objects.filter(record=emergency.pk)
    entries = (own | JournalEntry.objects.filter(record__in=visits)).exclude(step=WARNED)
    entries = entries.select_related("by", "record")
    ordered = entries.order_by("-at", "-pk")[:SHOWN]
    told = [tell(entry, entry.record.declared) for entry in ordered]
    return told if newest_first else told[::-1]


def criteria_signed(emergency: "Emergency") -> list[Criterion]:
    """The criteria with the figures of the evidence that counts."""
    return criteria_in(emergency.evidence)


def criteria_now(emergency: "Emergency") -> Measured:
    """The same criteria measured at this moment."""
    return measure(emergency.plan_version, drill=emergency.drill)


def roll_call(emergency: "Emergency") -> list[Any]:
    """The lines that count, with post or role, person, reasons, task, visit and ETA (`models.roll_call.Called`)."""
    return list(standing_lines(emergency))


def decisions(emergency: "Emergency") -> list[JournalEntry]:
    """What was decided, oldest first; the words are the entry's note."""
    rows = JournalEntry.objects.filter(record=emergency.pk, step="decide").select_related("by")
    return list(rows.order_by("at", "pk"))


def tasks(emergency: "Emergency") -> list[Any]:
    """Follow-ups, open ones first, by their due time."""
    rows = emergency.follow_ups.filter(withdrawn_at__isnull=True).select_related("asked_of", "asked_by")
    return sorted(rows, key=lambda one: (not one.is_open, one.due_at, one.pk))


def checks(emergency: "Emergency") -> list[Check]:
    return list(emergency.checks.select_related("done_by"))


def attached(emergency: "Emergency") -> Any:
    """The attached incidents, newest first: rows with `incident`, `attached_at`, `settled_at`."""
    rows = AttachedIncident.objects.filter(emergency=emergency)
    return rows.select_related("incident__customer", "incident__contact").order_by("-pk")


def unattached(emergency: "Emergency", user: User) -> Any:
    """Incidents that match and are not attached yet, as far as this person sees them."""
    from incidents.models import Incident

    if emergency.is_drill or not emergency.is_running:
        return Incident.objects.none()
    seen = Incident.objects.visible_to(user)
    return matching(emergency).filter(pk__in=seen.values("pk")).order_by("-opened_at")


def quiet(emergency: "Emergency") -> Quiet | None:
    """None before it is contained, and once it has ended."""
    since, until = quiet_from(emergency), quiet_until(emergency)
    if since is None or until is None or emergency.ended_at is not None:
        return None
    return Quiet(since, until, emergency.quiet_restarts)


def missing(emergency: "Emergency") -> list[str]:
    """Why it cannot end yet, in sentences; empty where it can, and where it has not come so far."""
    return shortfalls(emergency) if emergency.state in ("contained", "verifying") else []


def similar(emergency: "Emergency", user: User, *, limit: int = 5) -> list[Fault]:
    """Faults of history most like it, for the problem manager: by the words of what its callers report, attached to it
    or, while it is only proposed, still to be."""
    reported = _reported(emergency)
    words = reported.order_by("pk").values_list("title", flat=True)[:20]
    text = "\n".join([emergency.title, *dict.fromkeys(words)])
    mine = reported.values_list("pk", flat=True)
    asked = Asked(text=text, service_id=emergency.service_id, except_ids=frozenset(mine))
    return similar_faults(user, asked, limit=limit)


def _reported(emergency: "Emergency") -> Any:
    from incidents.models import Incident

    attached_here: Any = Incident.objects.filter(emergency_attachment__emergency=emergency)
    return attached_here if emergency.is_drill or attached_here.exists() else matching(emergency)


def closing_mails(emergency: "Emergency") -> list[Notice]:
    """The mail at the end, one notice for each who gets it: its state is the proof of its delivery."""
    rows = Notice.objects.filter(record=emergency.pk, channel="email", entry__step__in=ENDS)
    return list(rows.select_related("user", "entry").order_by("pk"))
