"""Who may do what with a discrepancy, written out a second time: role × step."""

import pytest

from people.models import Right, Role, Sight

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


def test_the_table_names_every_role() -> None:
    assert MAY.keys() == set(Role.objects.values_list("slug", flat=True))


@pytest.mark.parametrize("role", MAY)
def test_a_role_is_granted_its_row_and_no_more(role: str) -> None:
    granted = Right.objects.filter(role__slug=role, kind="discrepancy").values_list("step", flat=True)
    assert set(granted) == MAY[role]


@pytest.mark.parametrize("role", MAY)
def test_a_role_sees_as_far_as_the_table_says(role: str) -> None:
    assert Sight.objects.get(role__slug=role, kind="discrepancy").scope == SEES[role]
