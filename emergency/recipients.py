"""Who is told of an emergency, as far as only it knows: signers, called people, affected callers."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from emergency.models import AttachedIncident, Called, Emergency
from people.models import Contact, User
from records.models import JournalEntry, Record
from records.recipients import Recipient, register_recipient


def _emergency(record: Record) -> Emergency | None:
    if record.kind != "emergency":
        return None
    found = record.specific
    assert isinstance(found, Emergency)
    return found


def signers(record: Record, entry: JournalEntry) -> Iterable[User]:
    """Whoever may sign it now."""
    emergency = _emergency(record)
    if emergency is None:
        return []
    roles = emergency.signer_roles
    return User.objects.filter(is_active=True, is_system=False, roles__in=roles).distinct().order_by("pk")


def proposers(record: Record, entry: JournalEntry) -> Iterable[User]:
    """Whoever may propose it; once it is proposed, who did."""
    emergency = _emergency(record)
    if emergency is None:
        return []
    if emergency.proposed_by is not None:
        return [emergency.proposed_by]
    role = emergency.plan_version.proposer_role
    return User.objects.filter(is_active=True, is_system=False, roles=role).order_by("pk")


def called(record: Record, entry: JournalEntry) -> Iterable[User]:
    """Everybody on the roll-call."""
    lines = Called.objects.filter(emergency=record.pk, substitute__isnull=True, user__isnull=False)
    return _people(lines)


def named_in_entry(record: Record, entry: JournalEntry) -> Iterable[User]:
    """Of whom this line of the journal speaks: who is reminded, who is called instead."""
    name = "substitute" if "substitute" in entry.changes else "called"
    _before, after = entry.changes.get(name) or (None, None)
    key = after.get("id") if isinstance(after, dict) else None
    return User.objects.filter(pk=key) if key else []


def affected(record: Record, entry: JournalEntry) -> Iterable[Contact]:
    """The callers of the attached incidents, each once. Of a drill nobody outside is told."""
    emergency = _emergency(record)
    if emergency is None or emergency.is_drill:
        return []
    incidents = AttachedIncident.objects.filter(emergency=emergency, incident__contact__isnull=False)
    keys = incidents.values("incident__contact")
    return Contact.objects.filter(pk__in=keys, is_active=True).order_by("pk")


def told_at_end(record: Record, entry: JournalEntry) -> Iterable[User]:
    """Who gets the mail at the end: the roles that the plan names for it, and the shift leader who proposed it."""
    emergency = _emergency(record)
    if emergency is None:
        return []
    lines = Called.objects.filter(
        emergency=emergency, is_told_at_end=True, substitute__isnull=True, user__isnull=False
    )
    people = {person.pk: person for person in _people(lines)}
    if emergency.proposed_by is not None:
        people.setdefault(emergency.proposed_by.pk, emergency.proposed_by)
    return people.values()


def _people(lines: Any) -> list[User]:
    return list(User.objects.filter(pk__in=lines.values("user")).order_by("pk"))


for _name, _label, _find in (
    ("emergency_signers", _("who signs the emergency"), signers),
    ("emergency_proposers", _("who proposes the emergency"), proposers),
    ("emergency_called", _("everybody on the roll-call of the emergency"), called),
    ("emergency_named", _("whom the line of the roll-call names"), named_in_entry),
    ("emergency_told_at_end", _("who gets the mail at the end of the emergency"), told_at_end),
):
    register_recipient(Recipient(name=_name, label=_label, find=_find))
register_recipient(
    Recipient(
        name="emergency_affected",
        label=_("callers of the attached incidents"),
        find=affected,
        is_outside=True,
    )
)
