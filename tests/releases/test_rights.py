"""Who may do what with a release, written out a second time: role × step."""

import pytest

from tests.rights import granted, seen

pytestmark = pytest.mark.django_db

BUILDS = {
    "register",
    "revise",
    "remark",
    "build",
    "note_build",
    "begin_tests",
    "note_test",
    "include",
    "exclude",
}
DEPLOYS = {"note_deployments"}
BUILDER = BUILDS | DEPLOYS | {"name_faults"}
DESK = {"remark", "name_faults"}
CLEARS = {"clear_of"}
STOPS = {"halt"}

MAY = {
    "agent": DESK,
    "shift_leader": DESK,
    "supervisor": DESK | STOPS | CLEARS | DEPLOYS,
    "director": DESK | STOPS,
    "incident_manager": DESK | STOPS,
    "problem_manager": DESK | CLEARS,
    "change_manager": BUILDER,
    "release_manager": BUILDER | STOPS | CLEARS | {
        "declare_ready", "name_pilots", "drop_pilots", "entrust", "give_up", "start_pilot", "roll_out", "resume_pilot",
        "resume_roll_out", "roll_back", "finish", "close", "hand_over",
    },
    "configuration_manager": {"remark"},
    "field_engineer": {"remark"} | DEPLOYS,
    "second_line": BUILDER,
    "developer": BUILDER,
    "purchaser": set(),
    "api_client": DEPLOYS,
    "auditor": set(),
    "administrator": set(),
}  # fmt: skip
SEES = {**dict.fromkeys(MAY, "all"), "api_client": "own"}


def test_each_role_is_granted_its_row_and_no_more() -> None:
    assert granted("release") == MAY


def test_each_role_sees_as_far_as_the_table_says() -> None:
    assert seen("release") == SEES
