"""Clocks of a record: what is promised, paused, warned about, and due once."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from incidents.models import EscalationRule
from records import follow_ups
from records.actions import advance, revise
from records.models import Clock
from records.sweep import retime_open_clocks, sweep
from sla.models import Calendar, Target
from sla.services import set_week
from tests import cast

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _promise(time_machine) -> None:
    """Answered in one hour, solved in four, around the clock; time stands still until a test moves it."""
    time_machine.move_to(timezone.now(), tick=False)
    Target.objects.all().delete()
    EscalationRule.objects.all().delete()
    around_the_clock = Calendar.objects.filter(is_always_open=True).first()
    for metric, minutes in (("response", 60), ("resolution", 240), ("auto_close", 600)):
        Target.objects.create(metric=metric, minutes=minutes, calendar=around_the_clock)


def clock(incident, metric="resolution") -> Clock:
    return incident.clocks.get(metric=metric)


def test_registering_starts_what_was_promised_and_the_record_shows_the_nearest() -> None:
    incident = cast.incident()
    assert clock(incident).due_at - clock(incident).started_at == 4 * HOUR
    assert incident.due_at == clock(incident, "response").due_at


def test_starting_work_answers_and_the_next_promise_is_shown() -> None:
    agent = cast.agent()
    incident = advance(cast.incident(by=agent), "start", by=agent)
    assert clock(incident, "response").stopped_at is not None
    incident.refresh_from_db()
    assert incident.due_at == clock(incident).due_at


def test_a_hold_does_not_count(time_machine) -> None:
    agent = cast.agent()
    start = timezone.now()
    incident = advance(cast.incident(by=agent), "start", by=agent)
    time_machine.shift(HOUR)
    advance(incident, "hold", by=agent, hold_reason="customer")
    incident.refresh_from_db()
    assert incident.due_at is None
    time_machine.shift(10 * HOUR)
    advance(incident, "resume", by=agent)
    assert clock(incident).due_at == start + 14 * HOUR


def test_it_warns_at_half_and_three_quarters_and_falls_due_once(time_machine) -> None:
    start = timezone.now()
    agent = cast.agent()
    incident = advance(cast.incident(by=agent), "start", by=agent)
    for hours in (2, 3, 4, 5, 6):
        time_machine.move_to(start + hours * HOUR, tick=False)
        sweep()
        sweep()
    told = incident.journal.filter(step__startswith="clock_").values_list("step", "changes__percent")
    assert list(told) == [
        ("clock_warned", [None, 50]),
        ("clock_warned", [None, 75]),
        ("clock_breached", [None, 100]),
    ]


def test_after_a_long_outage_only_the_last_stage_is_told(time_machine) -> None:
    agent = cast.agent()
    incident = advance(cast.incident(by=agent), "start", by=agent)
    time_machine.shift(9 * HOUR)
    sweep()
    assert [entry.step for entry in incident.journal.filter(step__startswith="clock_")] == ["clock_breached"]


def test_a_breach_goes_up_as_far_as_the_rules_say(time_machine) -> None:
    EscalationRule.objects.create(metric="resolution", priority=4, percent=75, level=1)
    EscalationRule.objects.create(metric="resolution", priority=4, percent=100, level=3)
    agent = cast.agent()
    incident = advance(cast.incident(by=agent), "start", by=agent)
    time_machine.shift(3.5 * HOUR)
    sweep()
    incident.refresh_from_db()
    assert incident.escalation_level == 1
    time_machine.shift(HOUR)
    sweep()
    incident.refresh_from_db()
    assert incident.escalation_level == 3


def test_a_hold_ends_by_itself_at_its_time(time_machine) -> None:
    agent = cast.agent()
    incident = advance(cast.incident(by=agent), "start", by=agent)
    advance(incident, "hold", by=agent, hold_reason="part", hold_until=timezone.now() + HOUR)
    time_machine.shift(HOUR + timedelta(seconds=1))
    sweep()
    incident.refresh_from_db()
    assert (incident.state, incident.hold_reason) == ("in_progress", "")


def test_what_nobody_confirms_closes_by_itself(time_machine) -> None:
    agent = cast.agent()
    incident = advance(cast.incident(by=agent), "resolve", by=agent, **cast.solution())
    time_machine.shift(11 * HOUR)
    sweep()
    incident.refresh_from_db()
    assert incident.state == "closed"


def test_reopening_counts_on_with_what_was_spent(time_machine) -> None:
    start = timezone.now()
    agent = cast.agent()
    incident = cast.incident(by=agent)
    time_machine.shift(HOUR)
    incident = advance(incident, "resolve", by=agent, **cast.solution())
    time_machine.shift(5 * HOUR)
    advance(incident, "reopen", by=agent, reason="Still broken")
    assert clock(incident).due_at == start + 9 * HOUR


def test_a_higher_priority_is_counted_from_the_start_and_keeps_its_pauses(time_machine) -> None:
    Target.objects.create(
        metric="resolution", minutes=120, priority=1, calendar=Calendar.objects.get(is_always_open=True)
    )
    start = timezone.now()
    agent = cast.agent()
    incident = advance(cast.incident(by=agent), "start", by=agent)
    advance(incident, "hold", by=agent, hold_reason="customer")
    time_machine.shift(HOUR)
    incident = advance(incident, "resume", by=agent)
    revise(incident, by=agent, impact=1, urgency=1)
    assert clock(incident).due_at == start + 3 * HOUR


def test_a_changed_target_moves_open_clocks_and_the_journal_says_so() -> None:
    incident = cast.incident()
    target = Target.objects.get(metric="resolution")
    target.minutes = 480
    target.save()
    assert retime_open_clocks() == 1
    assert clock(incident).due_at - clock(incident).started_at == 8 * HOUR
    assert incident.journal.last().step == "retimed"
    assert retime_open_clocks() == 0


def test_a_clock_that_cannot_be_acted_on_does_not_hold_up_the_rest(time_machine, monkeypatch) -> None:
    agent = cast.agent()
    bad, good = (advance(cast.incident(by=agent), "start", by=agent) for _ in range(2))
    fine = type(good).after_clock

    def explode(self, clock, *, by):
        if self.pk == bad.pk:
            raise RuntimeError
        fine(self, clock, by=by)

    monkeypatch.setattr(type(good), "after_clock", explode)
    time_machine.shift(5 * HOUR)
    sweep()
    assert clock(good).breached_at is not None
    assert clock(bad).breached_at is None
    assert clock(bad).next_at > timezone.now()


def test_a_follow_up_falls_due_on_its_record(time_machine) -> None:
    agent, other = cast.agent(), cast.agent()
    incident = cast.incident(by=agent)
    follow_ups.ask(incident, by=agent, asked_of=other, what="Ring the customer", due_at=timezone.now() + HOUR)
    time_machine.shift(2 * HOUR)
    sweep()
    entry = incident.journal.get(step="clock_breached", changes__metric=[None, "follow_up"])
    assert entry.changes["asked_of"][1]["id"] == other.pk


def test_an_answered_follow_up_is_silent(time_machine) -> None:
    agent, other = cast.agent(), cast.agent()
    incident = cast.incident(by=agent)
    asked = follow_ups.ask(incident, by=agent, asked_of=other, what="Ring", due_at=timezone.now() + HOUR)
    follow_ups.answer(asked, by=other, text="Done.")
    time_machine.shift(2 * HOUR)
    sweep()
    assert not incident.journal.filter(changes__metric=[None, "follow_up"]).exists()


def test_a_calendar_without_hours_refuses_no_record_and_is_timed_once_it_has_some() -> None:
    never = Calendar.objects.create(name="Not filled in yet")
    Target.objects.filter(metric="resolution").update(calendar=never)
    incident = cast.incident()
    assert clock(incident).due_at is None
    set_week(never, [(0, time(9), time(17))])
    retime_open_clocks()
    assert clock(incident).due_at is not None
