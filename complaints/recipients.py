"""Who is told of complaints, as far as only they know it."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from complaints.overseers import overseers
from people.models import User
from records.models import JournalEntry, Record
from records.recipients import Recipient, register_recipient


def supervisors_of(record: Record, entry: JournalEntry) -> Iterable[User]:
    """Where the supervisor is the one complained about, the director."""
    return overseers(record, "supervisor", "director") if record.kind == "complaint" else []


def directors_of(record: Record, entry: JournalEntry) -> Iterable[User]:
    """Where the director is the one complained about, the supervisor."""
    return overseers(record, "director", "supervisor") if record.kind == "complaint" else []


register_recipient(
    Recipient(name="complaint_supervisor", label=_("supervisor of the complaint"), find=supervisors_of)
)
register_recipient(
    Recipient(name="complaint_director", label=_("director of the complaint"), find=directors_of)
)
