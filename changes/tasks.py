"""What the beat starts."""

from celery import shared_task

from changes.vote_links import forget_old_links


@shared_task(ignore_result=True)
def forget_vote_links() -> None:
    forget_old_links()
