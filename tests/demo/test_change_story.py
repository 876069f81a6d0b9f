"""The demo's chain: from the customer's incident to the part that everybody waits for, lived through the doors."""

import random
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db.models import F
from django.utils import timezone

from changes.models import Change, PartsOrder
from demo import customers, staff
from demo.change_story import ChangeStory
from demo.faults import install_categories
from demo.ordinary_changes import OrdinaryChanges
from demo.story import Story
from demo.week import Week
from incidents.models import Incident
from people.models import User
from records.chain import chain_of

pytestmark = pytest.mark.django_db


class QuietWeek(Week):
    """The stories alone, without the calls of the day."""

    def _calls(self) -> Iterator[datetime]:
        return iter(())


@pytest.fixture
def lived() -> QuietWeek:
    people = staff.hire()
    install_categories()
    customers.offer_services()
    dice = random.Random(1)
    week = QuietWeek(people, [customers._customer(number, dice) for number in range(1, 10)], dice)
    for story in (week.story, *week.changes):
        if isinstance(story, (Story, ChangeStory, OrdinaryChanges)):
            story.write()
    for _at in week.play():
        pass
    return week


def test_the_chain_from_the_customers_incident_names_the_part_that_is_late(lived: QuietWeek) -> None:
    incident = Incident.objects.order_by("pk").first()
    assert incident is not None
    chain = chain_of(incident, User.objects.get(username="agent"))
    order = PartsOrder.objects.get(title__startswith="Communication boards")
    blocking = chain.blocking
    assert blocking is not None
    assert (blocking.record.number, blocking.days_late) == (order.number, 6)
    assert blocking.record.standing == "Huadong Electronics"
    kinds = [node.record.kind for _storey, nodes in chain.storeys() for node in nodes]
    assert [kind for kind in kinds if kind not in ("article", "visit")] == [
        "incident",
        "problem",
        "change",
        "parts_order",
    ]


def test_the_boards_agenda_the_calendar_and_the_figures_have_something_to_show(lived: QuietWeek) -> None:
    changes = Change.objects.all()
    assert changes.filter(state="waiting_for_parts").count() == 1
    assert changes.filter(state="assessed", starts_at__gt=timezone.now()).count() == 2
    assert changes.filter(state="closed", has_failed=True).count() == 1
    assert changes.filter(state="closed").count() >= 7
    assert PartsOrder.objects.filter(received_at__gt=F("first_promised_at")).count() == 1
