"""Mail without a mail server: what would be sent is kept, and shown on the page of the mailbox."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from notifications.models import SentMail


class MailboxBackend(BaseEmailBackend):
    """Django's e-mail backend of the one-command start."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        # Rendering refuses what SMTP would refuse: a line break in a header, an address that is none.
        kept = [
            SentMail(
                sender=message.from_email,
                to=message.recipients(),
                subject=str(message.subject),
                body=str(message.body),
                message_id=str(message.message()["Message-ID"] or ""),
            )
            for message in email_messages
        ]
        return len(SentMail.objects.bulk_create(kept))


def is_kept_here() -> bool:
    """Whether mails are kept instead of sent."""
    return f"{__name__}.{MailboxBackend.__name__}" == settings.EMAIL_BACKEND
