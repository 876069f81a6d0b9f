"""The whole of the real data in the database: the stated figures come out exactly. About a minute for each source."""

from datetime import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Count

from calls.models import Call
from changes.aftermath import WINDOWS, Period, figures, incidents_of, that_name_a_change
from changes.models import Change
from cmdb.models import ConfigurationItem
from importing.models import ImportRun
from incidents.links import CAUSED
from incidents.models import Incident
from records.models import Clock, JournalEntry, OutboxEvent, Ownership, Record, SearchWords
from records.models.links import Link

from .plain import Exports, after
from .sources import AMSTERDAM, REAL_DATA, needs_bpic14, needs_servicenow

pytestmark = pytest.mark.django_db


@needs_bpic14
def test_bpic14_comes_in_with_exactly_the_stated_figures(tmp_path, settings):
    call_command(
        "import_bpic14",
        str(REAL_DATA / "bpic2014"),
        report=tmp_path / "report.csv",
        no_progress=True,
        stdout=StringIO(),
    )
    incidents = Incident.objects.filter(source="bpic14")
    calls = Call.objects.filter(source="bpic14")
    counts = ImportRun.objects.get().counts
    log = JournalEntry.objects.filter(record__kind="incident").exclude(step="caused_back")
    assert {
        "incidents": incidents.count(),
        "by priority": dict(incidents.values_list("priority").annotate(Count("pk")).order_by()),
        "calls": calls.count(),
        "answered at once, %": round(
            100 * calls.filter(is_first_call_resolution=True).count() / calls.count(), 1
        ),
        "calls linked": counts["calls that led to an incident"],
        "changes": Change.objects.filter(source="bpic14").count(),
        "items": ConfigurationItem.objects.filter(source="bpic14").count(),
        "activities": log.filter(record__source="bpic14").count(),
        "kinds of activity": log.values("step").distinct().count(),
        "incidents naming a change": incidents.exclude(caused_by_change="").count(),
        "reopened": incidents.filter(reopenings__gt=0).count(),
        "reassigned, %": round(
            100 * incidents.filter(reassignment_count__gt=0).count() / incidents.count(), 1
        ),
    } == {
        "incidents": 32_897,
        "by priority": {2: 542, 3: 4_561, 4: 15_716, 5: 12_078},
        "calls": 100_695,
        "answered at once, %": 62.8,
        "calls linked": 37_333,
        "changes": 12_789,
        "items": 12_624,
        "activities": 344_174,
        "kinds of activity": 39,
        "incidents naming a change": 405,
        "reopened": 1_729,
        "reassigned, %": 42.7,
    }
    # The invariants of the doors, on every record.
    assert not incidents.exclude(state="closed", closed_at__isnull=False, resolved_at__isnull=False).exists()
    assert Ownership.objects.filter(until_at__isnull=True).count() == SearchWords.objects.count() == 45_686
    assert Record.objects.count() == 32_897 + 12_789
    assert not OutboxEvent.objects.exists()
    assert not Clock.objects.exists()
    # 404 calls name incidents from before the export's first day and 215 say "several": 36,714 have their record.
    assert calls.filter(record__isnull=False).count() == 37_333 - 404 - 215
    told = Exports(REAL_DATA / "bpic2014")
    the_loop_is_closed_as_the_files_tell_it(told)
    settings.TIME_ZONE = "Europe/Amsterdam"
    what_follows_changes_is_what_the_files_tell(told)


def the_loop_is_closed_as_the_files_tell_it(told):
    """Changes, what they touch and what they caused, against a reading of the files that shares nothing with ours."""
    changes = Change.objects.filter(source="bpic14").select_related("item").prefetch_related("items")
    assert told.change_rows == 22_170
    assert {change.source_key: {item.name for item in change.all_items} for change in changes} == told.items
    assert sum(map(len, told.items.values())) == 22_170 - 142
    assert {change.source_key: change.resolved_at for change in changes} == {
        key: told.end_of(key) for key in told.items
    }
    states = dict(changes.values_list("state").annotate(Count("pk")).order_by())
    begun = sum(bool(told.began[key]) for key in told.items)
    assert states == {"closed": begun, "cancelled": 12_789 - begun} == {"closed": 11_979, "cancelled": 810}
    # 19 say "several" and 27 name changes that are not in the export.
    links = Link.objects.filter(type=CAUSED.name)
    assert dict(links.values_list("later__source_key", "earlier__source_key")) == told.named()
    assert links.count() == 405 - 19 - 27


def what_follows_changes_is_what_the_files_tell(told):
    """From 2013-10-01 on the export is whole; what was opened from 2014-02-01 on is left out of it."""
    period = Period(datetime(2013, 10, 1, tzinfo=AMSTERDAM), datetime(2014, 2, 1, tzinfo=AMSTERDAM))
    found = figures(period)
    classes = dict(ConfigurationItem.objects.filter(source="bpic14").values_list("name", "item_class"))
    for days in WINDOWS:
        followed = after(told, period.begin, period.end, days, AMSTERDAM)
        agrees(found.of_all[days], list(followed.values()))
        for key, of_class in found.of_class.items():
            agrees(of_class[days], [one for item, one in followed.items() if classes[item] == key])
        assert keys(incidents_of(period, days)) == {key for one in followed.values() for key in one.hits}
    assert keys(incidents_of(period, None)) == {key for one in followed.values() for key in one.others}
    assert stated(found) == {
        1: (6_874, 2_223, 12_085, "1.30", "1.14 to 1.50"),
        3: (6_874, 4_582, 12_085, "1.25", "1.11 to 1.40"),
        7: (6_874, 7_958, 12_085, "1.21", "1.09 to 1.33"),
    }
    week = Record.objects.filter(incidents_of(period, 7))
    assert week.filter(that_name_a_change()).count() == 141
    assert {one.source_key for one in week} & told.named().keys() == keys(that_name_a_change()) & keys(
        incidents_of(period, 7)
    )


def stated(found):
    return {
        days: (
            sums.items,
            sums.hits,
            sums.others,
            f"{sums.ratio:.2f}",
            "{:.2f} to {:.2f}".format(*sums.interval),
        )
        for days, sums in found.of_all.items()
    }


def agrees(sums, followed):
    assert (sums.items, sums.hits, sums.others) == (
        len(followed),
        sum(len(one.hits) for one in followed),
        sum(len(one.others) for one in followed),
    )
    for name in ("length", "rest", "more", "less"):
        assert getattr(sums, name) == pytest.approx(sum(getattr(one, name) for one in followed))


def keys(condition):
    return set(Record.objects.filter(condition).values_list("source_key", flat=True))


@needs_servicenow
def test_the_servicenow_log_comes_in_with_exactly_the_stated_figures(tmp_path):
    call_command(
        "import_servicenow_log",
        str(REAL_DATA / "uci498"),
        report=tmp_path / "report.csv",
        no_progress=True,
        stdout=StringIO(),
    )
    assert Incident.objects.count() == 24_918
    assert JournalEntry.objects.count() == 141_712
    assert not Incident.objects.exclude(state="closed").exists()
