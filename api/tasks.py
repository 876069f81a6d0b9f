from celery import shared_task

from api import idempotency


@shared_task
def forget_answers_that_nobody_asks_for() -> None:
    idempotency.forget()
