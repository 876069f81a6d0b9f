"""Plans on their pages: read by everybody who works here, written by some, signed by a second person."""

from typing import Any

import pytest

from emergency.models import Drill, Plan, PlanVersion
from tests import cast
from tests.client import client_of
from tests.emergency.plans import PASSWORD, player, post, role, signed_plan, usual_duties

pytestmark = pytest.mark.django_db


def sent(**more: Any) -> dict[str, Any]:
    """What the form of a draft sends: three calls, one post, one role."""
    servers = post()
    return {
        "window_minutes": 30,
        "least_calls": 3,
        "proposer_role": role("shift_leader").pk,
        "signer_role": role("supervisor").pk,
        "signature_minutes": 10,
        "acknowledge_minutes": 5,
        "quiet_minutes": 30,
        "sample_size": 10,
        "recovery_percent": 100,
        "posts-TOTAL_FORMS": 2,
        "posts-INITIAL_FORMS": 0,
        "posts-0-post": servers.pk,
        "posts-0-task": "Find the cause.",
        "posts-0-minutes": 45,
        "posts-1-post": "",
        "posts-1-minutes": 60,
        "posts-1-is_sent": "on",
        "duties-TOTAL_FORMS": 1,
        "duties-INITIAL_FORMS": 0,
        "duties-0-role": role("director").pk,
        "duties-0-task": "Coordinate.",
        "duties-0-minutes": 30,
        **more,
    }


def test_a_plan_is_named_written_and_signed_by_a_second_person() -> None:
    writer, signer = player("shift_leader"), player("supervisor")
    service = cast.service()
    client = client_of(writer)
    named = client.post("/emergency-plans/new/", {"service": service.pk, "name": "Remote access is down"})
    plan = Plan.objects.get()
    assert named["Location"] == f"/emergency-plans/{plan.pk}/write/"
    client.post(f"/emergency-plans/{plan.pk}/write/", sent())
    draft = plan.draft
    assert draft is not None
    assert [(one.task, one.minutes, one.is_sent) for one in draft.posts.all()] == [
        ("Find the cause.", 45, False)
    ]
    assert [one.task for one in draft.duties.all()] == ["Coordinate."]
    signed = client_of(signer).post(f"/emergency-plans/{plan.pk}/sign/", {"password": PASSWORD})
    assert (signed.status_code, plan.in_force) == (303, draft)


def test_the_wrong_password_signs_nothing_and_says_so() -> None:
    plan = signed_plan().plan
    client_of(player("shift_leader")).post(f"/emergency-plans/{plan.pk}/write/", sent(change_note="more"))
    answer = client_of(player("supervisor")).post(
        f"/emergency-plans/{plan.pk}/sign/", {"password": "guessed"}
    )
    assert answer.status_code == 400
    assert "not your password" in answer.content.decode()
    assert plan.draft is not None


def test_who_wrote_it_is_not_offered_to_sign_and_cannot() -> None:
    plan, writer = signed_plan().plan, player("supervisor")
    client = client_of(writer)
    client.post(f"/emergency-plans/{plan.pk}/write/", sent())
    assert b"plan-password" not in client.get(f"/emergency-plans/{plan.pk}/").content
    assert client.post(f"/emergency-plans/{plan.pk}/sign/", {"password": PASSWORD}).status_code == 409


def test_a_figure_that_cannot_be_is_marked_and_nothing_is_lost() -> None:
    plan = signed_plan().plan
    answer = client_of(player("supervisor")).post(
        f"/emergency-plans/{plan.pk}/write/", sent(recovery_percent=120, caller_line="We are on it.")
    )
    assert answer.status_code == 400
    assert "We are on it." in answer.content.decode()
    assert plan.draft is None


def test_a_plan_without_any_criterion_is_refused_at_its_field() -> None:
    plan = signed_plan().plan
    answer = client_of(player("supervisor")).post(f"/emergency-plans/{plan.pk}/write/", sent(least_calls=""))
    assert answer.status_code == 400
    assert "Give at least one criterion a figure." in answer.content.decode()


def test_the_next_version_begins_with_what_is_in_force() -> None:
    version = signed_plan(caller_line="We know of it.", duties=usual_duties())
    page = client_of(player("supervisor")).get(f"/emergency-plans/{version.plan_id}/write/").content.decode()
    assert "We know of it." in page
    assert "Look for similar faults." in page


def test_taking_the_draft_away_leaves_what_is_signed() -> None:
    version = signed_plan()
    client = client_of(player("supervisor"))
    client.post(f"/emergency-plans/{version.plan_id}/write/", sent())
    client.post(f"/emergency-plans/{version.plan_id}/drop/")
    assert list(PlanVersion.objects.all()) == [version]


def test_a_drill_begins_from_the_plan() -> None:
    version = signed_plan()
    answer = client_of(cast.person("shift_leader")).post(
        f"/emergency-plans/{version.plan_id}/drill/", {"minutes": "0"}
    )
    assert answer.status_code == 303
    assert Drill.objects.get().calls.count() == 3


@pytest.mark.parametrize("minutes", ["", "-1", "61", "²", "soon"])
def test_a_drill_of_odd_length_is_refused(minutes: str) -> None:
    version = signed_plan()
    answer = client_of(cast.person("shift_leader")).post(
        f"/emergency-plans/{version.plan_id}/drill/", {"minutes": minutes}
    )
    assert (answer.status_code, Drill.objects.count()) == (400, 0)


@pytest.mark.parametrize("path", ["write/", "change/", "sign/", "drop/", "drill/"])
def test_a_reader_of_plans_changes_none(path: str) -> None:
    version = signed_plan()
    client = client_of(cast.agent())
    assert client.get(f"/emergency-plans/{version.plan_id}/").status_code == 200
    answer = client.post(f"/emergency-plans/{version.plan_id}/{path}", {"minutes": "0", "password": PASSWORD})
    assert answer.status_code == 403


def test_a_vital_service_without_a_plan_is_named() -> None:
    cast.service("payments", criticality=1)
    assert b"Vital services without a plan" in client_of(cast.agent()).get("/emergency-plans/").content


def test_a_version_is_printed() -> None:
    version = signed_plan(duties=usual_duties(), checklist="Doors open?")
    response = client_of(cast.agent()).get(f"/emergency-plans/{version.plan_id}/{version.number}.pdf")
    assert response.content.startswith(b"%PDF")
    assert client_of(cast.agent()).get(f"/emergency-plans/{version.plan_id}/99.pdf").status_code == 404
