"""What is kept of agreements is what a query would choose, and is forgotten with its edition."""

from datetime import date
from itertools import product
from typing import Any

import pytest

from cmdb.models import Service
from people.models import Customer, Site, Team
from sla.agreements import PlacedCase, agreements
from sla.calendars import calendar_for
from sla.models import Calendar, Contract, Edition, Metric, SiteCalendar, Target, TeamCalendar
from sla.targets import choose_all
from tests import cast

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 1)
METRICS = tuple(Metric.values)


def case(**fields: Any) -> PlacedCase:
    nothing = dict.fromkeys(("priority", "service_id", "customer_id", "team_id", "site_id"))
    return PlacedCase(**{**nothing, "on": TODAY, "today": TODAY, **fields})


def chosen(about: PlacedCase) -> dict[str, tuple[Target, Calendar | None]]:
    """The same by queries."""
    targets = choose_all(
        METRICS,
        priority=about.priority,
        service_id=about.service_id,
        customer_id=about.customer_id,
        team_id=about.team_id,
        on=about.on,
    )
    return {
        metric: (target, calendar_for(about, target, on=about.today))
        for metric, target in targets.items()
        if target is not None
    }


def kept(about: PlacedCase) -> dict[str, tuple[Target, Calendar | None]]:
    found = agreements(Edition.current(), METRICS, about)
    return {metric: (one.target, one.calendar) for metric, one in found.items()}


def house() -> tuple[list[Customer], list[Service], list[Team], list[Site]]:
    """Customers without a contract, with a general one, and with one for printing alone that follows another."""
    night, day = Calendar.objects.create(name="Night"), Calendar.objects.create(name="Day")
    customers = [cast.customer() for _ in range(3)]
    services = [cast.service("remote-access"), cast.service("printing")]
    teams = [cast.team("network"), cast.team("field")]
    sites = [cast.site(customer) for customer in customers]
    general = Contract.objects.create(
        customer=customers[1], name="all", starts_on=date(2026, 1, 1), calendar=night
    )
    over = Contract.objects.create(
        customer=customers[2],
        name="old",
        starts_on=date(2025, 1, 1),
        ends_on=date(2026, 5, 31),
        calendar=night,
    )
    special = Contract.objects.create(customer=customers[2], name="print", starts_on=date(2026, 1, 1))
    special.services.set(services[1:])
    SiteCalendar.objects.create(site=sites[0], calendar=day)
    SiteCalendar.objects.create(site=sites[2], calendar=day)
    TeamCalendar.objects.create(team=teams[0], calendar=night)
    for contract, minutes in ((general, 11), (over, 12), (special, 13)):
        Target.objects.create(metric=Metric.RESPONSE, contract=contract, minutes=minutes)
    Target.objects.create(metric=Metric.RESOLUTION, service=services[0], minutes=14)
    Target.objects.create(metric=Metric.OPERATIONAL, team=teams[0], minutes=15)
    Target.objects.create(metric=Metric.OPERATIONAL, minutes=16)
    return customers, services, teams, sites


def test_it_is_what_the_queries_choose() -> None:
    customers, services, teams, sites = house()
    places = [(None, None), *zip((one.pk for one in customers), (one.pk for one in sites), strict=True)]
    combinations = product(places, [None, *services], [None, *teams], [1, 4], [TODAY, date(2026, 5, 31)])
    for (customer_id, site_id), service, team, priority, today in combinations:
        about = case(
            customer_id=customer_id,
            site_id=site_id,
            service_id=service and service.pk,
            team_id=team and team.pk,
            priority=priority,
            today=today,
        )
        assert kept(about) == chosen(about), about


def test_a_second_case_of_a_customer_asks_nothing(django_assert_num_queries: Any) -> None:
    customers, services, _teams, sites = house()
    edition = Edition.current()
    agreements(edition, METRICS, case(customer_id=customers[0].pk, site_id=sites[0].pk, priority=4))
    with django_assert_num_queries(0):
        agreements(
            edition,
            METRICS,
            case(customer_id=customers[0].pk, site_id=sites[0].pk, priority=2, service_id=services[0].pk),
        )


def test_a_change_counts_at_once() -> None:
    about = case(customer_id=cast.customer().pk, priority=4)
    before = kept(about)
    target = before["response"][0]
    target.minutes += 5
    target.save()
    assert kept(about)["response"][0].minutes == target.minutes
    Contract.objects.create(
        customer_id=about.customer_id,
        name="night",
        starts_on=TODAY,
        calendar=Calendar.objects.create(name="Night"),
    )
    calendar = kept(about)["response"][1]
    assert calendar is not None
    assert calendar.name == "Night"
