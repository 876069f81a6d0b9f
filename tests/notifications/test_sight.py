"""Nobody is told what he may not see."""

import pytest

from people.models import Role, Sight, User
from records.actions import advance, remark
from records.models import Watch
from tests import cast
from tests.notifications.telling import notices, told

pytestmark = pytest.mark.django_db


def customers_account(of: object) -> User:
    """An account that sees its own customer's records, and of their history what is public."""
    account = cast.person("api_client", teams=())
    account.customers.set([of])
    return account


def test_watching_gives_no_sight() -> None:
    stranger = cast.engineer("network")
    incident = cast.incident()
    Watch.objects.create(record_id=incident.pk, user=stranger)
    remark(incident, by=incident.owner, text="Internal.")
    assert told(stranger) == []


def test_a_team_without_sight_of_the_kind_is_not_told() -> None:
    agent, purchaser = cast.agent(), cast.person("purchaser", teams=("network",))
    advance(cast.incident(by=agent), "assign", by=agent, team=cast.team("network"))
    assert told(purchaser) == []


def test_who_lost_the_right_to_see_is_told_no_more() -> None:
    agent, engineer = cast.agent(), cast.engineer("network")
    Sight.objects.filter(role__in=Role.objects.filter(slug="second_line")).delete()
    advance(cast.incident(by=agent), "assign", by=agent, team=cast.team("network"), assignee=engineer)
    assert told(engineer) == []


def test_a_customers_account_hears_of_public_entries_only() -> None:
    customer = cast.customer()
    account = customers_account(customer)
    incident = cast.incident(customer=customer)
    Watch.objects.create(record_id=incident.pk, user=account)
    remark(incident, by=incident.owner, text="He is difficult.")
    remark(incident, by=incident.owner, text="A technician is on his way.", is_public=True)
    assert told(account) == ["watched"]
    assert "technician" in notices(account)[0].body


def test_who_has_left_is_not_told() -> None:
    agent, engineer = cast.agent(), cast.engineer("network", is_active=False)
    advance(cast.incident(by=agent), "assign", by=agent, team=cast.team("network"))
    assert told(engineer) == []
