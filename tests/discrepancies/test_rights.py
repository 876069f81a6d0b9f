"""Who may do what with a discrepancy, written out a second time: role × step."""

import pytest

from tests.rights import granted, seen

pytestmark = pytest.mark.django_db

REPORTS = {"register", "remark"}
CONFIRMS = REPORTS | {"confirm"}

MAY = {
    "agent": REPORTS,
    "shift_leader": CONFIRMS,
    "supervisor": CONFIRMS | {"dismiss", "hand_over"},
    "director": {"remark"},
    "incident_manager": CONFIRMS,
    "problem_manager": CONFIRMS,
    "change_manager": REPORTS,
    "release_manager": CONFIRMS,
    "configuration_manager": CONFIRMS | {"revise", "correct", "dismiss", "hand_over"},
    "field_engineer": CONFIRMS,
    "second_line": CONFIRMS,
    "developer": CONFIRMS,
    "purchaser": set(),
    "api_client": REPORTS,
    "auditor": set(),
    "administrator": set(),
}
SEES = {**dict.fromkeys(MAY, "all"), "purchaser": "none", "api_client": "customer"}


def test_each_role_is_granted_its_row_and_no_more() -> None:
    assert granted("discrepancy") == MAY


def test_each_role_sees_as_far_as_the_table_says() -> None:
    assert seen("discrepancy") == SEES
