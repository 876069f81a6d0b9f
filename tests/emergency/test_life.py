"""From the criteria to the end: what each step does, and what it refuses."""

import pytest

from emergency import watch
from emergency.models import AttachedIncident, Emergency
from emergency.signing import is_genuine
from records.actions import advance
from records.errors import Refused
from tests import cast
from tests.emergency.plans import (
    PASSWORD,
    active,
    call,
    fresh,
    player,
    prepared,
    proposed,
    signed_plan,
    storm,
)

pytestmark = pytest.mark.django_db


def test_below_the_criteria_nothing_is_prepared() -> None:
    version = signed_plan()
    storm(version, 2)
    assert (watch.prepare(), Emergency.objects.count()) == (0, 0)


def test_met_criteria_prepare_one_proposal_with_its_figures() -> None:
    version = signed_plan(least_customers=3)
    found = prepared(version)
    assert (found.state, found.service, watch.prepare()) == ("prepared", version.plan.service, 0)
    told = [(row["measure"], row["figure"], row["is_met"]) for row in found.evidence.criteria]
    assert told == [("calls", 3, True), ("customers", 3, True)]


def test_one_criterion_that_is_not_met_holds_all_of_them_back() -> None:
    version = signed_plan(least_customers=4)
    storm(version)
    assert watch.prepare() == 0


def test_signing_puts_it_into_force_and_keeps_who_when_and_upon_what() -> None:
    signer = player("supervisor")
    found = active(signed_plan(), by=signer)
    assert (found.state, found.signed_by, is_genuine(found)) == ("active", signer, True)


def test_open_incidents_of_the_service_are_attached_at_once() -> None:
    version = signed_plan()
    other = cast.incident(service=cast.service("printing"))
    found = active(version)
    assert AttachedIncident.objects.filter(emergency=found).count() == 3
    assert not AttachedIncident.objects.filter(incident=other).exists()


def test_the_wrong_password_signs_nothing() -> None:
    found = proposed(signed_plan())
    with pytest.raises(Exception, match="not your password"):
        advance(found, "sign", by=player("supervisor"), password="guessed")
    assert fresh(found).state == "proposed"


def test_who_is_not_the_plans_signer_cannot_sign() -> None:
    found = proposed(signed_plan())
    with pytest.raises(Refused, match="The plan says who signs it now"):
        advance(found, "sign", by=player("director"), password=PASSWORD)


def test_a_call_at_the_edge_of_the_window_is_counted() -> None:
    version = signed_plan()
    call(version, minutes_ago=29)
    storm(version, 2)
    assert watch.prepare() == 1
