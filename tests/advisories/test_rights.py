"""Who may do what with an advisory, written out a second time: role × step."""

import pytest

from people.models import Right, Role, Sight

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
SEES_NOTHING = {"api_client"}


def test_the_table_names_every_role() -> None:
    assert MAY.keys() == set(Role.objects.values_list("slug", flat=True))


@pytest.mark.parametrize("role", MAY)
def test_a_role_is_granted_its_row_and_no_more(role: str) -> None:
    granted = Right.objects.filter(role__slug=role, kind="advisory").values_list("step", flat=True)
    assert set(granted) == MAY[role]


@pytest.mark.parametrize("role", MAY)
def test_who_sees_advisories_sees_all_of_them(role: str) -> None:
    scopes = Sight.objects.filter(role__slug=role, kind="advisory").exclude(scope="none")
    expected = [] if role in SEES_NOTHING else ["all"]
    assert list(scopes.values_list("scope", flat=True)) == expected
