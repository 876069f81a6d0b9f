"""What the beat starts."""

from celery import shared_task

from releases.halting import halt_where_too_many_reported


@shared_task(ignore_result=True)
def halt_releases() -> None:
    halt_where_too_many_reported()
