"""Reports: every number opens the list it counts, for each person his own; files say what the page says."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from calls.log import log_call
from people.models import AccessLog, Right, Role
from records.actions import advance
from records.sweep import sweep
from servicedesk.reports.making import report_of
from servicedesk.reports.periods import DAILY, MONTHLY, REPORTS, WEEKLY, finished_before, period_of
from servicedesk.reports.writing import as_csv, as_pdf, as_xlsx
from tests import cast
from tests.client import client_of
from tests.reports.listing import rows_at
from tests.visits import people as field

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)  # 09:00 in Shanghai
BUDGET = 90


def a_week(time_machine) -> None:
    """Two weeks of small life: calls, incidents in and out of time, one that came back, a visit."""
    agent = cast.agent()
    for days, hours in ((14, 0), (8, 3), (7, 0), (1, 2), (0, 0)):
        time_machine.move_to(MONDAY + timedelta(hours=hours, days=-days))
        some = [
            cast.incident(by=agent, impact=1 + at, urgency=1 + at, customer=cast.customer())
            for at in range(3)
        ]
        advance(some[0], "assign", by=agent, team=cast.team("network"))
        log_call(by=agent, record=some[0], caller_name="Somebody")
        log_call(by=agent, caller_name="Somebody else", is_first_call_resolution=True)
        time_machine.shift(timedelta(hours=1))
        advance(some[1], "resolve", by=agent, **cast.solution())
        time_machine.shift(timedelta(hours=7))
        advance(some[0], "start", by=agent)
        advance(some[0], "resolve", by=agent, **cast.solution())
        advance(some[0], "reopen", by=agent, reason="Again")
    field.finished(field.engineer("Near"), "fixed", for_record=field.incident())
    time_machine.shift(timedelta(minutes=1))


def numbers_of(report):
    """Every number of a report that leads somewhere, with what it leads to."""
    yield from ((figure.label, figure.href, figure.count) for figure in report.figures)
    for table in report.tables:
        for row in table.rows:
            yield from (
                (f"{table.title}, {row.label}", cell.url, cell.rows) for cell in row.cells if cell.url
            )
    for chart in report.charts:
        points = [point for series in chart.option["series"] for point in series["data"]]
        yield from ((chart.title, one["url"], one["value"]) for one in points if isinstance(one, dict))


@pytest.mark.parametrize("role", ["supervisor", "agent", "director", "auditor", "problem_manager"])
def test_every_number_opens_the_list_it_counts(role, time_machine) -> None:
    a_week(time_machine)
    reader = cast.person(role)
    client = client_of(reader)
    seen: dict[str, int] = {}
    for name in REPORTS:
        for label, url, count in numbers_of(report_of(reader, period_of(name, date(2026, 11, 22)))):
            if url not in seen:
                seen[url] = rows_at(client, url)
            assert seen[url] == count, (name, label, url)
    assert sum(seen.values()) > 20


def figures_of(report) -> dict:
    return {figure.name: figure for figure in report.figures}


def test_a_day_is_told_as_it_was(time_machine) -> None:
    a_week(time_machine)
    told = figures_of(report_of(cast.person("supervisor"), period_of(DAILY, date(2026, 11, 22))))
    # Three came in, two were resolved, one of them came back eight hours after it was opened.
    assert (told["opened"].value, told["reopened"].value, told["calls"].value) == (3, 1, 2)
    assert (told["first-call"].value, told["first-call"].note) == (50, "1 of 2")
    assert told["time-resolved"].value == 1.0
    assert told["opened"].before == 3  # the Sunday before


def test_what_was_reopened_counts_where_it_came_back_whatever_became_of_it(time_machine) -> None:
    agent = cast.agent()
    time_machine.move_to(MONDAY)
    record = advance(cast.incident(by=agent), "resolve", by=agent, **cast.solution())
    advance(record, "reopen", by=agent, reason="Again")
    time_machine.shift(timedelta(days=1))
    advance(record, "resolve", by=agent, **cast.solution())
    advance(record, "reopen", by=agent, reason="And again")
    for day, count in ((23, 1), (24, 1), (22, 0)):
        told = figures_of(report_of(agent, period_of(DAILY, date(2026, 11, day))))
        assert told["reopened"].value == count, day


def test_an_answer_after_its_time_is_not_in_time(time_machine) -> None:
    time_machine.move_to(MONDAY)
    agent = cast.agent()
    swift, late = (cast.incident(by=agent, impact=1, urgency=1) for _each in range(2))
    advance(swift, "assign", by=agent, assignee=agent, team=cast.team("desk"))
    advance(swift, "start", by=agent)
    time_machine.shift(timedelta(hours=5))
    sweep()
    advance(late, "assign", by=agent, assignee=agent, team=cast.team("desk"))
    advance(late, "start", by=agent)
    told = figures_of(report_of(agent, period_of(DAILY, date(2026, 11, 23))))["answered"]
    assert (told.value, told.note) == (50, "1 of 2")


@pytest.mark.parametrize(
    ("name", "day", "first", "last", "before"),
    [
        (DAILY, "2026-11-22", "2026-11-22", "2026-11-22", "2026-11-15"),
        (WEEKLY, "2026-11-18", "2026-11-16", "2026-11-22", "2026-11-09"),
        (MONTHLY, "2026-10-07", "2026-10-01", "2026-10-31", "2026-09-01"),
        (MONTHLY, "2026-01-31", "2026-01-01", "2026-01-31", "2025-12-01"),
    ],
)
def test_a_period_has_its_days_and_its_forerunner(name, day, first, last, before) -> None:
    period = period_of(name, date.fromisoformat(day))
    assert [f"{period.first}", f"{period.last}", f"{period.before.first}"] == [first, last, before]


def test_a_running_period_is_compared_with_as_much_of_the_one_before(time_machine) -> None:
    time_machine.move_to("2026-11-25T04:00:00Z")  # Wednesday noon
    period = period_of(WEEKLY, date(2026, 11, 25))
    assert period.is_running
    assert timezone.now() - period.before.end - timedelta(days=7) < timedelta(seconds=1)
    assert finished_before(WEEKLY, date(2026, 11, 25)).last == date(2026, 11, 22)


def test_what_one_may_not_see_is_not_in_his_report(time_machine) -> None:
    a_week(time_machine)
    reader = cast.person("agent")
    Right.objects.filter(role__slug="agent", kind="call", step="see").delete()
    Right.objects.filter(role__slug="agent", kind="items", step="see").delete()
    Role.objects.get(slug="agent").sights.filter(kind__in=("visit", "change", "release")).delete()
    report = report_of(reader, period_of(WEEKLY, date(2026, 11, 22)))
    assert not {"calls", "first-call", "visits", "changes"} & set(figures_of(report))
    assert not {"releases", "truth"} & {table.name for table in report.tables}


@pytest.mark.parametrize(("role", "status"), [("supervisor", 200), ("purchaser", 403), ("api_client", 403)])
@pytest.mark.parametrize("path", ["/reports/daily/", "/reports/mails/"])
def test_it_is_for_whoever_may_see_reports(role, status, path) -> None:
    assert client_of(cast.person(role)).get(path).status_code == status


def test_who_may_not_export_is_refused_the_file_and_a_file_is_logged() -> None:
    client = client_of(cast.person("supervisor"))
    assert client.get("/reports/daily/?format=csv").status_code == 200
    assert AccessLog.objects.filter(event=AccessLog.Event.EXPORTED).count() == 1
    Right.objects.filter(kind="export").delete()
    assert client_of(cast.person("supervisor")).get("/reports/daily/?format=csv").status_code == 403


def test_files_say_what_the_page_says(time_machine) -> None:
    a_week(time_machine)
    report = report_of(cast.person("supervisor"), period_of(WEEKLY, date(2026, 11, 22)))
    rows = list(csv.reader(io.StringIO(as_csv(report).decode("utf-8-sig"))))
    book = load_workbook(io.BytesIO(as_xlsx(report)))
    new = next(figure for figure in report.figures if figure.name == "opened")
    assert [new.label, str(new.value), "", str(new.before), ""] in rows
    assert [cell.value for cell in book.worksheets[0][2]] == [new.label, new.value, None, new.before, None]
    assert [sheet.title for sheet in book.worksheets][1:] == [table.title[:31] for table in report.tables]
    for table, sheet in zip(report.tables, book.worksheets[1:], strict=True):
        assert sheet.max_row == len(table.rows) + 1
    assert as_pdf(report).startswith(b"%PDF-")


@pytest.mark.parametrize(
    "query", ["on=2026-13-01", "on=x", "on=2999-01-01", "on=1200-01-01", "format=exe", "on=%00"]
)
def test_what_cannot_be_read_is_told_so(query) -> None:
    assert client_of(cast.person("supervisor")).get(f"/reports/weekly/?{query}").status_code == 400


def test_a_report_that_does_not_exist_is_not_found() -> None:
    assert client_of(cast.person("supervisor")).get("/reports/yearly/").status_code == 404


@pytest.mark.parametrize("name", REPORTS)
def test_it_costs_the_same_however_much_there_is(name, time_machine, django_assert_max_num_queries) -> None:
    a_week(time_machine)
    client = client_of(cast.person("supervisor"))
    address = f"{reverse('desk:report', args=[name])}?on=2026-11-22"
    client.get(address)
    with django_assert_max_num_queries(BUDGET):
        assert client.get(address).status_code == 200
