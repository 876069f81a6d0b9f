"""The demo's drill of last week, lived in its own time."""

import random

import pytest
import time_machine
from django.utils import timezone

from calls.models import Call
from demo import customers, staff
from demo.drill_story import DrillStory
from demo.faults import install_categories
from emergency.drills import percent_kept, score
from emergency.models import Emergency, Plan
from emergency.report import report_of
from records.sweep import sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def drill() -> Emergency:
    people = staff.hire()
    install_categories()
    customers.sign_contracts(random.Random(1))
    planned = []
    DrillStory(people, lambda at, act: planned.append((at, act)), timezone.now()).write()
    for at, act in sorted(planned, key=lambda one: one[0]):
        with time_machine.travel(at, tick=False):
            sweep()
            act()
    return Emergency.objects.get()


def test_it_is_over_marked_and_touched_nobody(drill: Emergency) -> None:
    assert (drill.state, drill.is_drill, drill.is_running, Call.objects.count()) == ("ended", True, False, 0)
    assert drill.title.startswith("DRILL:")


def test_its_plan_is_in_force(drill: Emergency) -> None:
    assert Plan.objects.get().in_force == drill.plan_version


def test_its_score_shows_who_did_not_answer(drill: Emergency) -> None:
    kept = [mark.is_kept for mark in score(drill)]
    assert True in kept
    assert percent_kept(drill) > 0
    told = report_of(drill)
    assert told.answered < told.called
    assert (told.span("sign").seconds, told.span("contain").seconds) == (3 * 60, 16 * 60)
