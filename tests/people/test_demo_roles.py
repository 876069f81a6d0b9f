"""One click per role: in demo mode, and nowhere else."""

import pytest
from django.test import Client

from tests import cast
from tests.people.door import authenticator, is_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings) -> None:
    settings.IS_DEMO = True


def company() -> None:
    cast.agent(username="agent", name="Wang Li")
    cast.person("shift_leader", username="shift-leader", name="Chen Bo")


def come_in_as(role: str) -> Client | int:
    client = Client()
    answer = client.post("/sign-in/as/", {"role": role})
    return client if answer.status_code == 302 else answer.status_code


def test_it_is_off_unless_the_installation_says_so() -> None:
    from itsm import settings as real

    company()
    assert real.IS_DEMO is False
    assert "Demo" not in Client().get("/sign-in/").content.decode()
    assert come_in_as("agent") == 404


def test_each_role_that_somebody_plays_is_offered_with_what_it_sees(demo) -> None:
    company()
    page = Client().get("/sign-in/").content.decode()
    for words in (
        "Wang Li",
        "Chen Bo",
        "Takes calls and owns incidents to their end.",
        "Everything: ",
        "Incidents · ",
    ):
        assert words in page
    assert "Auditor" not in page


def test_one_click_comes_in(demo) -> None:
    company()
    client = come_in_as("shift_leader")
    assert isinstance(client, Client)
    assert client.get("/account/").context["user"].username == "shift-leader"


def test_it_leads_on_to_the_page_asked_for(demo) -> None:
    company()
    answer = Client().post("/sign-in/as/", {"role": "agent", "next": "/account/"})
    assert answer.headers["Location"] == "/account/"


@pytest.mark.parametrize("role", ["", "auditor", "nobody", "shift-leader", "\0"])
def test_who_is_not_offered_cannot_be_come_in_as(demo, role: str) -> None:
    company()
    assert come_in_as(role) == 404


def test_an_account_that_only_bears_the_name_of_a_role_is_not_offered(demo) -> None:
    cast.agent(username="administrator")
    assert come_in_as("administrator") == 404


def test_somebody_with_a_second_step_still_takes_it(demo) -> None:
    authenticator(cast.agent(username="agent"))
    client = come_in_as("agent")
    assert isinstance(client, Client)
    assert not is_in(client)
