"""A campaign from its draft to its end: a second person approves, the clock falls due, the supervisor gives the go."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError

from notifications.composing import tell_all
from notifications.models import Notice
from outreach.links import CALLS_ABOUT
from outreach.models import Campaign
from outreach.questions import write_questions
from people.rights import Forbidden
from records.actions import advance, revise
from records.errors import Refused
from records.links import onward
from records.models import JournalEntry
from records.sweep import sweep
from tests import cast
from tests.outreach import people as cp

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
MARCH = datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)
MAY = datetime(2026, 5, 4, 9, tzinfo=SHANGHAI)
SEASON = {
    "starts_on": date(2026, 5, 4),
    "ends_on": date(2026, 5, 29),
    "opens_at": time(9),
    "closes_at": time(17),
}


def fresh(campaign: Campaign) -> Campaign:
    return Campaign.objects.get(pk=campaign.pk)


def test_who_wrote_it_does_not_approve_it() -> None:
    by = cp.supervisor()
    with pytest.raises(Refused, match="somebody else approves"):
        advance(cp.draft(by), "approve", by=by)


def test_nothing_starts_that_was_not_approved() -> None:
    cp.customers(1)
    with pytest.raises(Refused):
        advance(cp.draft(), "start", by=cp.supervisor())


def test_what_was_approved_stays_as_it_was() -> None:
    by = cp.caller()
    campaign = cp.approved(by)
    with pytest.raises(Refused):
        revise(campaign, by=by, script="Something else")
    with pytest.raises(Refused):
        write_questions(campaign, by=by, questions=[{"text": "Why?"}])
    again = advance(campaign, "send_back", by=by, reason="A word is wrong.")
    assert again.approved_by is None
    revise(again, by=by, script="Something else")


def test_an_agent_does_not_give_the_go() -> None:
    cp.customers(1)
    with pytest.raises(Forbidden):
        advance(cp.approved(), "start", by=cp.caller())


def test_starting_with_nobody_to_call_is_refused() -> None:
    with pytest.raises(Refused, match="nobody to call"):
        advance(cp.approved(), "start", by=cp.supervisor())


def test_the_season_falls_due_and_starts_nothing_by_itself() -> None:
    cp.customers(1)
    supervisor = cp.supervisor()
    with time_machine.travel(MARCH, tick=False):
        campaign = cp.approved(**SEASON)
        assert fresh(campaign).due_at == MAY
        sweep()
    with time_machine.travel(MAY + timedelta(seconds=5), tick=False):
        sweep()
        tell_all()
        assert fresh(campaign).state == "approved"
        assert fresh(campaign).is_overdue
        told = Notice.objects.filter(user=supervisor, entry__record=campaign.pk, entry__step="clock_breached")
        assert told.exists()
        # Swept again, it is told no second time.
        sweep()
        tell_all()
        assert told.count() == len({notice.channel for notice in told})
        started = advance(campaign, "start", by=supervisor)
        assert (started.state, started.due_at) == ("running", None)


def test_with_the_go_given_ahead_the_clock_starts_it_and_nobody_is_called_late() -> None:
    with time_machine.travel(MARCH, tick=False):
        campaign = advance(cp.approved(**SEASON), "give_go", by=cp.supervisor())
        assert (campaign.state, campaign.is_scheduled) == ("approved", True)
        with pytest.raises(Refused, match="given already"):
            advance(campaign, "give_go", by=cp.supervisor())
        cp.customers(2)
    with time_machine.travel(MAY + timedelta(seconds=5), tick=False):
        sweep()
        # Frozen when it starts, not when the go was given: who came since is on it.
        assert (fresh(campaign).state, campaign.tasks.count()) == ("running", 2)
        assert not JournalEntry.objects.filter(record=campaign.pk, step="clock_breached").exists()


def test_a_go_that_finds_nobody_to_call_comes_back_to_the_supervisor() -> None:
    with time_machine.travel(MARCH, tick=False):
        campaign = advance(cp.approved(**SEASON), "give_go", by=cp.supervisor())
    with time_machine.travel(MAY + timedelta(seconds=5), tick=False):
        sweep()
    with time_machine.travel(MAY + timedelta(minutes=1), tick=False):
        assert (fresh(campaign).state, fresh(campaign).is_overdue) == ("approved", True)
        assert JournalEntry.objects.filter(record=campaign.pk, step="clock_breached").count() == 1


def test_without_a_season_there_is_no_go_to_give_ahead() -> None:
    with pytest.raises(Refused, match="no season"):
        advance(cp.approved(), "give_go", by=cp.supervisor())


def test_a_moved_window_moves_the_start() -> None:
    with time_machine.travel(MARCH, tick=False):
        campaign = cp.approved(**SEASON)
        told = {"opens_at": time(11), "closes_at": time(17), "tries": 2}
        moved = advance(campaign, "move_window", by=cp.supervisor(), **told)
        assert fresh(moved).due_at == MAY.replace(hour=11)


def test_the_end_of_the_season_ends_it() -> None:
    cp.customers(1)
    with time_machine.travel(MAY, tick=False):
        campaign = cp.running(**SEASON)
    with time_machine.travel(datetime(2026, 5, 29, 17, 0, 5, tzinfo=SHANGHAI), tick=False):
        sweep()
        assert fresh(campaign).state == "done"


def test_a_campaign_taken_back_does_not_fall_due() -> None:
    with time_machine.travel(MARCH, tick=False):
        by = cp.caller()
        campaign = advance(cp.approved(by, **SEASON), "send_back", by=by, reason="Not this year.")
    assert fresh(campaign).due_at is None
    with time_machine.travel(MAY + timedelta(days=1), tick=False):
        sweep()
        assert not JournalEntry.objects.filter(record=campaign.pk, step="clock_breached").exists()


def test_the_window_may_be_moved_while_it_runs() -> None:
    cp.customers(1)
    with time_machine.travel(MAY, tick=False):
        campaign = cp.running(**SEASON)
        moved = {"opens_at": time(9), "closes_at": time(17), "tries": 3, "ends_on": date(2026, 6, 5)}
        advance(campaign, "move_window", by=cp.supervisor(), **moved)
    with time_machine.travel(datetime(2026, 5, 30, 9, tzinfo=SHANGHAI), tick=False):
        sweep()
        assert fresh(campaign).state == "running"


def test_it_stands_in_the_chain_after_what_it_calls_about() -> None:
    customer = cp.customers(1)[0]
    incident = cp.incident(customer)
    campaign = cp.draft(audience="record", for_record=incident)
    assert list(onward(incident, CALLS_ABOUT)) == [campaign.pk]


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"starts_on": date(2026, 5, 4), "ends_on": date(2026, 5, 1)}, "ends_on"),
        ({"opens_at": time(18), "closes_at": time(9)}, "closes_at"),
        ({"purpose": "sample"}, "sample_size"),
        ({"tries": 0}, "tries"),
        ({"script": ""}, "script"),
    ],
)
def test_a_window_that_never_opens_and_a_sample_of_no_size_are_refused(wrong: dict, column: str) -> None:
    with pytest.raises(ValidationError) as refused:
        cp.draft(**wrong)
    assert column in refused.value.message_dict


def test_the_journal_keeps_the_questions_written_and_the_audience_frozen() -> None:
    cp.customers(2)
    campaign = cp.running(questions=[{"text": "Does it work?"}])
    entries = dict(JournalEntry.objects.filter(record=campaign.pk).values_list("step", "changes"))
    assert entries["questions_written"]["count"] == [None, 1]
    assert entries["audience_frozen"] == {"people": [None, 2], "to_call": [None, 2]}


@pytest.mark.parametrize(
    "question",
    [
        {"text": ""},
        {"text": "x" * 501},
        {"text": "A?", "sort": "choice", "options": ["one"]},
        {"text": "A?", "sort": "no"},
    ],
)
def test_a_question_nobody_could_answer_is_refused(question: dict) -> None:
    by = cp.caller()
    campaign = cp.draft(by)
    with pytest.raises(ValidationError, match="Question 2"):
        write_questions(campaign, by=by, questions=[{"text": "Good?"}, question])
    assert not campaign.questions.exists()


def test_questions_are_for_who_may_revise() -> None:
    with pytest.raises(Forbidden):
        write_questions(cp.draft(), by=cast.person("auditor"), questions=[])
