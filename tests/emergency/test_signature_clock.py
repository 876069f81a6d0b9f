"""Nobody signs: it goes up, and comes into force unsigned only where the plan allows it."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from emergency.models import Emergency, Evidence
from emergency.signing import is_genuine
from notifications.composing import tell_all
from notifications.models import Notice
from records.actions import advance
from records.models import JournalEntry
from records.sweep import sweep
from tests.emergency.plans import PASSWORD, active, fresh, player, proposed, signed_plan

pytestmark = pytest.mark.django_db


def swept(minutes: float) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
        sweep()
        sweep()


def test_after_its_minutes_it_goes_up_once_and_the_director_may_sign() -> None:
    found = proposed(signed_plan(signature_minutes=10))
    swept(10.1)
    assert JournalEntry.objects.filter(record=found.pk, step="go_up").count() == 1
    signed = advance(fresh(found), "sign", by=player("director"), password=PASSWORD)
    assert (signed.state, is_genuine(signed)) == ("active", True)


def test_the_next_one_is_told_and_so_is_the_first_again() -> None:
    found = proposed(signed_plan(signature_minutes=10))
    tell_all()
    Notice.objects.all().delete()
    swept(10.1)
    tell_all()
    told = Notice.objects.filter(record=found.pk, entry__step="go_up", channel="in_app")
    assert {notice.user.roles.get().slug for notice in told} == {"supervisor", "director"}


def test_unsigned_it_stays_a_proposal() -> None:
    found = proposed(signed_plan(signature_minutes=10))
    swept(10.1)
    swept(20.2)
    swept(30.3)
    assert fresh(found).state == "proposed"


def test_where_the_plan_allows_it_it_comes_into_force_after_both_had_their_time() -> None:
    found = proposed(signed_plan(signature_minutes=10, may_start_unsigned=True))
    swept(10.1)
    assert fresh(found).state == "proposed"
    swept(20.3)
    started = fresh(found)
    assert (started.state, started.is_unsigned, started.signed_by, is_genuine(started)) == (
        "active",
        True,
        None,
        True,
    )


@pytest.mark.parametrize("tamper", ["signed_by", "signed_at", "signature", "is_drill"])
def test_the_database_refuses_to_change_who_signed_when_and_what(tamper: str) -> None:
    found = active(signed_plan())
    values = {
        "signed_by": player("director"), "signed_at": timezone.now(), "signature": "0" * 64, "is_drill": True,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match="is signed"), transaction.atomic():
        Emergency.objects.filter(pk=found.pk).update(**{tamper: values[tamper]})


def test_the_evidence_cannot_be_rewritten() -> None:
    found = active(signed_plan())
    with pytest.raises(IntegrityError, match="is signed"), transaction.atomic():
        Evidence.objects.filter(emergency=found).update(criteria=[])
    assert is_genuine(fresh(found))
