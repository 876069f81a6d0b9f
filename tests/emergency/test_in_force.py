"""What happens at once when a plan comes into force."""

from datetime import timedelta

import pytest
from django.utils import timezone

from emergency import in_force, watch
from emergency.models import AttachedIncident, Called, Check, Surge
from people.models import User
from records.actions import advance
from records.models import Clock, FollowUp, JournalEntry
from roster.models import Leave
from tests import cast
from tests.emergency.plans import (
    PASSWORD,
    active,
    fresh,
    manned_plan,
    player,
    proposed,
    usual_duties,
)
from tests.visits.people import NANJING, SHANGHAI, SUZHOU, engineer, sent
from visits.models import Visit

pytestmark = pytest.mark.django_db


def away(person: User) -> Leave:
    now = timezone.now()
    return Leave.objects.create(
        user=person, starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=3)
    )


def managers() -> dict[str, User]:
    return {slug: player(slug) for slug in ("director", "incident_manager", "problem_manager")}


def line_of_post() -> Called:
    return Called.objects.get(post__isnull=False)


def test_the_post_goes_to_a_where_he_is_here() -> None:
    a = engineer("Anna")
    active(manned_plan(a=a))
    assert (line_of_post().user, line_of_post().holder) == (a, "A")


def test_a_on_leave_leaves_it_to_b_and_the_reason_is_kept_in_each_language() -> None:
    a, b = engineer("Anna"), engineer("Ben")
    version = manned_plan(a=a, b=b)
    away(a)
    active(version)
    line = line_of_post()
    assert (line.user, line.holder) == (b, "B")
    assert "Anna" in line.reasons["en"][0]
    assert "away" in line.reasons["en"][0]
    assert set(line.reasons) == {"en", "zh-hans", "zh-hant"}


def test_b_is_sent_to_the_machine_room_and_when_he_arrives_is_reckoned() -> None:
    found = active(manned_plan(a=engineer("Anna", NANJING)))
    line = line_of_post()
    assert line.visit is not None
    assert (line.visit.engineer, line.visit.state, line.visit.for_record_id) == (
        line.user,
        "dispatched",
        found.pk,
    )
    assert line.visit.site == found.plan_version.site
    assert timedelta(hours=1) < line.eta_at - timezone.now() < timedelta(hours=6)


def test_b_at_a_customer_hands_his_visit_to_the_next_engineer_and_then_drives() -> None:
    a, b, next_one = engineer("Anna"), engineer("Ben", SHANGHAI), engineer("Carl", SUZHOU)
    version = manned_plan(a=a, b=b)
    away(a)
    visit = sent(b)
    active(version)
    visit.refresh_from_db()
    line = line_of_post()
    assert (visit.engineer, visit.state, line.handed_on_id) == (next_one, "handed_over", visit.pk)
    assert (line.visit.engineer, line.kept_by) == (b, None)


def test_where_nobody_can_take_the_visit_b_keeps_it_and_the_plan_is_in_force_all_the_same() -> None:
    a, b = engineer("Anna"), engineer("Ben")
    version = manned_plan(a=a, b=b)
    away(a)
    visit = sent(b)
    found = active(version)
    visit.refresh_from_db()
    line = line_of_post()
    assert (found.state, visit.engineer, line.kept_by_id, line.visit) == ("active", b, visit.pk, None)


def test_the_three_managers_are_called_with_their_tasks() -> None:
    called = managers()
    found = active(manned_plan())
    told = {line.role.slug: line for line in Called.objects.filter(emergency=found, role__isnull=False)}
    assert {slug: line.task for slug, line in told.items()} == {d.role.slug: d.task for d in usual_duties()}
    assert told["incident_manager"].user == called["incident_manager"]
    assert FollowUp.objects.filter(record=found.pk).count() == 4


def test_the_check_list_is_laid_down() -> None:
    found = active(manned_plan(checklist="Is the line up?\n\nIs the certificate valid?"))
    assert list(Check.objects.filter(emergency=found).values_list("what", flat=True)) == [
        "Is the line up?", "Is the certificate valid?",
    ]  # fmt: skip


def test_what_to_tell_callers_comes_from_the_plan() -> None:
    assert active(manned_plan(caller_line="We are on it.")).caller_line == "We are on it."


def test_each_attached_incident_tells_it_in_its_journal_once() -> None:
    active(manned_plan())
    assert (watch.tell_attached(), watch.tell_attached()) == (3, 0)
    incident = AttachedIncident.objects.first().incident
    assert JournalEntry.objects.filter(record=incident.pk, step="attached_to_emergency").count() == 1


def test_the_clock_of_the_signature_stops() -> None:
    found = active(manned_plan())
    assert not Clock.objects.filter(
        record=found.pk, metric="emergency_signature", stopped_at__isnull=True
    ).exists()


def test_callers_of_the_running_surge_are_attached_to_it_from_then_on() -> None:
    version = manned_plan()
    now = timezone.now()
    from people.accounts import system_user
    from records.actions import register

    surge = register(
        Surge, by=system_user(), title="Surge", service=version.service, limit=20, window_minutes=30, began_at=now,
        last_at=now, subject=f"service:{version.service.pk}",
    )  # fmt: skip
    found = active(version)
    surge.refresh_from_db()
    assert surge.attaches_to_id == found.pk


@pytest.mark.parametrize("broken", ["call", "lines_of", "attach_matching", "gather_surges"])
def test_all_of_it_happens_or_nothing(monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    """Whatever breaks on the way, the proposal stands as it stood, and signing again does it once."""
    cast.person("director")
    found = proposed(manned_plan())
    signer = player("supervisor")

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the machine died")

    with monkeypatch.context() as patch:
        patch.setattr(in_force, broken, fail)
        with pytest.raises(RuntimeError):
            advance(found, "sign", by=signer, password=PASSWORD)
    left = (
        Called.objects.count(),
        AttachedIncident.objects.count(),
        Visit.objects.count(),
        FollowUp.objects.count(),
    )
    assert (fresh(found).state, fresh(found).signature, left) == ("proposed", "", (0, 0, 0, 0))
    advance(found, "sign", by=signer, password=PASSWORD)
    assert (Called.objects.count(), AttachedIncident.objects.count(), Visit.objects.count()) == (4, 3, 1)
