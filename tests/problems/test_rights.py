"""Who may do what with a problem, written out a second time: role × step."""

import pytest

from people.models import Right, Role, Sight

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


def test_the_table_names_every_role() -> None:
    assert MAY.keys() == set(Role.objects.values_list("slug", flat=True))


@pytest.mark.parametrize("role", MAY)
def test_a_role_is_granted_its_row_and_no_more(role: str) -> None:
    granted = Right.objects.filter(role__slug=role, kind="problem").values_list("step", flat=True)
    assert set(granted) == MAY[role]


@pytest.mark.parametrize("role", MAY)
def test_a_role_sees_as_far_as_the_table_says(role: str) -> None:
    assert Sight.objects.get(role__slug=role, kind="problem").scope == SEES[role]
