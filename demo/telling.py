"""What people were told in the demo's week: mails lie in the mailbox, and bells were answered the same day."""

from datetime import timedelta

from django.utils import timezone

from notifications.channels import email
from notifications.composing import tell_all
from notifications.mailbox import MailboxBackend
from notifications.reading import answer_all_before
from notifications.tidings import tell_tidings

ANSWERED_AFTER = timedelta(hours=3)


def tell() -> None:
    """Tell what is new, at the time it is now in the demo. Mails are kept here, whatever server is configured."""
    if tell_all() + tell_tidings():
        email.sweep(MailboxBackend())
    answer_all_before(timezone.now() - ANSWERED_AFTER)
