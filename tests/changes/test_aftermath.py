"""Incidents after changes, worked out by hand on four items in March; and that every number holds its list."""

import random
from datetime import UTC, datetime, timedelta
from math import log
from typing import Any

import pytest

from changes.aftermath import Figures, Period, Sums, figures, incidents_of, last_changes, that_name_a_change
from changes.models import Change
from cmdb.models import ConfigurationItem
from incidents.links import CAUSED
from incidents.models import Incident
from people.models import User
from records.links import connect
from records.models import Record
from tests import cast
from tests.changes.people import change, manager
from tests.cmdb import equipment

db = pytest.mark.django_db


def march(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 3, 1, hour, tzinfo=UTC) + timedelta(days=day - 1)


MARCH = Period(march(1), march(31))


def done(by: User, ended_at: datetime, item: ConfigurationItem, *further: ConfigurationItem) -> Change:
    made = change(by, item=item)
    made.items.set(further)
    Record.objects.filter(pk=made.pk).update(resolved_at=ended_at)
    return Change.objects.get(pk=made.pk)


def fault(by: User, at: datetime, item: ConfigurationItem) -> Incident:
    made = cast.incident(by=by, item=item)
    Record.objects.filter(pk=made.pk).update(opened_at=at)
    return Incident.objects.get(pk=made.pk)


def the_month() -> dict[str, ConfigurationItem]:
    """A: two changes whose days overlap. B: one from before the month. C: one at its end. D: none that was done."""
    by, agent = manager(), cast.agent()
    server, phone = equipment.kind("server"), equipment.kind("phone")
    items = {name: equipment.item(name, item_class=server if name in "AB" else phone) for name in "ABCD"}
    done(by, march(5), items["A"])
    done(by, march(6), equipment.item("elsewhere", item_class=phone), items["A"])
    done(by, march(-4), items["B"])
    done(by, march(29), items["C"])
    change(by, item=items["D"])
    for day, hour in ((-1, 0), (5, 0), (6, 12), (8, 0), (12, 23), (13, 0), (20, 0), (32, 0)):
        fault(agent, march(day, hour), items["A"])
    for day in (2, 10, 11):
        fault(agent, march(day), items["B"])
    fault(agent, march(10), items["D"])
    return items


def counted(found: dict[int, Sums]) -> dict[int, tuple[float, ...]]:
    return {
        days: (sums.items, sums.hits, round(sums.length, 6), sums.others, round(sums.rest, 6))
        for days, sums in found.items()
    }


@db
def test_incidents_and_days_are_counted_once_and_only_within_the_period() -> None:
    items = the_month()
    found = figures(MARCH)
    # A: 2, 4 and 8 days after, 22 others. B: 0, 0 and 2, 28 others.
    assert counted(found.of_class[items["A"].item_class_id]) == {
        1: (2, 2, 2, 4, 50),
        3: (2, 3, 4, 4, 50),
        7: (2, 5, 10, 4, 50),
    }
    # C: 1, 2 and 2 days until the month ends, 28 others; "elsewhere": 1, 3 and 7, 23 others. No incident on either.
    assert counted(found.of_class[items["C"].item_class_id]) == {
        1: (2, 0, 2, 0, 51),
        3: (2, 0, 5, 0, 51),
        7: (2, 0, 9, 0, 51),
    }
    assert counted(found.of_all)[7] == (4, 5, 19, 4, 101)


@db
def test_each_item_is_compared_with_itself_on_working_days_and_on_weekends(settings: Any) -> None:
    settings.TIME_ZONE = "UTC"
    the_month()
    week = figures(MARCH).of_all[7]
    # The month begins on a Sunday and has 9 days of weekend. A, working days: 3 in 6 days, 2 in 15 others;
    # weekend: 1 in 2 days, none in 7 others. B, working days: 1 in 1 day, 2 in 20 others; weekend: nothing.
    more = 3 * 15 / 21 + 1 * 7 / 9 + 1 * 20 / 21
    less = 2 * 6 / 21 + 2 * 1 / 21
    assert (week.more, week.less, week.telling) == (pytest.approx(more), pytest.approx(less), 2)
    assert week.ratio == pytest.approx(more / less)
    assert week.expected == pytest.approx(5 * less / more)
    assert (week.rate, week.other_rate) == (pytest.approx(500 / 19), pytest.approx(400 / 101))
    assert (week.interval, week.verdict) == (None, "unknown")


@db
def test_that_people_report_on_working_days_is_not_laid_at_the_door_of_changes(settings: Any) -> None:
    settings.TIME_ZONE = "UTC"
    agent, item = cast.agent(), equipment.item("calm")
    done(manager(), march(9), item)
    for day in range(1, 31):
        if march(day).weekday() < 5:
            fault(agent, march(day, 12), item)
    day_after = figures(MARCH).of_all[1]
    assert day_after.ratio == pytest.approx(1)
    assert (day_after.rate, day_after.other_rate) == (pytest.approx(100), pytest.approx(100 * 16 / 23))


@db
def test_one_item_alone() -> None:
    items = the_month()
    found = figures(Period(march(1), march(31), items["A"].pk))
    assert counted(found.of_all) == {1: (1, 2, 2, 2, 22), 3: (1, 3, 4, 2, 22), 7: (1, 4, 8, 2, 22)}
    assert found.of_class.keys() == {items["A"].item_class_id}


@db
def test_where_nothing_was_changed_there_is_nothing_to_say() -> None:
    assert figures(MARCH) == Figures({}, {})


@db
def test_every_number_holds_the_list_it_counts() -> None:
    the_month()
    found = figures(MARCH).of_all
    for days in (1, 3, 7):
        listed = Record.objects.filter(incidents_of(MARCH, days))
        assert listed.count() == found[days].hits
    others = Record.objects.filter(incidents_of(MARCH, None))
    assert others.count() == found[7].others
    assert not others.filter(item__name="D").exists()


@db
def test_an_incident_knows_the_last_change_before_it() -> None:
    items = the_month()
    on_a = Incident.objects.filter(item=items["A"]).order_by("opened_at")
    found = last_changes([incident.pk for incident in on_a])
    ends = [found.get(incident.pk, (0, None))[1] for incident in on_a]
    # On the fifth, of two: at midnight of the thirteenth the seven days after the sixth have just ended.
    assert ends == [None, march(5), march(6), march(6), march(6), None, None, None]


@db
def test_what_names_a_change_as_its_cause_is_found() -> None:
    items, by = the_month(), manager()
    named = Incident.objects.filter(item=items["B"]).first()
    assert named is not None
    for day in (1, 2):
        connect(CAUSED, earlier=done(by, march(day), items["A"]), later=named, by=by)
    assert [record.pk for record in Record.objects.filter(that_name_a_change())] == [named.pk]


def told(cases: list[tuple[float, float, float, float]]) -> Sums:
    """The sums over items, each given as incidents and days after, and at other times."""
    terms = [
        (hits * rest / (length + rest), others * length / (length + rest))
        for hits, length, others, rest in cases
    ]
    return Sums(
        items=len(cases),
        hits=sum(case[0] for case in cases),
        length=sum(case[1] for case in cases),
        others=sum(case[2] for case in cases),
        rest=sum(case[3] for case in cases),
        more=sum(more for more, _less in terms),
        less=sum(less for _more, less in terms),
        more_more=sum(more * more for more, _less in terms),
        more_less=sum(more * less for more, less in terms),
        less_less=sum(less * less for _more, less in terms),
        telling=sum(more + less > 0 for more, less in terms),
    )


def test_items_that_are_busier_and_changed_more_do_not_look_as_if_changes_broke_them() -> None:
    """Each item fails as often after changes as otherwise; only the busy ones are changed often."""
    sums = told([(20, 20, 10, 10)] * 10 + [(1, 10, 9, 90)] * 10)
    assert sums.ratio == pytest.approx(1)
    assert sums.rate is not None
    assert sums.other_rate is not None
    assert sums.rate / sums.other_rate > 3


@pytest.mark.parametrize(
    ("cases", "verdict"),
    [
        ([(4, 10, 4, 20), (5, 10, 4, 20)] * 10, "more"),
        ([(1, 10, 4, 20), (1, 10, 5, 20)] * 10, "less"),
        ([(2, 10, 4, 20), (1, 10, 3, 20), (3, 10, 5, 20)] * 10, "same"),
        ([(4, 10, 4, 20)] * 9, "unknown"),
        ([(0, 10, 4, 20)] * 50, "unknown"),
        ([(3, 10, 0, 20)] * 50, "unknown"),
        ([(3, 10, 0, 0)] * 50, "unknown"),
    ],
)
def test_the_verdict_is_what_the_interval_says(
    cases: list[tuple[float, float, float, float]], verdict: str
) -> None:
    assert told(cases).verdict == verdict


def test_the_interval_holds_the_truth_nineteen_times_in_twenty_though_incidents_come_in_heaps() -> None:
    """Drawn with a ratio of 1.5: items of unlike rates, each fault reported by one person or by eight."""
    chance, held, drawn = random.Random(498), 0, 400
    for _round in range(drawn):
        cases = []
        for _item in range(150):
            rate, length = chance.choice((0.01, 0.05, 0.1)), chance.choice((3, 7, 20))
            rest = 120 - length
            cases.append((_heaps(chance, rate * length * 1.5), length, _heaps(chance, rate * rest), rest))
        interval = told(cases).interval
        assert interval is not None
        held += interval[0] <= 1.5 <= interval[1]
    # Drawing alone moves the share of 400 rounds by two per cent.
    assert 0.92 <= held / drawn <= 0.98


def test_the_interval_lies_evenly_about_the_ratio() -> None:
    sums = told([(4, 10, 4, 20), (5, 10, 3, 20)] * 10)
    assert sums.ratio is not None
    assert sums.interval is not None
    low, high = sums.interval
    assert log(high) - log(sums.ratio) == pytest.approx(log(sums.ratio) - log(low))


def _heaps(chance: random.Random, mean: float) -> int:
    """Reports of faults: as many faults as arrive by chance, every fifth reported eight times."""
    total, time = 0, chance.expovariate(1)
    while time < mean:
        total += 8 if chance.random() < 0.2 else 1
        time += chance.expovariate(1)
    return total
