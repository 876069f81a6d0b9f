"""Plans: versions, signatures, and what the database refuses."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from emergency.models import Plan, PlanDuty, PlanVersion
from emergency.plans import DutyLine, drop_draft, sign_version, write_plan, write_version
from emergency.signing import is_genuine
from people.models import AccessLog
from records.errors import Forbidden, Refused
from tests import cast
from tests.emergency.plans import PASSWORD, player, role, signed_plan

pytestmark = pytest.mark.django_db


def who() -> dict[str, Any]:
    return {"proposer_role": role("shift_leader"), "signer_role": role("supervisor")}


def draft() -> PlanVersion:
    writer = player("supervisor")
    return write_version(write_plan(cast.service(), by=writer, name="Plan"), by=writer, **who())


def test_a_draft_is_not_in_force() -> None:
    assert draft().plan.in_force is None


def test_a_signed_version_is_in_force_and_genuine() -> None:
    version = sign_version(draft(), by=player("director"), password=PASSWORD)
    assert (version.plan.in_force, is_genuine(version)) == (version, True)


def test_a_change_makes_a_next_version_and_the_signed_one_stays_in_force() -> None:
    first, writer = signed_plan(), player("supervisor")
    second = write_version(first.plan, by=writer, **who(), least_calls=50, change_note="Fewer alarms")
    assert (second.number, second.is_signed, first.plan.in_force) == (2, False, first)
    sign_version(second, by=player("director"), password=PASSWORD)
    assert first.plan.in_force == second


def test_writing_again_changes_the_draft_and_makes_no_third_version() -> None:
    first, writer = signed_plan(), player("supervisor")
    for calls in (30, 40):
        write_version(first.plan, by=writer, **who(), least_calls=calls)
    assert list(first.plan.versions.values_list("number", "least_calls")) == [(2, 40), (1, 3)]


@pytest.mark.parametrize("tamper", [{"least_calls": 1}, {"quiet_minutes": 1}, {"signed_at": None}])
def test_the_database_refuses_to_change_what_is_signed(tamper: dict[str, Any]) -> None:
    version = signed_plan()
    with pytest.raises(IntegrityError, match="is signed"), transaction.atomic():
        PlanVersion.objects.filter(pk=version.pk).update(**tamper)


def test_the_database_refuses_to_delete_what_is_signed() -> None:
    version = signed_plan()
    with pytest.raises(IntegrityError, match="is signed"), transaction.atomic():
        PlanVersion.objects.filter(pk=version.pk)._raw_delete("default")


def test_the_lines_of_what_is_signed_stay_too() -> None:
    version = signed_plan(duties=(DutyLine(role("director"), "Coordinate"),))
    with pytest.raises(IntegrityError, match="signed plan"), transaction.atomic():
        PlanDuty.objects.filter(version=version).update(task="Nothing")
    with pytest.raises(IntegrityError, match="signed plan"), transaction.atomic():
        PlanDuty.objects.create(version=version, role=role("auditor"), task="Watch")


def test_its_writer_does_not_sign_it() -> None:
    writer = player("director")
    version = write_version(write_plan(cast.service(), by=writer, name="Plan"), by=writer, **who())
    with pytest.raises(Refused, match="second person"):
        sign_version(version, by=writer, password=PASSWORD)


def test_the_wrong_password_signs_no_plan() -> None:
    version = draft()
    with pytest.raises(ValidationError, match="not your password"):
        sign_version(version, by=player("director"), password="guessed")
    assert version.plan.in_force is None


def test_five_wrong_passwords_shut_the_door_to_the_right_one() -> None:
    version, signer = draft(), player("director")
    for _ in range(5):
        with pytest.raises(ValidationError, match="not your password"):
            sign_version(version, by=signer, password="guessed")
    with pytest.raises(ValidationError, match="Too many"):
        sign_version(version, by=signer, password=PASSWORD)


def test_a_plan_without_any_criterion_is_refused() -> None:
    writer = player("supervisor")
    plan = write_plan(cast.service(), by=writer, name="Plan")
    with pytest.raises(ValidationError) as refused:
        write_version(plan, by=writer, **who(), least_calls=None)
    assert "least_calls" in refused.value.message_dict


@pytest.mark.parametrize("slug", ["agent", "auditor", "field_engineer", "administrator"])
def test_who_has_no_right_neither_writes_nor_signs(slug: str) -> None:
    version, somebody = draft(), player(slug)
    with pytest.raises(Forbidden):
        write_version(version.plan, by=somebody, **who())
    with pytest.raises(Forbidden):
        sign_version(version, by=somebody, password=PASSWORD)


def test_a_draft_can_be_dropped_and_a_signed_version_not() -> None:
    version, writer = draft(), player("supervisor")
    drop_draft(version, by=writer)
    assert not Plan.objects.get().versions.exists()
    with pytest.raises(Refused):
        drop_draft(signed_plan(service=cast.service("mail")), by=writer)


def test_the_access_log_tells_who_signed() -> None:
    version = signed_plan()
    line = AccessLog.objects.filter(subject=f"emergency.PlanVersion:{version.pk}").first()
    assert line is not None
    assert (line.by, line.changes["digest"]) == (version.signed_by, version.digest)
