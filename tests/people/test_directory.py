"""The directory as a whole: who may open what of it, and its lists."""

import pytest
from django.test import Client

from people.models import Team
from tests import cast
from tests.people.door import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Client:
    return signed_in(cast.person("administrator", name="Zhao Min"))


@pytest.fixture
def agent() -> Client:
    return signed_in(cast.agent(name="Wang Li"))


SEES = {
    "/people/customers/": "customers",
    "/people/contacts/": "customers",
    "/people/users/": "people",
    "/people/teams/": "people",
    "/people/skills/": "people",
    "/people/duty-posts/": "people",
    "/people/rights/": "rights",
    "/people/access-log/": "rights",
    "/people/customers/new/": "customers.edit",
    "/people/users/new/": "people.edit",
    "/people/teams/new/": "people.edit",
    "/people/skills/new/": "people.edit",
    "/people/duty-posts/new/": "people.edit",
    "/people/rights/new/": "rights.edit",
}
OPEN = {
    "agent": {"customers", "customers.edit", "people"},
    "supervisor": {"customers", "customers.edit", "people", "people.edit"},
    "field_engineer": {"customers", "people"},
    "api_client": {"customers", "customers.edit"},
    "auditor": {"customers", "people", "rights"},
    "administrator": set(SEES.values()),
}


@pytest.mark.parametrize("role", OPEN)
def test_each_page_opens_to_who_may_see_it(role) -> None:
    client = signed_in(cast.person(role))
    statuses = {path: client.get(path).status_code for path in SEES}
    assert statuses == {path: 200 if needed in OPEN[role] else 403 for path, needed in SEES.items()}


@pytest.mark.parametrize("role", OPEN)
def test_the_tabs_lead_nowhere_that_is_closed(role) -> None:
    client = signed_in(cast.person(role))
    for tab in client.get("/people/customers/").context["tabs"]:
        assert client.get(tab["url"]).status_code == 200


@pytest.mark.parametrize(
    ("path", "build"),
    [
        ("/people/customers/", cast.customer),
        ("/people/contacts/", lambda: cast.contact(phone="021-61234567")),
        ("/people/users/", cast.agent),
        ("/people/teams/", lambda: cast.team(f"team-{Team.objects.count()}")),
    ],
)
def test_a_list_is_paged_and_costs_the_same_however_long(
    administrator, path, build, django_assert_max_num_queries
) -> None:
    for _ in range(60):
        build()
    administrator.get(path)
    with django_assert_max_num_queries(16):
        page = administrator.get(path).context["page"]
    assert len(page.rows) == 50
    assert (page.earlier_url, page.later_url) == ("", "?page=2")
    second = administrator.get(f"{path}?page=2").context["page"]
    assert 0 < len(second.rows) < 50
    assert {row.pk for row in page.rows}.isdisjoint(row.pk for row in second.rows)


@pytest.mark.parametrize("number", ["0", "-1", "x", "９", "1e9", "99999999999999999999", ""])
def test_a_page_that_is_none_is_the_first_or_empty(administrator, number) -> None:
    assert administrator.get(f"/people/customers/?page={number}").status_code == 200


def test_a_hostile_name_is_shown_and_never_run(agent) -> None:
    mischief = '<script>alert("x")</script>'
    customer = cast.customer(name=mischief)
    cast.contact(customer, name=mischief, phone='"><img src=x>')
    for path in ("/people/customers/", "/people/contacts/", f"/people/customers/{customer.pk}/"):
        page = agent.get(path).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x>" not in page
