"""The sample lived once more; at this speed its four months take no time."""

import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from calls.models import Call
from importing.replay import busiest_day
from incidents.models import Incident
from records.models import JournalEntry, OutboxEvent
from tests import cast

from .sources import SAMPLES

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported(tmp_path):
    call_command(
        "import_bpic14",
        str(SAMPLES / "bpic14"),
        report=tmp_path / "report.csv",
        no_progress=True,
        stdout=StringIO(),
    )


def replay(begin="2013-10-01", end="2014-02-01", speed="1e12", **options) -> str:
    told = StringIO()
    call_command("replay", f"--from={begin}", f"--until={end}", f"--speed={speed}", stdout=told, **options)
    return told.getvalue()


def live(title_part: str = ""):
    return Incident.objects.filter(source="replay", title__contains=title_part).order_by("pk")


def test_it_feeds_every_call_and_incident_as_one_of_this_moment(imported):
    begun = timezone.now()
    told = replay()
    assert live().count() == 5
    assert Call.objects.filter(source="replay").count() == 8
    assert live().earliest("opened_at").opened_at >= begun
    assert Call.objects.filter(source="replay").earliest("started_at").started_at >= begun
    assert "8 calls, 5 incidents" in told


def test_what_it_does_goes_through_the_doors(imported):
    replay()
    first = live().first()
    assert (
        OutboxEvent.objects.filter(entry__record_id=first.pk).count()
        == first.journal.count()
        == first.version
    )
    assert first.clocks.exists()


def test_an_incident_takes_the_steps_of_its_model(imported):
    replay()
    # The model: opened, reassigned twice, closed, reopened, resolved, closed.
    second = live()[1]
    steps = list(second.journal.order_by("version").values_list("step", flat=True))
    assert steps == ["register", "call_in", "call_in", "assign", "assign", "resolve", "confirm", "reopen",
                     "resolve", "confirm"]  # fmt: skip
    assert (second.state, second.team.name, second.closure_code.name) == ("closed", "TEAM9003", "Hardware")
    assert second.reopenings == 1


def test_an_incident_that_waits_for_a_supplier_is_on_hold(imported):
    replay(begin="2014-01-16T14:00+01:00", end="2014-01-16T14:40+01:00")
    waiting = live().get()
    assert (waiting.state, waiting.hold_reason) == ("on_hold", "supplier")


def test_an_incident_given_to_the_team_it_was_opened_with_is_assigned(imported):
    replay(begin="2014-01-15T07:00+01:00", end="2014-01-15T10:00+01:00")
    given = live().get()
    assert (given.state, given.team.name) == ("assigned", "TEAM9002")


def test_a_call_solved_at_once_leads_to_no_record(imported):
    replay(begin="2014-01-15T16:00+01:00", end="2014-01-15T17:00+01:00")
    call = Call.objects.get(source="replay")
    assert (call.record, call.is_first_call_resolution) == (None, True)


def test_the_history_itself_stays_as_it_was(imported):
    before = list(JournalEntry.objects.filter(record__source="bpic14").order_by("pk").values())
    replay()
    assert list(JournalEntry.objects.filter(record__source="bpic14").order_by("pk").values()) == before


def test_it_feeds_only_what_lies_in_the_time_asked_for(imported):
    replay(begin="2013-10-02", end="2013-10-03")
    assert live().count() == 1
    assert Call.objects.filter(source="replay").count() == 2


def test_it_keeps_the_pace_it_is_given(imported):
    begun = time.monotonic()
    # The second call of that morning comes 25 minutes after the beginning: at 1,500 times the speed, one second.
    replay(begin="2013-10-02T10:55+02:00", end="2013-10-02T11:25+02:00", speed="1500")
    assert time.monotonic() - begun >= 1
    assert Call.objects.filter(source="replay").count() == 2


def test_ctrl_c_stops_it_and_what_was_replayed_stays(imported, monkeypatch):
    from importing import replay as replaying

    log_call, calls = replaying.log_call, []

    def interrupted_at_the_third(**fields):
        calls.append(fields)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return log_call(**fields)

    monkeypatch.setattr(replaying, "log_call", interrupted_at_the_third)
    told = replay()
    assert "Stopped. What was replayed stays." in told
    assert Call.objects.filter(source="replay").count() == 2


def test_it_goes_on_where_somebody_took_a_step_before_it(imported, monkeypatch):
    from importing import replay as replaying
    from records.actions import advance

    opened, agent = replaying.Replay._opened, cast.agent()

    def cancelled_at_once(self, past):
        said = opened(self, past)
        advance(self._live[past.pk], "cancel", by=agent, reason="A test call.")
        return said

    monkeypatch.setattr(replaying.Replay, "_opened", cancelled_at_once)
    told = replay()
    assert set(live().values_list("state", flat=True)) == {"cancelled"}
    assert "not done" in told


def test_it_begins_with_the_busiest_day_unless_told_otherwise(imported):
    assert f"{timezone.localtime(busiest_day('bpic14')):%m-%d %H:%M}" == "10-02 00:00"


def test_the_log_without_calls_is_replayed_too(tmp_path):
    call_command(
        "import_servicenow_log",
        str(SAMPLES / "servicenow"),
        report=tmp_path / "report.csv",
        no_progress=True,
        stdout=StringIO(),
    )
    replay(begin="2016-02-01", end="2016-04-01", source="servicenow")
    assert list(live().values_list("state", flat=True)) == ["closed", "closed"]


def test_it_says_when_there_is_nothing_to_replay():
    with pytest.raises(CommandError, match="import it first"):
        call_command("replay", stdout=StringIO())


@pytest.mark.parametrize(
    "option",
    [
        "--speed=0",
        "--speed=-1",
        "--speed=fast",
        "--speed=nan",
        "--speed=inf",
        "--from=yesterday",
        "--from=2014-13-01",
    ],
)
def test_it_refuses_what_is_no_speed_and_no_time(option):
    with pytest.raises(CommandError, match="give"):
        call_command("replay", option, stdout=StringIO())


def test_it_refuses_an_end_before_its_beginning(imported):
    with pytest.raises(CommandError, match="lies before"):
        replay(begin="2014-02-01", end="2013-10-01")
