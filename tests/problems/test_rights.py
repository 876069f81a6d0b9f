"""Who may do what with a problem, written out a second time: role × step."""

import pytest

from tests.rights import granted, seen

pytestmark = pytest.mark.django_db

OPENS = {"register", "remark"}
ADDS = {"add_incidents"}
ANALYSES = {"investigate", "declare_known_error", "publish_workaround", "await_change", "resume"}
ANALYST = OPENS | ADDS | ANALYSES | {"revise", "remove_incidents"}
LEADS = {"revise", "assign", "remove_incidents", "review", "close", "reopen", "cancel", "hand_over"}

MAY = {
    "agent": OPENS | ADDS,
    "shift_leader": OPENS | ADDS,
    "supervisor": OPENS | ADDS | LEADS,
    "director": OPENS,
    "incident_manager": OPENS | ADDS | LEADS | {"resolve"},
    "problem_manager": ANALYST | LEADS | {"resolve"},
    "change_manager": OPENS,
    "release_manager": OPENS,
    "configuration_manager": OPENS,
    "field_engineer": {"remark"},
    "second_line": ANALYST,
    "developer": ANALYST,
    "purchaser": set(),
    "api_client": OPENS,
    "auditor": set(),
    "administrator": set(),
}
SEES = {**dict.fromkeys(MAY, "all"), "purchaser": "none", "api_client": "customer"}


def test_each_role_is_granted_its_row_and_no_more() -> None:
    assert granted("problem") == MAY


def test_each_role_sees_as_far_as_the_table_says() -> None:
    assert seen("problem") == SEES
