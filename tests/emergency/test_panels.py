"""What stands beside an emergency, and beside an incident that belongs to one."""

import pytest
from django.test import Client

from emergency.models import AttachedIncident
from people.models import Sight
from tests import cast
from tests.emergency.plans import active, manned_plan, player, prepared, signed_plan

pytestmark = pytest.mark.django_db


def page(path: str, role: str = "agent") -> str:
    client = Client()
    client.force_login(cast.person(role))
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def beside(number: str) -> str:
    return page(f"/records/{number}/parts/beside/")


def test_a_prepared_one_shows_each_criterion_with_its_figure() -> None:
    told = beside(prepared(signed_plan(least_customers=2)).number)
    assert "at least 3 calls within 30 minutes" in told
    assert "at least 2 different customers" in told


def test_one_in_force_shows_who_signed_and_who_comes_and_why() -> None:
    signer = player("supervisor", name="Qian Signs")
    found = active(manned_plan(), by=signer)
    told = beside(found.number)
    assert "Signed by Qian Signs" in told
    assert "Anna is holder A and is not away." in told


def test_an_attached_incident_shows_its_emergency_and_what_to_tell_callers() -> None:
    found = active(signed_plan(caller_line="We are on it."))
    incident = AttachedIncident.objects.filter(emergency=found).first().incident
    told = beside(incident.number)
    assert found.number in told
    assert "We are on it." in told


def test_who_sees_no_emergencies_learns_of_none_beside_an_incident() -> None:
    found = active(signed_plan(caller_line="We are on it."))
    incident = AttachedIncident.objects.filter(emergency=found).first().incident
    Sight.objects.filter(role__slug="agent", kind="emergency").delete()
    told = beside(incident.number)
    assert found.number not in told
    assert "We are on it." not in told
