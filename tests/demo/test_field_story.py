"""The demo's roster, its engineers on the road, and the complaint that came again."""

import random
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from complaints.models import Complaint
from complaints.repeats import by_customer, by_person
from demo import customers, staff
from demo.complaint_story import ComplaintStory
from demo.faults import install_categories
from demo.roster_story import RosterStory
from demo.story import Story
from demo.visit_story import VisitStory
from people.models import DutyPost, User
from records.sweep import sweep
from roster.duty import filling
from roster.gaps import Span, gaps
from roster.models import Swap
from visits.models import Visit
from visits.nearest import nearest_for

pytestmark = pytest.mark.django_db


class Lived:
    """What the stories plan, lived in their own time."""

    def __init__(self) -> None:
        self.staff, self.end = staff.hire(), timezone.now()
        install_categories()
        signed = customers.sign_contracts(random.Random(1))
        self.planned: list[tuple[Any, Any]] = []
        story = Story(self.staff, signed, self.end, self.plan)
        RosterStory(self.staff, self.end).write()
        for one in (
            story,
            VisitStory(self.staff, signed, self.plan, self.end),
            ComplaintStory(story, self.plan, self.end),
        ):
            one.write()
        self._live()

    def plan(self, at: Any, act: Any) -> None:
        self.planned.append((at, act))

    def _live(self) -> None:
        while self.planned:
            self.planned.sort(key=lambda one: one[0])
            at, act = self.planned.pop(0)
            with time_machine.travel(at, tick=False):
                sweep()
                act()
        sweep()


@pytest.fixture
def lived() -> Lived:
    return Lived()


def test_b_fills_the_servers_post_because_a_is_on_leave_and_he_is_at_a_customer(lived: Lived) -> None:
    found = filling(DutyPost.objects.select_related("first_holder", "second_holder").get(code="server"))
    assert (found.holder, found.person) == ("B", lived.staff["second-line-2"])
    assert "holiday" in found.reasons[0]
    assert Visit.objects.get(engineer=found.person, is_under_way=True).state == "on_site"


def test_one_visit_waits_and_the_nearest_free_engineer_has_the_skill(lived: Lived) -> None:
    waiting = Visit.objects.get(state="requested")
    answer = nearest_for(waiting)
    assert answer.best is not None
    assert waiting.skill in User.objects.get(pk=answer.best.known.pk).skills.all()
    assert any(option.known.busy_with for option in answer.runners_up)


def test_somebody_is_later_than_he_said(lived: Lived) -> None:
    assert Visit.objects.filter(state="travelling", eta_at__lt=timezone.now()).exists()


def test_the_roster_has_something_to_mend_and_a_swap_to_answer(lived: Lived) -> None:
    span = Span.of(timezone.now(), timezone.now() + timedelta(days=14))
    assert "away" in {gap.sort for gap in gaps(span)}
    assert Swap.objects.filter(outcome="open").count() == 1


def test_the_complaint_reached_the_director_by_itself_and_another_one_came_before_it(lived: Lived) -> None:
    boss, engineer = lived.staff["director"], lived.staff["field-engineer"]
    escalated = Complaint.objects.get(reached_director_at__isnull=False)
    assert escalated.about_record is not None
    assert escalated.journal.filter(step="go_to_director").count() == 1
    assert [row.subject for row in by_customer(boss)] == [escalated.customer]
    assert [row.subject for row in by_person(boss)] == [engineer]
