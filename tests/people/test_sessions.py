"""Where one is signed in, and how that ends."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from people import browsers, sign_ins
from people.models import AccessLog, SignIn
from tests import cast
from tests.people.door import is_in, signed_in

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0"


def test_the_list_shows_ones_own_sessions_and_which_is_this() -> None:
    agent = cast.agent()
    client = signed_in(agent)
    signed_in(cast.agent(name="Somebody Else"))
    page = client.get("/account/sessions/")
    assert [one.user for one in page.context["sign_ins"]] == [agent]
    assert "this one" in page.content.decode()


def test_a_session_remembers_browser_and_address() -> None:
    agent = cast.agent(password="correct horse battery")
    client = Client(headers={"User-Agent": FIREFOX + "x" * 500}, REMOTE_ADDR="10.1.2.3")
    client.post("/sign-in/", {"username": agent.username, "password": "correct horse battery"})
    one = SignIn.objects.get()
    assert (one.ip, one.browser) == ("10.1.2.3", "Firefox, Windows")


def test_one_session_can_be_ended() -> None:
    agent = cast.agent()
    here, there = signed_in(agent), signed_in(agent)
    other = SignIn.objects.get(session=there.session.session_key)
    here.post(f"/account/sessions/{other.pk}/end/")
    assert is_in(here)
    assert not is_in(there)
    assert AccessLog.objects.filter(event=AccessLog.Event.SESSIONS_ENDED, by=agent).count() == 1


def test_all_others_can_be_ended_at_once() -> None:
    agent = cast.agent()
    here, *others = [signed_in(agent) for _ in range(3)]
    stranger = signed_in(cast.agent())
    here.post("/account/sessions/end-others/")
    assert is_in(here)
    assert not any(map(is_in, others))
    assert is_in(stranger)


def test_nobody_ends_the_session_of_another() -> None:
    victim = signed_in(cast.agent())
    one = SignIn.objects.get()
    assert signed_in(cast.agent()).post(f"/account/sessions/{one.pk}/end/").status_code == 404
    assert is_in(victim)


def test_an_administrator_signs_somebody_out_everywhere() -> None:
    agent = cast.agent()
    victim, administrator = signed_in(agent), signed_in(cast.person("administrator"))
    administrator.post(f"/people/users/{agent.pk}/end-sessions/")
    assert not is_in(victim)
    assert is_in(administrator)


def test_it_notes_when_a_session_was_last_seen_at_most_every_five_minutes() -> None:
    client = signed_in(cast.agent())
    cache.clear()
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
        is_in(client)
        first = SignIn.objects.get().last_seen_at
        assert first == timezone.now()
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
        is_in(client)
    assert SignIn.objects.get().last_seen_at == first


def test_expired_sessions_are_not_listed_and_can_be_purged() -> None:
    agent = cast.agent()
    signed_in(agent)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not sign_ins.open_sessions(agent).exists()
    sign_ins.purge()
    assert not SignIn.objects.exists()


def test_signing_out_takes_the_session_from_the_list() -> None:
    client = signed_in(cast.agent())
    client.post("/sign-out/")
    assert not SignIn.objects.exists()


@pytest.mark.parametrize(
    ("long", "short"),
    [
        (FIREFOX, "Firefox, Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.0 Safari/605.1.15", "Safari, macOS"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120.0 Mobile Safari/537.36 Edg/120", "Edge, Android"),
        ("curl/8.1", "curl/8.1"),
        ("", ""),
    ],
)
def test_a_browser_is_called_as_people_call_it(long: str, short: str) -> None:
    assert browsers.short_name(long) == short
