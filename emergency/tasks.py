"""What the beat starts."""

from celery import shared_task

from emergency import surge_learning, watch, watching


@shared_task(ignore_result=True)
def watch_surges() -> None:
    watching.look()


@shared_task(ignore_result=True)
def learn_usual_weeks() -> None:
    surge_learning.learn_usual_weeks()


@shared_task(ignore_result=True)
def look_after_emergencies() -> None:
    watch.look()
