"""The first way in, and the way back in."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client

from people import second_factor
from people.models import AccessLog, User
from tests import cast
from tests.people.door import authenticator, give, is_in

pytestmark = pytest.mark.django_db
PASSWORD = "a staple for the battery horse"


def link_from(capsys) -> str:
    found = re.search(r"/sign-in/choose-password/\S+/", capsys.readouterr().out)
    assert found is not None
    return found[0]


def test_the_first_administrator_chooses_a_password_by_the_link(capsys) -> None:
    call_command("make_administrator", "zhao.min", name="Zhao Min")
    link = link_from(capsys)
    assert Client().post(link, {"new_password": PASSWORD, "repeated": PASSWORD}).status_code == 302
    client, user = Client(), User.objects.get(username="zhao.min")
    give(client, user, PASSWORD)
    assert is_in(client)
    assert user.rights.may("rights", "edit")
    assert str(AccessLog.objects.get(event="password_link_made").by) == "Console"


def test_an_account_that_is_there_keeps_its_name_and_gains_the_role(capsys) -> None:
    agent = cast.agent(username="Wang", name="Wang Li", is_active=False)
    authenticator(agent)
    call_command("make_administrator", "wang", name="Nobody", without_second_step=True)
    agent.refresh_from_db()
    assert (agent.name, agent.is_active) == ("Wang Li", True)
    assert {role.slug for role in agent.roles.all()} == {"agent", "administrator"}
    assert not second_factor.is_on(agent)


def test_the_second_step_stays_on_unless_asked(capsys) -> None:
    agent = cast.agent(username="wang")
    authenticator(agent)
    call_command("make_administrator", "wang")
    assert second_factor.is_on(agent)


def test_a_name_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValidationError, match="username"):
        call_command("make_administrator", "a/b")
    assert not User.objects.exists()
