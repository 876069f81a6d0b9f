"""A drill runs as in earnest, marked everywhere, and nobody outside learns of it."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from calls.models import Call
from emergency import room, watch
from emergency.drills import hold_drill, percent_kept, score
from emergency.models import AttachedIncident, Called, DrillCall, Emergency
from notifications.composing import tell_all
from notifications.models import Notice
from people.models import AccessLog
from records.actions import advance
from records.errors import Forbidden, Refused
from records.models import Record
from tests import cast
from tests.client import client_of
from tests.emergency.plans import PASSWORD, contain, fresh_of, manned_plan, player, signed_plan, storm
from tests.visits.people import engineer, sent
from visits.models import Visit

pytestmark = pytest.mark.django_db


def customers(how_many: int = 5) -> None:
    for _ in range(how_many):
        cast.service().customers.add(cast.customer())


def drilled(version, seed: int = 7) -> Emergency:
    customers()
    hold_drill(version.plan, by=cast.person("shift_leader"), seed=seed)
    watch.prepare_drills()
    return fresh_of(version)


def in_force(found: Emergency) -> Emergency:
    found = advance(found, "propose", by=cast.person("shift_leader"))
    return advance(found, "sign", by=player("supervisor"), password=PASSWORD)


def test_its_calls_prepare_a_marked_proposal_and_stand_in_no_list_of_calls() -> None:
    found = drilled(signed_plan())
    assert (found.is_drill, found.state, Call.objects.count()) == (True, "prepared", 0)
    assert found.title.startswith("DRILL:")


def test_the_same_seed_draws_the_same_calls() -> None:
    version = signed_plan()
    customers()
    first = hold_drill(version.plan, by=cast.person("shift_leader"), seed=7, minutes=5)
    told = [(one.customer_id, one.started_at - first.started_at) for one in first.calls.all()]
    first.calls.all().delete()
    first.delete()
    again = hold_drill(version.plan, by=cast.person("shift_leader"), seed=7, minutes=5)
    assert [(one.customer_id, one.started_at - again.started_at) for one in again.calls.all()] == told


def test_no_real_incident_is_attached_and_no_visit_changes_hands() -> None:
    b = engineer("Ben")
    version = manned_plan(a=b, b=engineer("Carl"))
    visit, incident = sent(b), cast.incident(service=version.plan.service)
    found = in_force(drilled(version))
    visit.refresh_from_db()
    line = Called.objects.get(emergency=found, post__isnull=False)
    assert (visit.engineer, line.visit, line.kept_by_id) == (b, None, visit.pk)
    assert (Visit.objects.count(), AttachedIncident.objects.filter(incident=incident).exists()) == (1, False)


def test_nobody_outside_is_told_anything() -> None:
    found = in_force(drilled(manned_plan()))
    found = advance(found, "send_status", by=cast.person("incident_manager"), text="We are working on it.")
    tell_all()
    assert Notice.objects.filter(record=found.pk, contact__isnull=False).count() == 0
    assert Notice.objects.filter(record=found.pk, user__isnull=False).exists()
    assert all("DRILL" in one.subject for one in Notice.objects.filter(record=found.pk, entry__step="sign"))


def test_its_sample_is_played_and_nobody_is_called() -> None:
    found = advance(
        contain(in_force(drilled(signed_plan(sample_size=2)))), "verify", by=cast.person("supervisor")
    )
    first, second = found.call_backs.all()
    agent = cast.agent()
    dialog = client_of(agent).get(f"/records/{found.number}/steps/note_call_back/").content.decode()
    assert f'<option value="{first.pk}" selected' in dialog
    advance(found, "note_call_back", by=agent, call=first, outcome="unreached")
    advance(found, "note_call_back", by=agent, call=second, outcome="recovered")
    third = found.call_backs.get(position=2)
    advance(found, "note_call_back", by=agent, call=third, outcome="recovered")
    assert (Call.objects.count(), Record.objects.filter(kind="campaign").count()) == (0, 0)
    assert [mark.is_kept for mark in score(found) if mark.name == "sample"] == [True]


def test_it_is_scored_against_the_plan() -> None:
    found = in_force(drilled(manned_plan()))
    for line in Called.objects.filter(emergency=found, user__isnull=False):
        if line.answered_at is None:
            advance(found, "answer_roll_call", by=line.user)
    marks = {mark.name: mark.is_kept for mark in score(found)}
    assert (marks["detect"], marks["sign"]) == (True, True)
    assert percent_kept(found) == 100


def test_who_never_answered_has_missed_it_once_the_drill_is_over() -> None:
    boss = player("director")
    found = contain(in_force(drilled(manned_plan())))
    assert percent_kept(found) == 100
    found = advance(found, "overrule", by=boss, reason="x")
    marks = {mark.name: mark.is_kept for mark in score(found)}
    assert (marks["man"], percent_kept(found) < 100) == (False, True)


def test_each_reader_has_the_outcome_of_a_call_back_in_his_language() -> None:
    found = advance(contain(in_force(drilled(signed_plan()))), "verify", by=cast.person("supervisor"))
    advance(found, "note_call_back", by=cast.agent(), call=found.call_backs.first(), outcome="recovered")
    with translation.override("zh-hans"):
        assert "back to normal" not in room.time_line(found)[-1].sentence


def test_a_drill_and_an_emergency_of_one_plan_run_side_by_side() -> None:
    version = signed_plan()
    found = drilled(version)
    storm(version)
    assert (watch.prepare(), Emergency.objects.filter(is_running=True).count()) == (1, 2)
    assert found.is_drill


def test_one_drill_at_a_time() -> None:
    version = signed_plan()
    drilled(version)
    with pytest.raises(Refused, match="running"):
        hold_drill(version.plan, by=cast.person("shift_leader"))


def test_calls_over_longer_than_the_criteria_count_are_refused() -> None:
    with pytest.raises(ValidationError, match="0 to 15"):
        hold_drill(signed_plan(window_minutes=30).plan, by=cast.person("shift_leader"), minutes=16)


def test_a_drill_whose_calls_fell_short_is_over_with_its_window() -> None:
    version, leader = signed_plan(window_minutes=30), cast.person("shift_leader")
    customers()
    hold_drill(version.plan, by=leader, calls=1)
    assert watch.prepare_drills() == 0
    with pytest.raises(Refused, match="running"):
        hold_drill(version.plan, by=leader)
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        hold_drill(version.plan, by=leader)
        assert watch.prepare_drills() == 1


def test_others_call_where_the_service_has_fewer_customers_than_the_criteria_ask_for() -> None:
    version = signed_plan(least_customers=4)
    cast.service().customers.add(having := cast.customer())
    others = {cast.customer().pk for _ in range(5)}
    drill = hold_drill(version.plan, by=cast.person("shift_leader"))
    called = set(drill.calls.values_list("customer", flat=True))
    assert (len(called), having.pk in called, called <= {having.pk, *others}) == (4, True, True)


def test_an_agent_holds_no_drill() -> None:
    with pytest.raises(Forbidden):
        hold_drill(signed_plan().plan, by=cast.agent())
    assert DrillCall.objects.count() == 0


def test_the_access_log_tells_who_held_it() -> None:
    version = signed_plan()
    customers()
    leader = cast.person("shift_leader")
    drill = hold_drill(version.plan, by=leader, seed=7)
    assert AccessLog.objects.get(subject=f"emergency.Drill:{drill.pk}").by == leader
