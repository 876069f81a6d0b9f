"""The figures that a correct reading of the real exports gives, and from which columns each comes."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from importing.bpic14.reader import ACTIVITIES, CALLS, CHANGES, INCIDENTS, ZONE

from .sources import REAL_DATA, STORMS_OF_CALLS, needs_bpic14, read

pytestmark = needs_bpic14

FOLDER = REAL_DATA / "bpic2014"
HALF_HOUR = timedelta(minutes=30)
# Before this day the exports hold only what was still open on it.
COMPLETE_FROM = datetime(2013, 10, 1, tzinfo=ZONE)


def clean(table):
    rows, problems = read(table, FOLDER)
    assert problems == []
    return rows


def test_incidents():
    incidents = clean(INCIDENTS)
    assert len({incident.key for incident in incidents}) == len(incidents) == 32_897
    assert Counter(incident.priority for incident in incidents) == {
        2: 542,
        3: 4_561,
        4: 15_716,
        5: 12_078,
    }
    assert sum(incident.related_change is not None for incident in incidents) == 405
    assert sum(incident.reopened_at is not None for incident in incidents) == 1_729
    reassigned = sum(bool(incident.reassignments) for incident in incidents)
    assert round(100 * reassigned / len(incidents), 1) == 42.7


def test_calls():
    calls = clean(CALLS)
    assert len({call.key for call in calls}) == len(calls) == 100_695
    assert round(100 * sum(call.is_solved_at_once for call in calls) / len(calls), 1) == 62.8
    assert sum(call.related_incident is not None for call in calls) == 37_333


def test_changes():
    rows = clean(CHANGES)
    assert len(rows) == 22_170
    assert len({row.key for row in rows}) == 12_789


def test_activities():
    activities = clean(ACTIVITIES)
    assert len(activities) == 344_174
    assert len({activity.type for activity in activities}) == 39
    assert {activity.incident for activity in activities} == {incident.key for incident in clean(INCIDENTS)}


def test_configuration_items():
    """The names in all four columns; the stated 12,624 counts "not known" (`#N/B`) as one of them."""
    incidents, calls, changes = clean(INCIDENTS), clean(CALLS), clean(CHANGES)
    names = {row.item and row.item.name for row in [*incidents, *calls, *changes]}
    names |= {incident.causing_item and incident.causing_item.name for incident in incidents}
    assert None in names
    assert len(names) == 12_624


def densest(moments: Iterable[datetime]) -> tuple[int, datetime]:
    """The most moments within half an hour, both ends counted, and the first of them."""
    window: deque[datetime] = deque()
    best = (0, datetime.max.replace(tzinfo=UTC))
    for moment in sorted(moments):
        window.append(moment)
        while moment - window[0] > HALF_HOUR:
            window.popleft()
        best = max(best, (len(window), window[0]), key=lambda found: found[0])
    return best


def storms(
    moments_of_component: dict[str, list[datetime]],
) -> dict[str, tuple[int, str]]:
    found = {component: densest(moments) for component, moments in moments_of_component.items()}
    return {
        component: (size, f"{start.astimezone(ZONE):%Y-%m-%d %H:%M}")
        for component, (size, start) in found.items()
        if size >= 20
    }


def by_component(rows: Iterable, moment: str) -> dict[str, list[datetime]]:
    moments = defaultdict(list)
    for row in rows:
        if getattr(row, moment) >= COMPLETE_FROM:
            moments[row.component].append(getattr(row, moment))
    return moments


def test_storms_of_calls():
    assert storms(by_component(clean(CALLS), "started_at")) == STORMS_OF_CALLS


def test_storms_of_incidents():
    assert storms(by_component(clean(INCIDENTS), "opened_at")) == {
        "WBS000073": (38, "2013-10-03 11:09"),
        "WBS000096": (28, "2013-10-14 15:58"),
        "WBS000292": (20, "2013-10-30 13:40"),
    }
