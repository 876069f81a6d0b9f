"""The callers of a record: those who rang about it want to hear how it ends."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from people.models import Contact
from records.models import JournalEntry, Record
from records.recipients import Recipient, register_recipient


def callers(record: Record, entry: JournalEntry) -> Iterable[Contact]:
    return Contact.objects.filter(calls__record=record.pk, is_active=True).distinct()


CALLERS = register_recipient(
    Recipient(name="callers", label=_("everybody who called about it"), find=callers, is_outside=True)
)
