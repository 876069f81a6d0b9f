"""Who may do what with an article, written out a second time: role × step."""

import pytest

from tests.rights import granted, seen

pytestmark = pytest.mark.django_db

WRITES = {"register", "revise", "remark", "submit"}
REVIEWS = WRITES | {"send_back", "publish", "retire", "take_up", "hand_over"}

MAY = {
    "agent": WRITES,
    "shift_leader": REVIEWS,
    "supervisor": REVIEWS,
    "director": {"remark"},
    "incident_manager": REVIEWS,
    "problem_manager": REVIEWS,
    "change_manager": {"remark"},
    "release_manager": {"remark"},
    "configuration_manager": WRITES,
    "field_engineer": WRITES,
    "second_line": WRITES,
    "developer": WRITES,
    "purchaser": set(),
    "api_client": set(),
    "auditor": set(),
    "administrator": set(),
}
SEES = {**dict.fromkeys(MAY, "all"), "api_client": "customer"}


def test_each_role_is_granted_its_row_and_no_more() -> None:
    assert granted("article") == MAY


def test_each_role_sees_as_far_as_the_table_says() -> None:
    assert seen("article") == SEES
