"""Mail without a mail server: what would be sent is kept, and shown on the page of the mailbox."""

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from notifications.models import SentFile, SentMail


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
        with transaction.atomic():
            made = SentMail.objects.bulk_create(kept)
            files = [
                file
                for mail, message in zip(made, email_messages, strict=True)
                for file in _files_of(mail, message)
            ]
            SentFile.objects.bulk_create(files)
        return len(made)


def _files_of(mail: SentMail, message: EmailMessage) -> Iterator[SentFile]:
    for part in message.message().walk():
        name = part.get_filename()
        if name:
            yield SentFile(
                mail=mail,
                name=name,
                content_type=part.get_content_type(),
                content=part.get_payload(decode=True),
            )


def is_kept_here() -> bool:
    """Whether mails are kept instead of sent."""
    return f"{__name__}.{MailboxBackend.__name__}" == settings.EMAIL_BACKEND
