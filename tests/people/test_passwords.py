"""Passwords: by whom they are set, what they must be, and what a new one ends."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from people.models import AccessLog, User
from tests import cast
from tests.people.door import PASSWORD, authenticator, give, is_in, signed_in

pytestmark = pytest.mark.django_db
BETTER = "a staple for the battery horse"


def change(client: Client, old: str = PASSWORD, new: str = BETTER, again: str | None = None) -> int:
    form = {"password": old, "new_password": new, "repeated": new if again is None else again}
    return client.post("/account/password/", form).status_code


def test_a_changed_password_ends_all_other_sessions() -> None:
    agent = cast.agent()
    here, there = signed_in(agent), signed_in(agent)
    before = here.session.session_key
    assert change(here) == 302
    assert is_in(here)
    assert here.session.session_key != before
    assert not is_in(there)
    assert give(Client(), agent).status_code == 400
    assert give(Client(), agent, BETTER).status_code == 302


def test_the_session_that_changed_it_stays_on_the_list() -> None:
    client = signed_in(cast.agent())
    change(client)
    (one,) = client.get("/account/sessions/").context["sign_ins"]
    assert one.session_id == client.session.session_key


@pytest.mark.parametrize(
    "new",
    [
        "short",
        "12345678901234",
        "password1234",
        "agent-wang-li",
        "wang.li@desk.example",
        "",
        "x" * 201,
        "a\0" * 9,
    ],
)
def test_a_weak_or_impossible_password_is_refused(new: str) -> None:
    agent = cast.agent(username="agent-wang-li", email="wang.li@desk.example")
    assert change(signed_in(agent), new=new) == 400
    agent.refresh_from_db()
    assert agent.check_password(PASSWORD)


def test_it_asks_for_the_old_one_and_for_the_new_one_twice() -> None:
    agent = cast.agent()
    client = signed_in(agent)
    assert change(client, old="wrong") == 400
    assert change(client, again=BETTER + "!") == 400
    agent.refresh_from_db()
    assert agent.check_password(PASSWORD)


def link_for(person: User) -> str:
    page = signed_in(cast.person("administrator")).post(f"/people/users/{person.pk}/password-link/")
    found = re.search(r'value="http://testserver(/sign-in/choose-password/[^"]+)"', page.content.decode())
    assert found is not None
    return found[1]


def choose(link: str, new: str = BETTER) -> int:
    return Client().post(link, {"new_password": new, "repeated": new}).status_code


def test_a_link_sets_the_first_password_once() -> None:
    person = cast.agent()
    link = link_for(person)
    assert Client().get(link).status_code == 200
    assert choose(link) == 302
    assert choose(link, "another staple entirely") == 404
    assert give(Client(), person, BETTER).status_code == 302


def test_a_link_is_void_after_three_days() -> None:
    link = link_for(cast.agent())
    after = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT + 5)
    # Django's token reads the local clock, which the traveller sets with the zone of the time given.
    with time_machine.travel(timezone.localtime() + after):
        assert choose(link) == 404


def test_a_link_minds_the_rules() -> None:
    person = cast.agent()
    assert choose(link_for(person), "short") == 400
    person.refresh_from_db()
    assert not person.has_usable_password()


def test_a_link_for_somebody_shut_out_is_void() -> None:
    person = cast.agent()
    link = link_for(person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert choose(link) == 404


@pytest.mark.parametrize("link", ["x/y", "MQ/abc-def", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5/abc-def", "%00/x-y"])
def test_a_made_up_link_is_void(link: str) -> None:
    assert Client().get(f"/sign-in/choose-password/{link}/").status_code == 404


def test_a_new_password_by_link_ends_sessions_and_leaves_the_second_step_on() -> None:
    person = cast.agent()
    client = signed_in(person)
    link = link_for(person)
    authenticator(person)
    choose(link)
    assert not is_in(client)
    fresh = Client()
    give(fresh, person, BETTER)
    assert not is_in(fresh)


@pytest.mark.parametrize("role", ["agent", "supervisor", "auditor"])
def test_only_who_gives_rights_makes_links(role: str) -> None:
    administrator = cast.person("administrator")
    answer = signed_in(cast.person(role)).post(f"/people/users/{administrator.pk}/password-link/")
    assert answer.status_code == 403
    assert not AccessLog.objects.filter(event=AccessLog.Event.PASSWORD_LINK_MADE).exists()


def test_a_password_is_kept_by_a_slow_hash_in_an_installation() -> None:
    from itsm import settings as real

    assert real.PASSWORD_HASHERS[0].endswith("ScryptPasswordHasher")
