"""Who may take which step of an emergency, written out a second time: role × step."""

import pytest

from tests.rights import granted, seen

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
SEES = dict.fromkeys(MAY.keys() - {"api_client"}, "all")


def test_each_role_is_granted_its_row_and_no_more() -> None:
    assert granted("emergency") == MAY


def test_each_role_sees_as_far_as_the_table_says() -> None:
    assert {role: scope for role, scope in seen("emergency").items() if scope != "none"} == SEES
