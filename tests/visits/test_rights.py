"""Who may do what with a visit, written out a second time: role × step."""

import pytest

from tests.rights import granted, seen

pytestmark = pytest.mark.django_db

ON_SITE = {"set_out", "expect_anew", "arrive", "finish", "hand_on"}
SENDS = {"register", "revise", "remark", "dispatch", "cancel", "hand_over"} | ON_SITE
WORKS = {"register", "remark", "accept", "decline"} | ON_SITE

MAY = {
    "agent": SENDS,
    "shift_leader": SENDS,
    "supervisor": SENDS,
    "director": {"remark"},
    "incident_manager": SENDS,
    "problem_manager": {"register", "remark"},
    "change_manager": {"register"},
    "release_manager": set(),
    "configuration_manager": set(),
    "field_engineer": WORKS,
    "second_line": WORKS,
    "developer": set(),
    "purchaser": set(),
    "api_client": {"register", "remark"},
    "auditor": set(),
    "administrator": set(),
}
SEES = {**dict.fromkeys(MAY, "all"), "api_client": "customer"}


def test_each_role_is_granted_its_row_and_no_more() -> None:
    assert granted("visit") == MAY


def test_each_role_sees_as_far_as_the_table_says() -> None:
    assert seen("visit") == SEES
