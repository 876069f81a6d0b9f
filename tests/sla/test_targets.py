from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.models import Customer, Team
from sla.contracts import contract_for
from sla.models import Contract, Target
from sla.targets import Case, choose, choose_all, choose_many
from tests import cast as people
from tests.sla.cast import calendar, contract, service, target

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 1)


def chosen(metric: str = "resolution", **given: Any) -> int | None:
    case = {"priority": None, "service_id": None, "customer_id": None, "team_id": None, "on": ON} | given
    found = choose(metric, **case)
    return found.minutes if found else None


@pytest.fixture(autouse=True)
def _no_targets_of_the_house() -> None:
    Target.objects.all().delete()


def test_each_thing_named_outweighs_all_after_it() -> None:
    customer, mail = people.customer(), service("mail")
    agreed = contract(customer)
    target(1)
    target(2, priority=1)
    target(3, service=mail)
    target(4, service=mail, priority=1)
    target(5, contract=agreed)
    target(6, contract=agreed, service=mail, priority=1)
    assert chosen() == 1
    assert chosen(priority=1) == 2
    assert chosen(priority=1, service_id=mail.pk) == 4
    assert chosen(priority=2, service_id=mail.pk) == 3
    assert chosen(priority=2, service_id=mail.pk, customer_id=customer.pk) == 5
    assert chosen(priority=1, service_id=mail.pk, customer_id=customer.pk) == 6


def test_a_teams_own_target_goes_before_service_and_priority() -> None:
    crew, mail = Team.objects.create(code="crew", name="Crew"), service("mail")
    target(1, "operational", service=mail, priority=1)
    target(2, "operational", team=crew)
    assert chosen("operational", service_id=mail.pk, priority=1, team_id=crew.pk) == 2
    assert chosen("operational", service_id=mail.pk, priority=1) == 1


def test_without_a_fitting_target_there_is_none() -> None:
    target(1, priority=1)
    assert chosen(priority=2) is None
    assert chosen("response", priority=1) is None


def test_a_contract_counts_from_its_first_to_its_last_day() -> None:
    customer = people.customer()
    target(1)
    target(2, contract=contract(customer, starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 31)))
    days = ["2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01"]
    found = [chosen(customer_id=customer.pk, on=date.fromisoformat(day)) for day in days]
    assert found == [1, 2, 2, 1]


def test_a_contract_that_names_the_service_goes_before_a_general_one() -> None:
    customer, mail, print_ = people.customer(), service("mail"), service("print")
    general = contract(customer, starts_on=date(2026, 2, 1))
    special = contract(customer, mail)
    assert contract_for(customer_id=customer.pk, service_id=mail.pk, on=ON) == special
    assert contract_for(customer_id=customer.pk, service_id=print_.pk, on=ON) == general
    assert contract_for(customer_id=customer.pk, service_id=None, on=ON) == general
    assert contract_for(customer_id=None, service_id=mail.pk, on=ON) is None


def test_of_two_contracts_the_later_counts() -> None:
    customer = people.customer()
    contract(customer, starts_on=date(2026, 1, 1))
    later = contract(customer, starts_on=date(2026, 5, 1))
    assert contract_for(customer_id=customer.pk, service_id=None, on=ON) == later


def test_two_targets_for_one_case_are_refused() -> None:
    target(1, priority=1)
    twin = Target(metric="resolution", priority=1, minutes=2)
    with pytest.raises(ValidationError, match="change that one"):
        twin.full_clean()
    with pytest.raises(IntegrityError, match="one_target_per_case"), transaction.atomic():
        twin.save()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"minutes": 0}, "minutes"),
        ({"minutes": 2_000_000}, "minutes"),
        ({"minutes": 5, "priority": 6}, "priority"),
        ({"minutes": 5, "metric": "applause"}, "metric"),
    ],
)
def test_it_refuses_impossible_targets(fields: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Target(**({"metric": "response"} | fields)).full_clean()
    assert field in refused.value.message_dict


def test_only_a_teams_own_time_names_a_team() -> None:
    crew = Team.objects.create(code="crew", name="Crew")
    with pytest.raises(ValidationError) as refused:
        Target(metric="response", minutes=5, team=crew).full_clean()
    assert list(refused.value.message_dict) == ["team"]
    with pytest.raises(IntegrityError), transaction.atomic():
        target(5, "response", team=crew)


def test_all_metrics_are_one_query_and_bring_their_calendars() -> None:
    customer = people.customer()
    contract(customer)
    house = calendar()
    target(1, "response", calendar=house)
    target(2, "resolution")
    with CaptureQueriesContext(connection) as asked:
        found = choose_all(
            ["response", "resolution", "operational"],
            priority=1,
            service_id=None,
            customer_id=customer.pk,
            team_id=None,
            on=ON,
        )
        assert found["response"] is not None
        assert found["response"].calendar == house
    assert [row.minutes if row else None for row in found.values()] == [1, 2, None]
    assert len(asked) == 1


def cases(customers: Sequence[Customer], service_ids: Sequence[int]) -> st.SearchStrategy[Case]:
    return st.builds(
        Case,
        priority=st.none() | st.integers(1, 5),
        service_id=st.none() | st.sampled_from(service_ids),
        customer_id=st.none() | st.sampled_from([customer.pk for customer in customers]),
        team_id=st.none(),
        on=st.dates(date(2025, 12, 1), date(2026, 12, 31)),
    )


def _draw_contracts(data: st.DataObject, customer: Customer, services: list[Any]) -> list[Contract]:
    months = st.integers(1, 12)
    made = []
    for _ in range(data.draw(st.integers(0, 3))):
        first, last = sorted((data.draw(months), data.draw(months)))
        ends = data.draw(st.sampled_from([None, date(2026, last, 28)]))
        named = data.draw(st.lists(st.sampled_from(services), unique=True, max_size=2))
        made.append(contract(customer, *named, starts_on=date(2026, first, 1), ends_on=ends))
    return made


@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_choosing_for_many_is_choosing_for_each(data: st.DataObject) -> None:
    with transaction.atomic():
        customers, services = [people.customer() for _ in range(2)], [service() for _ in range(2)]
        agreed = [row for customer in customers for row in _draw_contracts(data, customer, services)]
        named = st.tuples(
            st.none() | st.sampled_from(agreed) if agreed else st.none(),
            st.none() | st.sampled_from(services),
            st.none() | st.integers(1, 5),
        )
        for minutes, (of, on_service, priority) in enumerate(
            data.draw(st.lists(named, max_size=8, unique=True)), 1
        ):
            target(minutes, contract=of, service=on_service, priority=priority)
        asked = data.draw(st.lists(cases(customers, [row.pk for row in services]), min_size=1, max_size=6))
        with CaptureQueriesContext(connection) as queries:
            found = choose_many("resolution", asked)
        assert len(queries) <= 3
        for case, row in zip(asked, found, strict=True):
            single = choose(
                "resolution",
                priority=case.priority,
                service_id=case.service_id,
                customer_id=case.customer_id,
                team_id=case.team_id,
                on=case.on,
            )
            assert row == single
        transaction.set_rollback(True)
