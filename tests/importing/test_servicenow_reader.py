from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from importing.servicenow.reader import AUDIT_LOG

from .sources import REAL_DATA, SAMPLES, needs_servicenow, read

ANY_ZONE = ZoneInfo("UTC")


def test_it_reads_an_update_of_an_incident():
    rows, problems = read(AUDIT_LOG, SAMPLES / "servicenow", ANY_ZONE)
    first, last = rows[0], rows[-1]
    assert (len(rows), problems) == (10, [])
    assert (first.number, first.state, first.priority, first.opened_by) == (
        "INC9000001",
        "New",
        3,
        "Opened by 9",
    )
    assert first.opened_at == datetime(2016, 2, 29, 1, 16, tzinfo=UTC)
    assert (first.assignee, first.item_name, first.problem) == (None, None, None)
    assert (last.reopenings, last.causing_change, last.item_name) == (
        1,
        "CHG9000001",
        "cmdb_ci 97",
    )


@needs_servicenow
def test_the_real_log_has_the_stated_figures():
    rows, problems = read(AUDIT_LOG, REAL_DATA / "uci498", ANY_ZONE)
    assert problems == []
    assert len(rows) == 141_712
    assert len({row.number for row in rows}) == 24_918
