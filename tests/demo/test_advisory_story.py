"""Half past two in the demo: the advisory against lightning; and the hand-over books of its last days."""

import random
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from advisories.models import Advisory, Mailing
from demo import customers, staff
from demo.advisory_story import PLAIN, AdvisoryStory
from demo.hand_over_story import HandOverStory
from demo.roster_story import RosterStory
from handovers.models import Book

pytestmark = pytest.mark.django_db
Planned = list[tuple[Any, Any]]


def live(planned: Planned) -> None:
    for at, act in sorted(planned, key=lambda one: one[0]):
        with time_machine.travel(at, tick=False):
            act()


def test_the_advisory_is_published_twice_and_was_mailed_once() -> None:
    people, planned = staff.hire(), []
    customers.sign_contracts(random.Random(1))
    AdvisoryStory(people, lambda at, act: planned.append((at, act)), timezone.now()).write()
    live(planned)
    first, second = Advisory.objects.order_by("pk")
    assert (first.state, first.edition, first.script, second.state) == ("published", 2, PLAIN, "in_review")
    assert Mailing.objects.get().recipients.count() > 40


def test_each_book_is_signed_by_two_and_the_last_one_waits() -> None:
    people, planned = staff.hire(), []
    end = timezone.now()
    RosterStory(people, end).write()
    HandOverStory(people, lambda at, act: planned.append((at, act)), end).write()
    live(planned)
    books = list(Book.objects.order_by("ends_at"))
    assert len(books) > 3
    assert all(book.is_signed for book in books[:-1])
    assert (books[-1].is_open, books[-1].is_signed) == (False, False)
