"""Who may do what with an advisory, written out a second time: role × step."""

import pytest

from tests.rights import granted, seen

pytestmark = pytest.mark.django_db

WRITES = {"register", "remark", "submit", "begin_version"}
READS_OVER = {"send_back", "publish", "retire", "take_up", "hand_over"}
LEADS_THE_DESK = WRITES | READS_OVER | {"write_plain", "revise", "mail_out"}
KNOWS_THE_EQUIPMENT = WRITES | {"write_technical", "revise"}

MAY = {
    "agent": WRITES | {"write_plain"},
    "shift_leader": LEADS_THE_DESK,
    "supervisor": LEADS_THE_DESK,
    "director": {"remark"},
    "incident_manager": READS_OVER | {"remark"},
    "problem_manager": KNOWS_THE_EQUIPMENT | READS_OVER | {"mail_out"},
    "change_manager": set(),
    "release_manager": set(),
    "configuration_manager": set(),
    "field_engineer": {"remark"},
    "second_line": KNOWS_THE_EQUIPMENT,
    "developer": KNOWS_THE_EQUIPMENT,
    "purchaser": set(),
    "api_client": set(),
    "auditor": set(),
    "administrator": set(),
}
SEES = dict.fromkeys(MAY.keys() - {"api_client"}, "all")


def test_each_role_is_granted_its_row_and_no_more() -> None:
    assert granted("advisory") == MAY


def test_each_role_sees_as_far_as_the_table_says() -> None:
    assert {role: scope for role, scope in seen("advisory").items() if scope != "none"} == SEES
