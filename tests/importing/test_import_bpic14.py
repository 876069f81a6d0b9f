"""The command on the sample, which has the format of the real exports and invented content."""

import json
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import QuerySet

from calls.models import Call
from changes.models import Change
from cmdb.models import ConfigurationItem, Service
from importing.bpic14 import incidents as incident_loader
from importing.models import ImportRun
from incidents.models import Incident
from people.models import Team
from records.models import Clock, JournalEntry, OutboxEvent, Record
from records.models.links import Link
from tests import cast

from .sources import SAMPLES

pytestmark = pytest.mark.django_db

SAMPLE = SAMPLES / "bpic14"


def bring_in(folder: Path, report: Path, **options) -> str:
    told = StringIO()
    call_command("import_bpic14", str(folder), report=report, no_progress=True, stdout=told, **options)
    return told.getvalue()


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return tmp_path / "report.json"


def problems(report: Path, *, of: str = "") -> list[tuple[str, int, str, str, bool]]:
    found = json.loads(report.read_text())["problems"]
    told = [(p["file"], p["line"], p["column"], p["reason"], p["is_taken"]) for p in found]
    return [one for one in told if not of or one[0] == of]


def sample_with(tmp_path: Path, file: str, *lines: str) -> Path:
    folder = tmp_path / "exports"
    shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
    with (folder / file).open("a", newline="") as opened:
        opened.writelines(f"{line}\r\n" for line in lines)
    return folder


def of_the_log() -> QuerySet[JournalEntry]:
    """The journals of incidents without what the import itself wrote into them."""
    return JournalEntry.objects.filter(record__kind="incident").exclude(step="caused_back")


def everything() -> dict[str, list]:
    """All that an import lays down, without the keys the database gives."""
    return {
        "incidents": list(
            Incident.objects.order_by("source_key").values_list(
                "source_key",
                "state",
                "title",
                "team__name",
                "version",
                "updated_at",
                "opened_at",
                "closed_at",
            )
        ),
        "journal": list(
            JournalEntry.objects.order_by("record__source_key", "version", "id").values_list(
                "record__source_key", "version", "step", "from_state", "to_state", "at"
            )
        ),
        "calls": list(
            Call.objects.order_by("source_key").values_list("source_key", "record__source_key", "reason")
        ),
        "changes": list(
            Change.objects.order_by("source_key", "items__name").values_list(
                "source_key", "number", "state", "item__name", "items__name", "began_at", "closed_at"
            )
        ),
        "links": list(
            Link.objects.order_by("id").values_list("type", "earlier__source_key", "later__source_key")
        ),
        "items": list(
            ConfigurationItem.objects.order_by("name").values_list("name", "service__name", "subtype")
        ),
        "teams": list(Team.objects.order_by("code").values_list("code", "name")),
        "services": list(Service.objects.order_by("code").values_list("code")),
    }


def test_it_brings_in_what_the_sample_holds(report):
    told = bring_in(SAMPLE, report)
    assert Incident.objects.count() == 5
    assert of_the_log().count() == 21
    assert Call.objects.count() == 8
    assert Change.objects.count() == 2
    assert ConfigurationItem.objects.filter(source="bpic14").count() == 5
    assert "5  incidents brought in" in told
    assert "3  blank rows passed over" in told


def test_an_incident_keeps_its_own_facts_and_fate(report):
    bring_in(SAMPLE, report)
    incident = Incident.objects.get(source_key="IM9000002")
    assert (incident.number[:3], incident.source, incident.state) == ("INC", "bpic14", "closed")
    assert (incident.priority, incident.reopenings, incident.reassignment_count) == (4, 1, 2)
    assert (incident.item.name, incident.service.name) == ("PAY000001", "WBS900001")
    assert (incident.caused_by_item.name, incident.caused_by_change) == ("LAP000007", "C90000001")
    assert (incident.team.name, incident.closure_code.name, incident.category.name) == (
        "TEAM9003",
        "Hardware",
        "incident",
    )
    assert f"{incident.resolved_at:%Y-%m-%d %H:%M:%S}" == "2013-10-03 10:00:00"
    assert "KM number: KM9000001" in incident.description


def test_its_journal_is_the_log_in_the_order_of_time_with_the_states_it_went_through(report):
    bring_in(SAMPLE, report)
    entries = of_the_log().filter(record__source_key="IM9000002").order_by("version")
    assert [(entry.step, entry.to_state) for entry in entries] == [
        ("Open", "new"),
        ("Reassignment", "assigned"),
        ("Reassignment", "assigned"),
        ("Closed", "closed"),
        ("Reopen", "assigned"),
        ("Resolved", "resolved"),
        ("Closed", "closed"),
    ]
    assert [entry.changes["team"][1]["label"] for entry in entries if entry.changes] == [
        "TEAM9001",
        "TEAM9002",
        "TEAM9003",
    ]
    assert {(entry.via, entry.by.username) for entry in entries} == {("import", "importer")}


def test_a_call_knows_what_it_led_to_even_where_only_the_incident_says_so(report):
    bring_in(SAMPLE, report)
    led_to = dict(Call.objects.values_list("source_key", "record__source_key"))
    assert led_to["SD9000003"] == "IM9000002"
    assert led_to["SD9000005"] is None
    assert led_to["SD9000008"] is None
    assert problems(report, of="Detail Interaction.csv") == [
        ("Detail Interaction.csv", 9, "Related Incident", "does not say which incidents", True)
    ]


def test_a_call_about_an_item_nobody_knows_points_to_the_item_that_stands_for_it(report):
    bring_in(SAMPLE, report)
    call = Call.objects.get(source_key="SD9000005")
    assert (call.item.name, call.service.name, call.is_first_call_resolution) == ("#N/B", "WBS900003", True)
    assert (call.ended_at - call.started_at).total_seconds() == call.handle_seconds == 480


def test_what_is_over_tells_nobody_and_has_no_clock_and_what_is_open_has_both_owner_and_clock(report):
    lead = cast.agent()
    desk = cast.team("desk", lead=lead)
    desk.lead = lead
    desk.save()
    bring_in(SAMPLE, report)
    assert not OutboxEvent.objects.exists()
    still_open = Incident.objects.get(closed_at__isnull=True)
    assert (still_open.source_key, still_open.state) == ("IM9000004", "assigned")
    assert (still_open.owner, still_open.desk) == (lead, desk)
    assert set(Clock.objects.values_list("record__source_key", flat=True)) == {"IM9000004"}
    assert set(Incident.objects.exclude(pk=still_open.pk).values_list("owner__username", flat=True)) == {
        "importer"
    }


def test_a_second_run_changes_nothing_and_says_so(report):
    bring_in(SAMPLE, report)
    before = everything()
    told = bring_in(SAMPLE, report)
    assert everything() == before
    assert "Nothing was new: nothing was changed." in told
    assert ImportRun.objects.filter(finished_at__isnull=False).count() == 2


@pytest.mark.parametrize("stopped_at", range(1, 6))
def test_a_run_that_was_stopped_is_completed_by_the_next_one(report, monkeypatch, stopped_at):
    bring_in_for_real, seen = incident_loader.bring_in, []

    def until_killed(model, pasts, *, by):
        seen.append(pasts)
        if len(seen) == stopped_at:
            raise KeyboardInterrupt
        return bring_in_for_real(model, pasts, by=by)

    monkeypatch.setattr(incident_loader, "INCIDENTS_AT_ONCE", 1)
    monkeypatch.setattr(incident_loader, "bring_in", until_killed)
    with pytest.raises(CommandError, match="run it again to go on"):
        bring_in(SAMPLE, report)
    assert Incident.objects.count() == stopped_at - 1
    assert ImportRun.objects.filter(finished_at__isnull=True).count() == 1
    monkeypatch.undo()
    bring_in(SAMPLE, report)
    after_the_stop = everything()
    assert len(after_the_stop["incidents"]) == 5
    assert of_the_log().count() == 21
    assert after_the_stop["links"] == [("caused", "C90000001", "IM9000002")]
    assert len({row[0] for row in after_the_stop["calls"]}) == 8


def test_rows_it_cannot_take_are_told_and_the_others_come_in(report, tmp_path):
    good = "PAY000001;application;Server Based Application;WBS900001;SD9000009;Closed;4;4;4;incident;KM1;"
    folder = sample_with(
        tmp_path,
        "Detail Interaction.csv",
        f"{good}32-1-2014 9:00;17-1-2014 9:10;Other;N;140;",
        f"{good}17-1-2014 9:00;16-1-2014 9:10;Other;N;140;",
        f"{good}17-1-2014 9:00;17-1-2014 9:10;Other;N;many;IM7777777",
    )
    bring_in(folder, report)
    assert Call.objects.count() == 9
    assert problems(report, of="Detail Interaction.csv")[1:] == [
        ("Detail Interaction.csv", 10, "Open Time (First Touch)", "is not a date and time", False),
        ("Detail Interaction.csv", 11, "Close Time", "is before the call began", False),
        ("Detail Interaction.csv", 12, "Handle Time (secs)", "is not a whole number of 0 or more", True),
        (
            "Detail Interaction.csv",
            12,
            "Related Incident",
            "names an incident that is not in the export",
            True,
        ),
    ]


def test_activities_of_an_incident_that_is_not_there_are_told_line_by_line(report, tmp_path):
    folder = sample_with(
        tmp_path, "EventLog.csv", "IM0000000,Open,2013-10-02 11:00:01,TEAM9001,incident,Laptop,Other,0,4,4,4"
    )
    bring_in(folder, report)
    assert of_the_log().count() == 21
    assert (
        "EventLog.csv",
        23,
        "Incident ID",
        "names an incident that is not in the export",
        False,
    ) in problems(report)


def test_a_key_that_comes_twice_comes_in_once(report, tmp_path):
    second = (SAMPLE / "Detail Interaction.csv").read_text().splitlines()[1]
    told = bring_in(sample_with(tmp_path, "Detail Interaction.csv", second), report)
    assert Call.objects.filter(source_key="SD9000001").count() == 1
    assert "1  calls here already" in told


def test_the_report_is_a_spreadsheet_that_runs_no_formula(tmp_path):
    folder = sample_with(tmp_path, "Detail Interaction.csv", '=HYPERLINK("x")')
    report = tmp_path / "deep" / "report.csv"
    bring_in(folder, report)
    lines = report.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "file,line,column,value,reason,is_taken"
    assert any("'=HYPERLINK" in line for line in lines)


def test_it_writes_nothing_where_a_file_is_absent(report, tmp_path):
    folder = sample_with(tmp_path, "EventLog.csv")
    (folder / "EventLog.csv").unlink()
    with pytest.raises(CommandError, match=r"EventLog\.csv is not in"):
        bring_in(folder, report)
    assert not Team.objects.filter(source="bpic14").exists()
    assert not Record.objects.exists()


def test_it_refuses_a_desk_that_is_none(report):
    with pytest.raises(CommandError, match="no desk with the code nowhere"):
        bring_in(SAMPLE, report, desk="nowhere")


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_are_refused(report):
    from importing.run import _alone

    other = connection.copy()
    try:
        with other.cursor() as cursor:
            from zlib import crc32

            cursor.execute("SELECT pg_advisory_lock(%s)", [crc32(b"import bpic14")])
        with pytest.raises(CommandError, match="running already"), _alone("bpic14"):
            pass
    finally:
        other.close()
