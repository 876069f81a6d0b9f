"""What the beat starts."""

from celery import shared_task

from servicedesk.reports import mailing


@shared_task(ignore_result=True)
def mail_reports() -> None:
    mailing.begin_what_is_due()
    mailing.send_what_waits()
