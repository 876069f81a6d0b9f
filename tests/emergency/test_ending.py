"""From containment to the end: together, called back, quiet, and never before its time."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from emergency import watch
from emergency.ending import shortfalls
from emergency.models import AttachedIncident, Called, Emergency
from emergency.report import report_of
from emergency.room import closing_mails
from emergency.sample import recovery
from incidents.models import Incident
from notifications.composing import tell_all
from notifications.models import Notice
from outreach.models import CallTask
from records import follow_ups
from records.actions import advance
from records.errors import Forbidden, Refused
from records.models import FollowUp, JournalEntry, Record
from records.sweep import sweep
from records.telling import tell
from tests import cast
from tests.emergency.plans import (
    active,
    call,
    contain,
    contained,
    fresh,
    manned_plan,
    player,
    signed_plan,
    storm,
)

pytestmark = pytest.mark.django_db


def verifying(**columns: int) -> Emergency:
    return advance(contained(signed_plan(**columns)), "verify", by=cast.person("shift_leader"))


def answered(emergency: Emergency, *fates: str) -> None:
    """The sample's answers, as the campaign's runner would leave them."""
    tasks = CallTask.objects.filter(campaign=emergency.sample_campaign, fate="waiting").order_by("position")
    for task, fate in zip(list(tasks), fates, strict=True):
        CallTask.objects.filter(pk=task.pk).update(fate=fate)


def tomorrow() -> datetime:
    return timezone.now() + timedelta(days=1)


def later(minutes: float) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(minutes=minutes))


def test_attached_incidents_are_resolved_together_each_once() -> None:
    found = contained(signed_plan())
    assert (watch.settle(), watch.settle()) == (3, 0)
    incidents = Incident.objects.filter(emergency_attachment__emergency=found)
    assert {(one.state, one.solution) for one in incidents} == {("resolved", "It was renewed.")}


def test_each_caller_is_told_that_his_is_resolved() -> None:
    contained(signed_plan())
    tell_all()
    Notice.objects.all().delete()
    watch.settle()
    tell_all()
    assert Notice.objects.filter(channel="email", contact__isnull=False, entry__step="resolve").count() == 3


def test_what_was_reopened_is_not_resolved_a_second_time() -> None:
    found = contained(signed_plan())
    watch.settle()
    one = AttachedIncident.objects.filter(emergency=found).first().incident
    advance(one, "reopen", by=cast.agent(), reason="Still dead")
    assert (watch.settle(), Incident.objects.get(pk=one.pk).state) == (0, "assigned")


def test_the_sample_is_drawn_with_a_seed_that_draws_it_again() -> None:
    found = verifying(sample_size=2)
    rate = recovery(found)
    assert (rate.size, rate.waiting, found.sample_seed) == (2, 2, found.sample_campaign.seed)
    assert found.sample_seed


def test_it_does_not_end_before_the_sample_and_the_quiet_time() -> None:
    found = verifying()
    with pytest.raises(Refused) as refused:
        advance(found, "end", by=player("supervisor"))
    assert "0 have answered" in refused.value.reason
    assert "quiet" in refused.value.reason


def test_it_ends_when_both_are_kept() -> None:
    found = verifying()
    answered(found, "reached", "reached")
    with later(31):
        ended = advance(found, "end", by=player("supervisor"))
    assert (ended.state, ended.is_open, ended.is_running) == ("ended", False, False)


def test_too_few_back_to_normal_keep_it_open() -> None:
    found = verifying()
    answered(found, "reached", "broken")
    with later(31):
        assert ["50 %" in words for words in shortfalls(fresh(found))] == [True]


def test_a_matching_call_restarts_the_quiet_time_and_the_journal_says_so() -> None:
    version = signed_plan()
    found = contained(version)
    with later(10):
        call(version)
        assert (watch.watch_quiet(), watch.watch_quiet()) == (1, 0)
        again = fresh(found)
        assert again.quiet_restarts == 1
        assert again.quiet_since > found.contained_at
    assert JournalEntry.objects.filter(record=found.pk, step="restart_quiet").count() == 1
    with later(31):
        assert any("quiet" in words for words in shortfalls(again))
    with later(41):
        assert not any("quiet" in words for words in shortfalls(again))


def test_a_call_that_the_watch_has_not_seen_yet_still_refuses_the_end() -> None:
    found = verifying()
    answered(found, "reached", "reached")
    with later(31):
        call(found.plan_version)
        with pytest.raises(Refused, match="quiet"):
            advance(found, "end", by=player("supervisor"))


def test_a_call_about_another_service_disturbs_nothing() -> None:
    found = contained(signed_plan())
    with later(10):
        cast.incident(service=cast.service("printing"))
        assert (watch.watch_quiet(), fresh(found).quiet_restarts) == (0, 0)


def test_the_quiet_time_is_told_when_it_is_reached() -> None:
    found = contained(signed_plan())
    with later(30.2):
        sweep()
        sweep()
    assert fresh(found).quiet_reached_at is not None
    entry = JournalEntry.objects.get(record=found.pk, step="reach_quiet")
    assert tell(entry, found.declared).sentence.endswith(
        f"since {timezone.localtime(found.quiet_since):%Y-%m-%d %H:%M}"
    )


@pytest.mark.parametrize("slug", ["supervisor", "shift_leader", "incident_manager"])
def test_only_the_director_overrules(slug: str) -> None:
    found = verifying()
    with pytest.raises(Forbidden):
        advance(found, "overrule", by=player(slug), reason="It is late")
    ended = advance(found, "overrule", by=player("director"), reason="The line was replaced.")
    assert (ended.state, ended.overruled_reason) == ("ended", "The line was replaced.")


def test_as_many_calls_as_the_criteria_ask_for_take_it_back() -> None:
    version = signed_plan()
    found = contained(version)
    with later(5):
        storm(version)
        assert watch.watch_quiet() == 1
    assert (fresh(found).state, fresh(found).reversions, fresh(found).contained_at) == ("active", 1, None)


def test_an_ended_one_is_taken_back_with_its_reason() -> None:
    found = advance(verifying(), "overrule", by=player("director"), reason="x")
    back = advance(found, "revert", by=cast.person("shift_leader"), reason="It is down again.")
    assert (back.state, back.is_open, back.sample_campaign, back.ended_at) == ("active", True, None, None)


def test_it_is_contained_and_sampled_anew_after_the_fault_came_back() -> None:
    found = advance(verifying(), "revert", by=cast.person("shift_leader"), reason="It is down again.")
    again = advance(contain(found), "verify", by=cast.person("shift_leader"))
    assert again.sample_campaign is not None
    assert Record.objects.filter(kind="campaign").count() == 2


def test_what_the_plan_asked_for_closes_with_it_and_what_people_asked_stays() -> None:
    boss, leader = player("director"), cast.person("shift_leader")
    found = active(manned_plan())
    asked = follow_ups.ask(found, by=boss, asked_of=leader, what="Write it up.", due_at=tomorrow())
    advance(contain(found), "overrule", by=boss, reason="x")
    left = FollowUp.objects.filter(record=found.pk, answered_at__isnull=True, withdrawn_at__isnull=True)
    told = JournalEntry.objects.filter(record=found.pk, step="lapse")
    assert (list(left), told.count()) == ([asked], Called.objects.filter(follow_up__isnull=False).count())
    assert told.count() >= 1


def test_who_went_home_is_called_again_when_the_fault_comes_back() -> None:
    player("director")
    found = active(manned_plan())
    for line in found.called.filter(user__isnull=False):
        found = advance(found, "answer_roll_call", by=line.user)
    visits = Record.objects.filter(kind="visit").count()
    found = advance(contain(found), "overrule", by=player("director"), reason="x")
    found = advance(found, "revert", by=cast.person("shift_leader"), reason="It is down again.")
    lines = found.called.filter(user__isnull=False)
    assert {(line.answered_at, line.follow_up.is_open, line.next_at is None) for line in lines} == {
        (None, True, False)
    }
    assert (found.manned_at, Record.objects.filter(kind="visit").count()) == (None, visits)


def four(emergency: Emergency) -> set[str]:
    return {notice.user.roles.get().slug for notice in closing_mails(emergency)}


def test_at_the_end_one_mail_to_four_with_the_whole_time_line() -> None:
    for slug in ("director", "incident_manager", "problem_manager"):
        player(slug)
    found = advance(contain(active(manned_plan())), "verify", by=cast.person("shift_leader"))
    answered(found, "reached", "reached")
    with later(31):
        advance(found, "end", by=player("supervisor"))
        tell_all()
        tell_all()
    assert (len(closing_mails(found)), four(found)) == (
        4, {"director", "incident_manager", "problem_manager", "shift_leader"},
    )  # fmt: skip
    body = closing_mails(found)[0].body
    assert all(
        words in body
        for words in ("proposed to declare", "signed: the plan is in force", "declared the emergency over")
    )


def test_who_overrules_gets_the_mail_too() -> None:
    boss = player("director")
    found = advance(contain(active(manned_plan())), "verify", by=cast.person("shift_leader"))
    boss = found.called.get(role__slug="director").user or boss
    advance(found, "overrule", by=boss, reason="Enough.")
    tell_all()
    assert boss in {notice.user for notice in closing_mails(found)}


def test_the_report_tells_how_long_each_stage_took_and_how_many_called() -> None:
    found = contained(signed_plan())
    told = report_of(found)
    assert (told.calls, told.customers, told.incidents) == (3, 3, 3)
    assert [span.name for span in told.spans if span.seconds is None] == ["man", "verify", "end", "whole"]
