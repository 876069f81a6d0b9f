"""The week: wall time from receipt until closed; five days warn, seven take it to the director, once."""

from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest
import time_machine

from complaints.models import Complaint, Limit
from notifications.composing import tell_all
from notifications.models import Notice
from people.models import User
from records.actions import advance, revise
from records.models import JournalEntry
from records.sweep import sweep
from tests import cast
from tests.complaints.people import cause, closed, complaint, director, supervisor

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 6, 8, 50, tzinfo=UTC)  # a Friday: the weekend counts


def later(**span: float) -> time_machine.travel:
    return time_machine.travel(START + timedelta(**span), tick=False)


def steps_of(one: Complaint, *names: str) -> list[str]:
    found = JournalEntry.objects.filter(record=one.pk, step__in=names or ("warn", "go_to_director"))
    return list(found.order_by("pk").values_list("step", flat=True))


@pytest.fixture
def agent() -> User:
    return cast.agent()


@pytest.fixture
def one(agent: User) -> Complaint:
    with later():
        return complaint(agent)


def test_nothing_happens_before_five_days(one: Complaint) -> None:
    with later(days=5, seconds=-1):
        sweep()
    assert steps_of(one) == []


def test_five_days_warn_and_seven_take_it_to_the_director(one: Complaint) -> None:
    with later(days=5):
        sweep()
    assert steps_of(one) == ["warn"]
    with later(days=7, seconds=-1):
        sweep()
    assert steps_of(one) == ["warn"]
    with later(days=7):
        sweep()
        sweep()
    one.refresh_from_db()
    assert steps_of(one) == ["warn", "go_to_director"]
    assert (one.escalation_level, one.reached_director_at) == (3, START + timedelta(days=7))


def test_its_week_counts_from_the_day_it_was_received(agent: User) -> None:
    with later():
        one = complaint(agent, received_at=START - timedelta(days=6))
        sweep()
    assert steps_of(one) == ["warn"]
    with later(days=1):
        sweep()
    assert steps_of(one) == ["warn", "go_to_director"]


def test_no_step_and_no_revision_moves_it(one: Complaint, agent: User) -> None:
    with later(days=2):
        revise(one, by=agent, about="delay", impact=3, urgency=3, service=cast.service())
        advance(one, "acknowledge", by=agent)
        advance(one, "investigate", by=agent)
        advance(one, "answer_customer", by=agent, answer="Soon")
    week = one.clocks.get(metric="complaint_week")
    assert (week.due_at, week.is_paused, week.stopped_at) == (START + timedelta(days=7), False, None)


def test_answered_is_not_closed_and_goes_up_all_the_same(one: Complaint, agent: User) -> None:
    with later(days=1):
        advance(one, "answer_customer", by=agent, answer="Soon")
    with later(days=7):
        sweep()
    assert steps_of(one) == ["warn", "go_to_director"] or steps_of(one) == ["go_to_director", "warn"]


def test_closed_within_the_week_it_stays_where_it_is(agent: User) -> None:
    with later():
        one = closed(agent)
    with later(days=8):
        sweep()
    assert steps_of(one) == []


def test_reopened_within_the_week_nothing_of_the_week_is_lost(agent: User) -> None:
    with later():
        one = closed(agent)
    with later(days=6):
        one = advance(one, "reopen", by=agent, reason="It is back")
        sweep()
    assert steps_of(one) == ["warn"]
    with later(days=7):
        sweep()
    assert steps_of(one) == ["warn", "go_to_director"]


def test_reopened_after_its_warning_it_is_not_warned_again(one: Complaint, agent: User) -> None:
    with later(days=5):
        sweep()
        advance(one, "withdraw", by=agent, reason="They said so")
    with later(days=6):
        advance(one, "reopen", by=agent, reason="They did not")
        sweep()
    assert steps_of(one) == ["warn"]


def test_reopened_after_its_week_it_begins_another(agent: User) -> None:
    with later():
        one = closed(agent)
    with later(days=20):
        one = advance(one, "reopen", by=agent, reason="It is back")
        sweep()
    assert steps_of(one) == []
    assert one.week_since == START + timedelta(days=20)
    with later(days=27):
        sweep()
    assert "go_to_director" in steps_of(one)


def test_reopened_once_the_director_had_it_it_returns_to_him(one: Complaint, agent: User) -> None:
    with later(days=7):
        sweep()
        one = advance(one, "answer_customer", by=agent, answer="Done")
        one = advance(one, "close", by=agent, verdict="accepted", cause=cause())
    with later(days=30):
        one = advance(one, "reopen", by=agent, reason="It is back")
    assert steps_of(one, "return_to_director") == ["return_to_director"]
    assert one.is_with_director


def test_merging_loses_no_day(agent: User) -> None:
    with later():
        older = complaint(agent)
    with later(days=4):
        newer = complaint(agent)
        advance(older, "merge", by=agent, into=newer)
    with later(days=7):
        sweep()
    newer.refresh_from_db()
    assert "go_to_director" in steps_of(newer)
    assert steps_of(older) == []


def test_what_was_told_the_director_by_hand_is_not_taken_there_again(one: Complaint, agent: User) -> None:
    with later(days=1):
        advance(one, "escalate", by=supervisor(), reason="Look at this")
    with later(days=8):
        sweep()
    assert steps_of(one) == ["warn"]


class Killed(BaseException):
    """As when the process dies: no `except Exception` catches it."""


def test_a_sweep_killed_in_the_middle_changes_nothing_and_the_next_one_does_it_once(one: Complaint) -> None:
    with later(days=5):
        sweep()
    with later(days=7):
        # The step is taken, its journal and its notice are written; then the process dies before the commit.
        with (
            mock.patch("records.sweep.len", side_effect=Killed, create=True),
            pytest.raises(Killed),
        ):
            sweep()
        assert steps_of(one) == ["warn"]
        sweep()
        sweep()
    one.refresh_from_db()
    assert steps_of(one) == ["warn", "go_to_director"]
    assert one.escalation_level == 3


def test_a_sweep_killed_at_every_write_still_acts_once(one: Complaint) -> None:
    with later(days=7):
        for place in range(1, 40):
            if _survives(place):
                break
        else:
            pytest.fail("It never came through.")
        sweep()
    assert sorted(steps_of(one)) == ["go_to_director", "warn"]


def _survives(place: int) -> bool:
    """A sweep whose connection dies at the n-th write; whether it came to its end before."""
    from django.db import connection

    seen = 0

    def die(execute, sql, params, many, context):
        nonlocal seen
        if sql.startswith(("INSERT", "UPDATE")):
            seen += 1
            if seen == place:
                raise Killed
        return execute(sql, params, many, context)

    try:
        with connection.execute_wrapper(die):
            sweep()
    except Killed:
        return False
    return True


def test_limits_are_data(agent: User) -> None:
    Limit.objects.filter(what=Limit.What.WARN).update(hours=2)
    Limit.objects.filter(what=Limit.What.DIRECTOR).update(hours=3)
    with later():
        one = complaint(agent)
    with later(hours=2):
        sweep()
    assert steps_of(one) == ["warn"]
    with later(hours=3):
        sweep()
    assert steps_of(one) == ["warn", "go_to_director"]


def test_it_is_acknowledged_within_a_day_or_overdue(one: Complaint, agent: User) -> None:
    due = one.clocks.get(metric="complaint_ack").due_at
    assert due == START + timedelta(days=1)
    with later(hours=2):
        advance(one, "acknowledge", by=agent)
    assert one.clocks.get(metric="complaint_ack").stopped_at is not None


def told(rule: str) -> set[User]:
    return {notice.user for notice in Notice.objects.filter(rule__code=rule).select_related("user")}


def test_owner_and_supervisor_are_warned_and_the_director_is_told_once(one: Complaint, agent: User) -> None:
    lead, boss, bystander = supervisor(), director(), cast.agent()
    with later(days=5):
        sweep()
        tell_all()
    assert told("complaint_warned") == {agent, lead}
    with later(days=7):
        sweep()
        sweep()
        tell_all()
    assert told("complaint_week_over") == {boss, agent}
    assert Notice.objects.filter(rule__code="complaint_week_over", user=boss, channel="in_app").count() == 1
    assert not Notice.objects.filter(user=bystander).exists()


def test_a_supervisor_complained_about_hears_nothing_and_the_director_is_warned_for_him() -> None:
    agent, lead, boss = cast.agent(), supervisor(), director()
    with later():
        complaint(agent, about_person=lead)
    for days in (5, 7):
        with later(days=days):
            sweep()
            tell_all()
    assert told("complaint_warned") == {agent, boss}
    assert not Notice.objects.filter(user=lead).exists()


def test_whatever_is_killed_on_any_day_of_the_week_each_thing_happens_once(agent: User) -> None:
    """A complaint left alone, one reopened in between, and two that are merged: every sweep dies once before it is
    let through."""
    with later():
        alone, again, older = complaint(agent), closed(agent), complaint(agent)
    for day in range(1, 10):
        with later(days=day):
            if day == 2:
                again = advance(again, "reopen", by=agent, reason="It is back")
                younger = complaint(agent)
            if day == 4:
                advance(older, "merge", by=agent, into=younger)
            for place in (1, 3, 6, 11):
                _survives(place)
            sweep()
    for one in (alone, again, younger):
        one.refresh_from_db()
        assert steps_of(one) == ["warn", "go_to_director"], one.number
        assert one.reached_director_at == START + timedelta(days=7)
    assert steps_of(older) == []


def test_a_reclassified_complaint_keeps_its_week(one: Complaint, agent: User) -> None:
    for day in (1, 3, 6):
        with later(days=day):
            about = ("delay", "service", "communication")[day // 3]
            revise(Complaint.objects.get(pk=one.pk), by=agent, about=about, cause=cause(f"cause-{day}"))
    with later(days=7):
        sweep()
    assert sorted(steps_of(one)) == ["go_to_director", "warn"]
    one.refresh_from_db()
    assert one.reached_director_at == START + timedelta(days=7)
