import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from importing.servicenow.reader import AUDIT_LOG
from incidents.models import Incident
from records.models import JournalEntry, OutboxEvent

from .sources import SAMPLES

pytestmark = pytest.mark.django_db

SAMPLE = SAMPLES / "servicenow"


def bring_in(place: Path, report: Path, *options: str) -> str:
    told = StringIO()
    call_command(
        "import_servicenow_log", str(place), "--no-progress", f"--report={report}", *options, stdout=told
    )
    return told.getvalue()


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return tmp_path / "report.json"


def test_it_makes_an_incident_of_each_number_and_a_journal_entry_of_each_update(report):
    bring_in(SAMPLE, report)
    entries = JournalEntry.objects.filter(record__source_key="INC9000002").order_by("version")
    assert Incident.objects.count() == 2
    assert [(entry.step, entry.to_state) for entry in entries] == [
        ("New", "new"),
        ("Awaiting User Info", "on_hold"),
        ("Resolved", "resolved"),
        ("Active", "in_progress"),
        ("Resolved", "resolved"),
        ("Closed", "closed"),
    ]
    assert entries[1].changes["team"][1]["label"] == "Group 98"
    assert "assigned_to: Resolver 99" in entries[1].note


def test_an_incident_keeps_its_own_facts_and_fate(report):
    bring_in(SAMPLE, report)
    incident = Incident.objects.get(source_key="INC9000002")
    assert incident.number != "INC9000002"
    assert (incident.state, incident.priority, incident.impact, incident.channel) == ("closed", 1, 1, "email")
    assert (incident.reopenings, incident.reassignment_count) == (1, 1)
    assert (incident.caused_by_change, incident.item.name) == ("CHG9000001", "cmdb_ci 97")
    assert (incident.category.name, incident.category.parent.name) == ("Subcategory 93", "Category 92")
    assert "caller_id: Caller 9001" in incident.description
    assert not OutboxEvent.objects.exists()


def test_its_times_are_read_in_the_zone_that_is_given(report):
    bring_in(SAMPLE, report, "--time-zone", "Asia/Shanghai")
    assert f"{Incident.objects.get(source_key='INC9000001').opened_at:%d %H:%M}" == "28 17:16"


def test_it_refuses_a_zone_that_is_none(report):
    with pytest.raises(CommandError, match="no time zone 'Mars/Base'"):
        bring_in(SAMPLE, report, "--time-zone", "Mars/Base")


def test_its_lists_of_bare_numbers_are_offered_to_nobody(report):
    bring_in(SAMPLE, report)
    incident = Incident.objects.get(source_key="INC9000001")
    assert not incident.category.is_active
    assert not incident.closure_code.is_active


def test_a_second_run_changes_nothing_and_says_so(report):
    bring_in(SAMPLE, report)
    told = bring_in(SAMPLE, report)
    assert (Incident.objects.count(), JournalEntry.objects.count()) == (2, 10)
    assert "Nothing was new: nothing was changed." in told


def test_rows_that_stand_apart_from_their_incident_are_told(report, tmp_path):
    lines = (SAMPLE / AUDIT_LOG.file).read_text().splitlines()
    (tmp_path / AUDIT_LOG.file).write_text("\n".join([*lines, lines[1].replace("New", "Active")]))
    bring_in(tmp_path, report)
    [problem] = json.loads(report.read_text())["problems"]
    assert (problem["line"], problem["is_taken"]) == (12, False)
    assert "sort the file by number" in problem["reason"]
    assert JournalEntry.objects.count() == 10


def test_a_state_that_is_none_keeps_the_state_before_it(report, tmp_path):
    lines = (SAMPLE / AUDIT_LOG.file).read_text().splitlines()
    lines[2] = lines[2].replace("Active", "-100", 1)
    (tmp_path / AUDIT_LOG.file).write_text("\n".join(lines))
    bring_in(tmp_path, report)
    second = JournalEntry.objects.get(record__source_key="INC9000001", version=2)
    assert (second.from_state, second.to_state) == ("new", "new")
    assert json.loads(report.read_text())["problems"][0]["value"] == "-100"


def test_an_incident_whose_log_ends_before_its_closing_is_still_open(report, tmp_path):
    lines = (SAMPLE / AUDIT_LOG.file).read_text().splitlines()
    (tmp_path / AUDIT_LOG.file).write_text("\n".join(lines[:3]))
    bring_in(tmp_path, report)
    incident = Incident.objects.get()
    assert (incident.state, incident.resolved_at, incident.closed_at) == ("in_progress", None, None)
    assert incident.clocks.exists()
