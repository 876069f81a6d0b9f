"""Who may do what with a campaign, written out a second time: role × step."""

import pytest

from people.models import Right, Role, Sight

pytestmark = pytest.mark.django_db

WRITES = {"register", "revise", "remark", "send_back"}
LEADS = {"approve", "move_window", "finish", "stop", "hand_over"}

MAY = {
    "agent": WRITES,
    "shift_leader": WRITES | LEADS,
    "supervisor": WRITES | LEADS | {"start"},
    "director": LEADS | {"remark", "send_back", "start"},
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


def test_the_table_names_every_role() -> None:
    assert MAY.keys() == set(Role.objects.values_list("slug", flat=True))


@pytest.mark.parametrize("role", MAY)
def test_a_role_is_granted_its_row_and_no_more(role: str) -> None:
    granted = Right.objects.filter(role__slug=role, kind="campaign").values_list("step", flat=True)
    assert set(granted) == MAY[role]


@pytest.mark.parametrize("role", MAY)
def test_a_role_sees_all_or_nothing(role: str) -> None:
    found = Sight.objects.filter(role__slug=role, kind="campaign").exclude(scope="none")
    assert list(found.values_list("scope", flat=True)) == ([] if role in BLIND else ["all"])


@pytest.mark.parametrize("role", MAY)
def test_calling_is_for_the_desk(role: str) -> None:
    assert Right.objects.filter(role__slug=role, kind="outreach", step="call").exists() is (role in CALLS)
