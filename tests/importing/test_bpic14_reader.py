"""The sample has the format of the real exports and invented content."""

from datetime import UTC, datetime

from importing.bpic14.reader import ACTIVITIES, CALLS, CHANGES, INCIDENTS, ZONE
from importing.bpic14.rows import ItemNamed
from importing.cells import SEVERAL

from .sources import SAMPLES, read

FOLDER = SAMPLES / "bpic14"


def test_the_sample_reads_without_a_problem():
    for table, expected in ((INCIDENTS, 5), (CALLS, 8), (CHANGES, 3), (ACTIVITIES, 21)):
        rows, problems = read(table, FOLDER)
        assert (len(rows), problems) == (expected, [])


def test_it_counts_the_blank_rows_at_the_end_of_the_incidents():
    reading = INCIDENTS.open(FOLDER, zone=ZONE, report=print)
    assert (len(list(reading)), reading.blank) == (5, 3)


def test_it_reads_an_incident():
    incident = read(INCIDENTS, FOLDER)[0][1]
    assert (incident.key, incident.priority, incident.reassignments) == (
        "IM9000002",
        4,
        2,
    )
    assert incident.opened_at == datetime(2013, 10, 2, 9, 0, tzinfo=UTC)
    assert incident.reopened_at == datetime(2013, 10, 3, 7, 30, tzinfo=UTC)
    assert incident.item == ItemNamed("PAY000001", "application", "Server Based Application", "WBS900001")
    assert incident.causing_item == ItemNamed("LAP000007", "computer", "Laptop", "WBS900002")
    assert (incident.related_call, incident.related_change) == (SEVERAL, "C90000001")


def test_it_reads_an_incident_that_is_open_and_whose_cause_is_not_known():
    incident = read(INCIDENTS, FOLDER)[0][3]
    assert (incident.resolved_at, incident.closed_at, incident.reassignments) == (
        None,
        None,
        None,
    )
    assert (incident.causing_item, incident.related_call, incident.related_change) == (
        None,
        None,
        SEVERAL,
    )


def test_it_reads_the_urgency_that_is_written_in_words():
    assert read(INCIDENTS, FOLDER)[0][2].urgency == 5
    assert read(CALLS, FOLDER)[0][3].urgency == 5


def test_it_reads_a_call_about_an_item_nobody_knows():
    call = read(CALLS, FOLDER)[0][4]
    assert (call.item, call.component, call.is_solved_at_once, call.handle_seconds) == (
        None,
        "WBS900003",
        True,
        480,
    )


def test_it_reads_a_change_once_per_item_it_touches():
    rows, _problems = read(CHANGES, FOLDER)
    assert [(row.key, row.item.name) for row in rows[:2]] == [
        ("C90000001", "PAY000001"),
        ("C90000001", "NET000003"),
    ]
    assert rows[2].planned_end_at.year == 2021
    assert (rows[2].is_emergency, rows[2].needs_board, rows[2].actual_start_at) == (
        True,
        False,
        None,
    )


def test_it_reads_an_activity_past_the_byte_order_mark():
    activity = read(ACTIVITIES, FOLDER)[0][0]
    assert (activity.incident, activity.type, activity.team) == (
        "IM9000002",
        "Open",
        "TEAM9001",
    )
    assert activity.at == datetime(2013, 10, 2, 9, 0, 1, tzinfo=UTC)
