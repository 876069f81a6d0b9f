"""Plans and emergencies by REST: the same doors, the same refusals as on the pages."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from emergency.models import Emergency, Plan
from people.models import User
from people.tokens import issue
from records.actions import advance
from tests import cast
from tests.emergency.plans import (
    PASSWORD,
    active,
    contained,
    manned_plan,
    player,
    post,
    prepared,
    proposed,
    role,
    signed_plan,
)

pytestmark = pytest.mark.django_db


def client(user: User) -> APIClient:
    made = APIClient()
    made.credentials(HTTP_AUTHORIZATION=f"Bearer {issue(user, 'test', by=user)[1]}")
    return made


def path(found: Any, *rest: str) -> str:
    return "/".join(["/api/v1/emergencies", found.number, *rest, ""])


def version(**more: Any) -> dict[str, Any]:
    return {
        "least_calls": 5, "proposer_role": role("shift_leader").pk, "signer_role": role("supervisor").pk, **more,
    }  # fmt: skip


def test_a_plan_is_written_signed_and_then_in_force() -> None:
    writer, signer = client(player("supervisor")), client(player("director"))
    made = writer.post(
        "/api/v1/emergency-plans/", {"service": cast.service().pk, "name": "Down"}, format="json"
    )
    assert made.status_code == 201
    lines = {
        "posts": [{"post": post(code="p").pk, "task": "Come"}],
        "duties": [{"role": role("director").pk, "task": "Coordinate"}],
    }
    where = f"/api/v1/emergency-plans/{made.data['id']}"
    assert writer.post(f"{where}/versions/", version(**lines), format="json").status_code == 200
    signed = signer.post(f"{where}/sign/", {"number": 1, "password": PASSWORD}, format="json")
    assert (signed.status_code, signed.data["number"]) == (200, 1)
    told = writer.get(f"{where}/").data["in_force"]
    assert ([one["task"] for one in told["posts"]], [one["task"] for one in told["duties"]]) == (
        ["Come"],
        ["Coordinate"],
    )


def test_the_wrong_password_and_the_own_draft_are_refused() -> None:
    writer = player("director")
    made = client(writer).post(
        "/api/v1/emergency-plans/", {"service": cast.service().pk, "name": "Down"}, format="json"
    )
    where = f"/api/v1/emergency-plans/{made.data['id']}"
    client(writer).post(f"{where}/versions/", version(), format="json")
    own = client(writer).post(f"{where}/sign/", {"number": 1, "password": PASSWORD}, format="json")
    wrong = client(player("director")).post(f"{where}/sign/", {"number": 1, "password": "x"}, format="json")
    assert (own.status_code, wrong.status_code, Plan.objects.get().in_force) == (409, 400, None)


@pytest.mark.parametrize("slug", ["agent", "auditor", "field_engineer"])
def test_who_has_no_right_writes_signs_and_drills_nothing(slug: str) -> None:
    plan = signed_plan().plan
    where, somebody = f"/api/v1/emergency-plans/{plan.pk}", client(player(slug))
    assert somebody.get(f"{where}/").status_code == 200
    told = [
        somebody.post(f"{where}/versions/", version(), format="json"),
        somebody.post(f"{where}/sign/", {"number": 1, "password": PASSWORD}, format="json"),
        somebody.post(f"{where}/drills/", {}, format="json"),
        somebody.post(
            "/api/v1/emergency-plans/", {"service": cast.service("x").pk, "name": "x"}, format="json"
        ),
    ]
    assert {answer.status_code for answer in told} == {403}


def test_an_api_client_sees_no_plan_and_no_emergency() -> None:
    found = active(signed_plan())
    tool = client(cast.person("api_client"))
    assert tool.get("/api/v1/emergency-plans/").status_code == 403
    assert (tool.get(path(found)).status_code, tool.get(path(found, "room")).status_code) == (404, 404)


def test_the_supervisor_signs_with_his_password_and_nobody_finds_it_again() -> None:
    found = proposed(manned_plan())
    signer = client(player("supervisor"))
    wrong = signer.post(path(found, "steps", "sign"), {"password": "guessed"}, format="json")
    right = signer.post(path(found, "steps", "sign"), {"password": PASSWORD}, format="json")
    assert (wrong.status_code, right.status_code, right.data["state"]) == (400, 200, "active")
    assert PASSWORD not in str(signer.get(path(found, "journal")).data)


def test_a_drill_is_held_by_rest() -> None:
    plan = signed_plan().plan
    made = client(player("shift_leader")).post(
        f"/api/v1/emergency-plans/{plan.pk}/drills/", {"seed": 7}, format="json"
    )
    assert (made.status_code, made.data["calls"], made.data["seed"]) == (201, 3, 7)


def test_the_room_tells_what_is_missing() -> None:
    found = advance(contained(manned_plan()), "verify", by=cast.person("shift_leader"))
    told = client(cast.agent()).get(path(found, "room")).data
    assert (told["attached"], told["is_genuine"], len(told["roll_call"]), told["sample"]["size"]) == (
        3,
        True,
        4,
        2,
    )
    assert len(told["missing"]) == 2


def test_the_end_before_its_time_is_a_conflict_with_the_reasons() -> None:
    found = advance(contained(signed_plan()), "verify", by=cast.person("shift_leader"))
    refused = client(player("supervisor")).post(path(found, "steps", "end"), {}, format="json")
    assert refused.status_code == 409
    assert "quiet" in str(refused.data)


def test_incidents_are_attached_by_their_numbers() -> None:
    found = active(signed_plan())
    one = cast.incident(service=cast.service("printing"))
    agent = client(cast.agent())
    answer = agent.post(path(found, "steps", "attach"), {"incidents": one.number}, format="json")
    assert (answer.status_code, agent.get(path(found, "report")).data["incidents"]) == (200, 4)


def test_proposing_by_hand_takes_the_plan() -> None:
    plan_version = signed_plan()
    leader = client(player("shift_leader"))
    made = leader.post(
        "/api/v1/emergencies/", {"title": "Down", "plan_version": plan_version.pk}, format="json"
    )
    again = leader.post(
        "/api/v1/emergencies/", {"title": "Down", "plan_version": plan_version.pk}, format="json"
    )
    assert (made.status_code, made.data["state"], again.status_code) == (201, "prepared", 400)
    assert Emergency.objects.count() == 1


def test_a_prepared_one_shows_its_figures() -> None:
    told = client(cast.agent()).get(path(prepared(signed_plan()), "room")).data
    assert [(one["measure"], one["figure"], one["is_met"]) for one in told["criteria"]] == [
        ("calls", 3, True)
    ]
