"""Reports by mail: begun once per day by one row, sent one by one, each as its own reader may see it.

What dies between the mail server's yes and our note of it sends one mail again; it carries the same Message-ID, so that
a mail program shows it once. `begin_what_is_due` and `send_what_waits` may run in any number of processes at once.
"""

import logging
import time
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from people.models import Role, User
from servicedesk.models import ReportMail, ReportPlan, ReportReader, ReportRun, ReportWish
from servicedesk.models.reports import GIVES_UP_AFTER
from servicedesk.reports.making import report_of
from servicedesk.reports.parts import Figure, Report
from servicedesk.reports.periods import finished_before
from servicedesk.reports.writing import written

RUN_SECONDS = 60
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
logger = logging.getLogger(__name__)


def begin_what_is_due(now: datetime | None = None) -> list[ReportRun]:
    """Line up the mails of every report whose time has come and that did not go out yet. Returns what was begun."""
    now = now or timezone.now()
    plans = ReportPlan.objects.filter(is_active=True)
    due = [(plan, plan.last_due(now)) for plan in plans]
    return [
        run
        for plan, at in due
        if at >= plan.since and (run := _begun(plan.report, timezone.localdate(at), now)) is not None
    ]


def _begun(report: str, on: date, now: datetime) -> ReportRun | None:
    with transaction.atomic():
        run, is_new = ReportRun.objects.get_or_create(report=report, on=on, defaults={"begun_at": now})
        if not is_new:
            return None
        ReportMail.objects.bulk_create(
            ReportMail(run=run, user=user, language=language, next_try_at=now)
            for user, language in readers_of(report)
        )
    return run


def readers_of(report: str) -> list[tuple[User, str]]:
    """Who is sent the report, and in which language: by role, and by what each said himself."""
    roles = Role.objects.filter(pk__in=ReportReader.objects.filter(report=report).values("role"))
    wishes = {wish.user_id: wish for wish in ReportWish.objects.filter(report=report)}
    by_role = set(User.objects.filter(roles__in=roles).values_list("pk", flat=True))
    wanted = by_role | {key for key, wish in wishes.items() if wish.is_wanted}
    wanted -= {key for key, wish in wishes.items() if not wish.is_wanted}
    people = (
        User.objects.filter(pk__in=wanted, is_active=True, is_system=False).exclude(email="").order_by("pk")
    )
    return [
        (user, (wishes[user.pk].language if user.pk in wishes else "") or user.language)
        for user in people
        if user.rights.may("reports", "see")
    ]


def send_what_waits() -> int:
    """Send what is due, for about a minute at most. Returns how many mails were tried."""
    tried, ends_at = 0, time.monotonic() + RUN_SECONDS
    while time.monotonic() < ends_at and _send_next():
        tried += 1
    return tried


def _send_next() -> bool:
    """One mail, its row locked meanwhile, so that no other process has it in hand."""
    with transaction.atomic():
        waiting = ReportMail.objects.filter(fate=ReportMail.Fate.QUEUED, next_try_at__lte=timezone.now())
        locked = waiting.select_for_update(of=("self",), skip_locked=True).select_related("run", "user")
        mail = locked.order_by("next_try_at", "pk").first()
        if mail is None:
            return False
        _send(mail)
        mail.save()
    return True


def _send(mail: ReportMail) -> None:
    mail.attempts += 1
    if not (mail.user.is_active and mail.user.rights.may("reports", "see")):
        mail.fate, mail.error = ReportMail.Fate.FAILED, _("no longer allowed")
        return
    try:
        message_of(mail).send()
    # The mail server, the way to it, an address that is none: told beside the mail and tried again.
    except (OSError, ValueError) as failed:
        logger.warning("A report could not be mailed: %s", failed)
        _put_off(mail, f"{type(failed).__name__}: {failed}"[:300])
    else:
        mail.fate, mail.sent_at, mail.error = ReportMail.Fate.SENT, timezone.now(), ""


def _put_off(mail: ReportMail, reason: str) -> None:
    mail.error = reason
    mail.next_try_at = timezone.now() + min(FIRST_WAIT * 2 ** (mail.attempts - 1), LONGEST_WAIT)
    if mail.next_try_at > mail.run.begun_at + GIVES_UP_AFTER:
        mail.fate = ReportMail.Fate.FAILED


def message_of(mail: ReportMail) -> EmailMessage:
    """The mail in its reader's language, with what he may see, the PDF attached."""
    with translation.override(mail.language):
        period = finished_before(mail.run.report, mail.run.on)
        report = report_of(mail.user, period, has_charts=False)
        message = EmailMessage(
            subject=f"{report.title} · {period.words} – {settings.ITSM_NAME}",
            body=_body(report),
            to=[mail.user.email],
            headers=_headers(mail),
        )
        message.attach(f"{period.name}.pdf", written(report, "pdf"), "application/pdf")
    return message


def _body(report: Report) -> str:
    site = settings.SITE_URL.rstrip("/")
    lines = [_("%(label)s: %(value)s") % {"label": one.label, "value": _told(one)} for one in report.figures]
    return "\n".join(
        [
            report.period.words,
            "",
            *lines,
            "",
            _("Every number with its list: %(url)s") % {"url": f"{site}{report.period.url()}"},
            _("The whole report is attached. You get it by your role or because you asked for it:"),
            f"{site}/reports/mails/",
        ]
    )


def _told(figure: Figure) -> str:
    return f"{figure.words} ({figure.note})" if figure.note else figure.words


def _headers(mail: ReportMail) -> dict[str, str]:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return {
        "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answer to this
        "X-Auto-Response-Suppress": "All",
        "Message-ID": f"<report-{mail.run.report}-{mail.run.on:%Y%m%d}-{mail.user_id}@{host}>",
    }
