"""E-mail, by whichever backend Django is given: SMTP, or the mailbox of the one-command start."""

import logging
import smtplib
import time
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from notifications import delivery
from notifications.bundles import Mail, by_address, claim_mails
from notifications.channels import Channel, register_channel
from notifications.models import Notice, Urgency
from people.models import Contact, User
from records.enclosures import enclose

PERMANENT = 500
logger = logging.getLogger(__name__)


def address_of_reader(reader: User | Contact) -> str | None:
    return reader.email


def sweep(connection: BaseEmailBackend | None = None) -> int:
    """Send what is due, over one connection, for about a minute at most. Returns how many notices were tried."""
    tried, ends_at = 0, time.monotonic() + delivery.RUN_SECONDS
    connection = connection or get_connection()
    try:
        while time.monotonic() < ends_at and (mails := claim_mails()):
            if not _send_all(connection, mails):
                break
            tried += sum(len(mail.notices) for mail in mails)
    finally:
        connection.close()
    return tried


def _send_all(connection: BaseEmailBackend, mails: list[Mail]) -> bool:
    """False where the way to the server is closed; what was not tried has been given back then."""
    for at, mail in enumerate(mails):
        try:
            connection.open()
            connection.send_messages([message_of(mail)])
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, ValueError) as refused:
            _refused(mail, refused)
        # SMTPException is one: not this mail is in trouble, but the way to the server.
        except OSError as closed:
            logger.warning("The mail server cannot be reached: %s", closed)
            connection.close()
            _wait(mails[at:], f"{type(closed).__name__}: {closed}")
            return False
        else:
            for notice in mail.notices:
                delivery.arrived(notice)
    return True


def _refused(mail: Mail, refused: Exception) -> None:
    """The server took the connection and refused this mail: for good (5xx, RFC 5321), or for now."""
    reason, is_final = reason_of(refused)
    for notice in mail.notices:
        if is_final:
            delivery.failed(notice, reason)
        else:
            delivery.put_off(notice, reason)


def reason_of(refused: Exception) -> tuple[str, bool]:
    """What the server said, and whether it is final."""
    code: int
    said: bytes | str
    if isinstance(refused, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(refused.recipients.values()))
    elif isinstance(refused, smtplib.SMTPResponseException):
        code, said = refused.smtp_code, refused.smtp_error
    else:
        return f"{type(refused).__name__}: {refused}", True
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return f"{code} {text}", code >= PERMANENT


def _wait(mails: list[Mail], reason: str) -> None:
    first, *untried = [notice for mail in mails for notice in mail.notices]
    delivery.put_off(first, reason)
    until: datetime = first.next_try_at or timezone.now() + delivery.wait_after(1)
    delivery.give_back(untried, until=until)
    delivery.put_off_all(Notice.objects.due("email"), reason, until=until)


def message_of(mail: Mail) -> EmailMessage:
    first = mail.notices[0]
    subject, body = (first.subject, _whole(first)) if mail.bundle is None else _listed(mail)
    return EmailMessage(
        subject=subject,
        body=body,
        to=[first.address],
        reply_to=_reply_to(first) if mail.bundle is None else None,
        headers=_headers(mail),
    )


def _whole(notice: Notice) -> str:
    """The text as it leaves the house, with what is enclosed for its reader alone."""
    if notice.user is None or notice.record is None:
        return notice.body
    return enclose(notice.body, notice.record, notice.user, site=settings.SITE_URL.rstrip("/"))


def _reply_to(notice: Notice) -> list[str] | None:
    desk = notice.record.desk if notice.record is not None else None
    return [desk.email] if desk is not None and desk.email else None


def _headers(mail: Mail) -> dict[str, str]:
    """Stable ids let a mail program thread the mails of one record, and show a mail that was sent twice once."""
    first = mail.notices[0]
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    headers = {
        "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answer to this
        "X-Auto-Response-Suppress": "All",
    }
    if mail.bundle is not None:
        headers["Message-ID"] = f"<bundle-{mail.bundle.pk}@{host}>"
    else:
        headers["Message-ID"] = f"<notice-{first.pk}@{host}>"
        headers["References"] = f"<{first.about or f'notice-{first.pk}'}@{host}>"
    if any(notice.urgency == Urgency.URGENT for notice in mail.notices):
        headers["Importance"] = "high"
    return headers


def _listed(mail: Mail) -> tuple[str, str]:
    """A bundle's subject and text: every notice on a line of its own, under its record's address."""
    records = by_address(mail.notices)
    with translation.override(mail.notices[0].language):
        count = len(mail.notices)
        subject = ngettext("%(count)s notice", "%(count)s notices", count) % {"count": count}
        opening = _t("Much has happened at once, so here it is in one mail. Nothing was left out.")
        parts = [
            "\n".join([address, *(f"- {_at(notice)} {notice.subject}" for notice in notices)])
            for address, notices in records.items()
        ]
    return f"{subject} – {settings.ITSM_NAME}", "\n\n".join([opening, *parts])


def _at(notice: Notice) -> str:
    return date_format(timezone.localtime(notice.created_at), "H:i")


EMAIL = register_channel(
    Channel(
        name="email", label=_("e-mail"), icon="mail", address_of=address_of_reader, sweep=sweep, encloses=True
    )
)
