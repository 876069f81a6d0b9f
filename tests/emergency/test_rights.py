"""Who may take which step of an emergency, written out a second time: role × step."""

import pytest

from emergency.kind import EMERGENCY
from people.models import Role
from people.rights import Rights
from tests import cast
from tests.emergency.plans import active, signed_plan

pytestmark = pytest.mark.django_db

ANSWERS = {"answer_roll_call", "remark", "tick"}
COORDINATES = ANSWERS | {
    "decide", "tell_callers", "send_status", "attach", "contain", "note_call_back", "revise",
}  # fmt: skip
LEADS = COORDINATES | {"man", "verify", "revert", "hand_over"}
PROPOSES = LEADS | {"register", "propose", "decline"}
MAY: dict[str, set[str]] = {
    "agent": ANSWERS | {"attach", "note_call_back"},
    "shift_leader": PROPOSES,
    "supervisor": PROPOSES | {"sign", "end"},
    "director": LEADS | {"sign", "decline", "overrule"},
    "incident_manager": PROPOSES,
    "problem_manager": COORDINATES,
    "change_manager": ANSWERS,
    "release_manager": ANSWERS,
    "configuration_manager": ANSWERS,
    "field_engineer": ANSWERS,
    "second_line": ANSWERS | {"contain"},
    "developer": ANSWERS,
    "purchaser": ANSWERS,
    "auditor": set(),
    "administrator": set(),
    "api_client": set(),
}
SEES_NOTHING = {"api_client"}


def test_every_role_stands_in_the_table() -> None:
    assert set(Role.objects.values_list("slug", flat=True)) == set(MAY)


@pytest.mark.parametrize("slug", MAY)
def test_a_role_may_take_exactly_its_steps(slug: str) -> None:
    rights = Rights.of(cast.person(slug))
    assert {door for door in EMERGENCY.doors if rights.may("emergency", door)} == MAY[slug]


@pytest.mark.parametrize("slug", MAY)
def test_a_role_sees_it_or_learns_of_none(slug: str) -> None:
    from emergency.models import Emergency

    found = active(signed_plan())
    seen = Emergency.objects.visible_to(cast.person(slug)).filter(pk=found.pk).exists()
    assert seen is (slug not in SEES_NOTHING)
