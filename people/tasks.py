from celery import shared_task

from people import sign_ins


@shared_task
def forget_expired_sessions() -> None:
    sign_ins.purge()
