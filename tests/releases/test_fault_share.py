"""The fault share against figures worked out by hand, with what counts as a report and what does not."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from people.models import Customer, User
from records.actions import advance
from releases.fault_share import counted, curve_of, seen, share_of
from releases.intervals import wilson
from releases.models import HaltRule, Release
from tests import cast
from tests.releases.people import customers, deployed, manager, note, report

pytestmark = pytest.mark.django_db


def out(group: list[Customer], *, hours_ago: float = 10) -> tuple[Release, User]:
    """Deployed everywhere so many hours ago."""
    lead = manager()
    with time_machine.travel(timezone.now() - timedelta(hours=hours_ago), tick=False):
        return deployed(lead, group), lead


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        # z² = 3.8415: 12 of 20 → (0.6 + 0.0960) / 1.1921 ± 1.6442 × √(0.0120 + 0.0024)
        (12, 20, 0.3866, 0.7812),
        (0, 10, 0.0, 0.2775),
        (3, 3, 0.4385, 1.0),
        (0, 0, 0.0, 1.0),
    ],
)
def test_wilson_against_hand_worked_figures(hits: int, of: int, low: float, high: float) -> None:
    assert wilson(hits, of) == pytest.approx((low, high), abs=0.0001)


def test_twelve_of_twenty_are_sixty_per_cent() -> None:
    agent, group = cast.agent(), customers(20)
    made, _ = out(group)
    for one in group[:12]:
        report(agent, one, ago=timedelta(hours=2))
    report(agent, group[0])
    share = share_of(made)
    assert (share.deployed, share.reported, share.percent) == (20, 12, 60)
    assert (share.low, share.high) == (39, 78)


def test_the_base_rate_looks_back_over_the_same_length_of_time() -> None:
    agent, group = cast.agent(), customers(4)
    made, _ = out(group, hours_ago=10)
    report(agent, group[0], ago=timedelta(hours=19))
    report(agent, group[1], ago=timedelta(hours=21))
    report(agent, group[2], ago=timedelta(hours=12), service=cast.service("printing"))
    share = share_of(made)
    assert (share.reported, share.before, share.base_percent) == (0, 1, 25)


def test_what_does_not_count() -> None:
    agent, group = cast.agent(), customers(5)
    made, lead = out(group)
    report(agent, group[0], service=cast.service("printing"))
    cancelled = report(agent, group[1])
    advance(cancelled, "cancel", by=agent, reason="Twice")
    cleared = report(agent, group[2])
    advance(made, "clear_of", by=lead, incident=cleared, reason="A cut cable")
    report(agent, cast.customer())
    assert share_of(made).reported == 0


def test_another_service_counts_once_somebody_names_the_release_as_the_cause() -> None:
    agent, group = cast.agent(), customers(2)
    made, _ = out(group)
    incident = report(agent, group[0], service=cast.service("printing"))
    advance(made, "name_faults", by=agent, incidents=[incident])
    assert share_of(made).reported == 1


def test_what_the_deployment_tool_found_faulty_counts_without_a_call() -> None:
    made, lead = out(customers(3))
    note(made, lead, [made.deployments.first().customer], "faulty")
    assert share_of(made).reported == 1


def test_taking_it_back_erases_nothing_and_ends_the_watch() -> None:
    agent, group = cast.agent(), customers(2)
    made, lead = out(group)
    report(agent, group[0], ago=timedelta(hours=1))
    made = note(advance(made, "roll_back", by=lead, reason="It exits"), lead, group, "reverted")
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        report(agent, group[1])
        share = share_of(made)
    assert (share.deployed, share.reported) == (2, 1)


def test_a_report_after_the_watched_days_is_a_fault_of_its_own() -> None:
    agent, group = cast.agent(), customers(1)
    made, _ = out(group, hours_ago=3 * 24)
    report(agent, group[0], ago=timedelta(hours=1))
    HaltRule.objects.create(watched_days=2)
    assert share_of(made).reported == 0
    HaltRule.objects.update(watched_days=4)
    assert share_of(made).reported == 1


def test_only_the_pilot_group_is_the_pilots_share() -> None:
    group = customers(3)
    made, lead = out(group[:1])
    made = advance(made, "roll_out", by=lead, reason="No time")
    note(made, lead, group[1:])
    assert (share_of(made).deployed, share_of(made, is_pilot=False).deployed) == (1, 3)


def test_number_and_list_never_disagree() -> None:
    agent, group = cast.agent(), customers(6)
    made, _ = out(group)
    for one in group[:4]:
        report(agent, one, ago=timedelta(hours=1))
    report(agent, group[5], ago=timedelta(hours=15))
    assert counted(list(seen(made))) == share_of(made)


def test_the_curve_grows_with_the_reports_and_ends_at_the_share() -> None:
    agent, group = cast.agent(), customers(4)
    made, _ = out(group, hours_ago=8)
    report(agent, group[0], ago=timedelta(hours=4, minutes=1))
    report(agent, group[1], ago=timedelta(hours=1))
    points = curve_of(list(seen(made)))
    assert [points[place].percent for place in (0, 29, 31, 59)] == [0, 0, 25, 50]
    assert points[-1].low == pytest.approx(100 * wilson(2, 4)[0], abs=0.06)
    assert points[0].at < points[-1].at <= datetime.now(points[0].at.tzinfo)


def test_a_thousand_customers_cost_the_queries_of_one(django_assert_max_num_queries) -> None:
    made, _ = out(customers(8))
    with django_assert_max_num_queries(3):
        share_of(made)
