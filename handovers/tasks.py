"""What the beat starts: a book lies ready before its shift ends."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from handovers.books import make
from handovers.models import Book, BookRules
from handovers.shifts import DAY, desks, shifts_of
from people.accounts import system_user


@shared_task(ignore_result=True)
def make_books() -> None:
    make_those_that_are_due()


def make_those_that_are_due() -> list[Book]:
    """The books of shifts that end within the lead time. What is there already is left as it is."""
    lead = timedelta(minutes=BookRules.current().lead_minutes)
    now = timezone.now()
    if not lead:
        return []
    made = []
    for desk in desks():
        for shift in shifts_of(desk, now - DAY, now + DAY):
            is_due = bool(shift.people) and now < shift.ends_at <= now + lead
            if is_due and not Book.objects.filter(desk=desk, starts_at=shift.starts_at).exists():
                made.append(make(desk, shift, by=system_user()))
    return made
