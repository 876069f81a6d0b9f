"""Who may do what with a campaign, written out a second time: role × step."""

import pytest

from tests.rights import granted, seen

pytestmark = pytest.mark.django_db

WRITES = {"register", "revise", "remark", "send_back"}
LEADS = {"approve", "move_window", "finish", "stop", "hand_over"}

MAY = {
    "agent": WRITES,
    "shift_leader": WRITES | LEADS,
    "supervisor": WRITES | LEADS | {"start", "give_go"},
    "director": LEADS | {"remark", "send_back", "start", "give_go"},
    "incident_manager": WRITES | LEADS,
    "problem_manager": WRITES,
    "change_manager": set(),
    "release_manager": WRITES,
    "configuration_manager": {"remark"},
    "field_engineer": set(),
    "second_line": set(),
    "developer": set(),
    "purchaser": set(),
    "api_client": set(),
    "auditor": set(),
    "administrator": set(),
}
CALLS = {"agent", "shift_leader", "supervisor", "incident_manager"}
BLIND = {"field_engineer", "second_line", "developer", "purchaser", "api_client"}
SEES = dict.fromkeys(MAY.keys() - BLIND, "all")


def test_each_role_is_granted_its_row_and_no_more() -> None:
    assert granted("campaign") == MAY


def test_each_role_sees_as_far_as_the_table_says() -> None:
    assert {role: scope for role, scope in seen("campaign").items() if scope != "none"} == SEES


def test_calling_is_for_the_desk() -> None:
    assert granted("outreach") == {role: {"call"} if role in CALLS else set() for role in MAY}
