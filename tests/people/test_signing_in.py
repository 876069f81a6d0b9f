"""The way in, and what keeps it narrow."""

import re

import pytest
import time_machine
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client

from people.models import AccessLog, SignIn
from tests import cast
from tests.people.door import PASSWORD, give, is_in, signed_in

pytestmark = pytest.mark.django_db
Event = AccessLog.Event


def events() -> list[str]:
    return list(AccessLog.objects.order_by("id").values_list("event", flat=True))


def test_a_name_and_its_password_open_the_desk() -> None:
    client, agent = Client(), cast.agent(password=PASSWORD)
    assert give(client, agent).headers["Location"] == "/"
    assert is_in(client)
    assert events() == [Event.SIGNED_IN]


def test_the_name_is_read_without_regard_to_case_or_blanks() -> None:
    agent = cast.agent(username="Wang.Li", password=PASSWORD)
    client = Client()
    client.post("/sign-in/", {"username": "  wang.LI ", "password": PASSWORD})
    assert is_in(client)
    assert agent.username == "Wang.Li"


@pytest.mark.parametrize("who", ["agent", "nobody", "clock", "gone"])
def test_every_refusal_reads_alike(who: str) -> None:
    cast.agent(username="agent", password=PASSWORD)
    cast.agent(username="gone", password=PASSWORD, is_active=False)
    cast.agent(username="clock", password=PASSWORD, is_system=True)
    password = "wrong" if who == "agent" else PASSWORD
    answer = Client().post("/sign-in/", {"username": who, "password": password})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "do not belong together" in page
    assert PASSWORD not in page


def test_what_was_typed_as_the_name_is_kept_and_as_the_password_is_not() -> None:
    page = Client().post("/sign-in/", {"username": "wang", "password": "secret-word"}).content.decode()
    assert 'value="wang"' in page
    assert "secret-word" not in page


def test_a_name_that_nobody_has_is_not_written_down() -> None:
    Client().post("/sign-in/", {"username": "my password by mistake", "password": "x"})
    line = AccessLog.objects.get()
    assert (line.event, line.by, line.subject) == (Event.SIGN_IN_FAILED, None, "")
    assert "mistake" not in str(line.changes)


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/account/", "/account/"),
        ("/queues/incidents/?page=2", "/queues/incidents/?page=2"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_it_leads_on_to_our_own_pages_only(asked: str, leads_to: str) -> None:
    answer = give(Client(), cast.agent(password=PASSWORD), next=asked)
    assert answer.headers["Location"] == leads_to


def test_whoever_is_in_already_is_led_on() -> None:
    answer = signed_in(cast.agent()).get("/sign-in/?next=/account/")
    assert answer.headers["Location"] == "/account/"


def test_a_session_brought_along_is_not_the_one_signed_in() -> None:
    """Session fixation: a key that somebody foisted on this browser opens nothing afterwards."""
    client, agent = Client(), cast.agent(password=PASSWORD)
    session = client.session
    session["planted"] = "by another"
    session.save()
    planted = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = planted
    give(client, agent)
    assert client.session.session_key != planted
    assert "planted" not in client.session
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert not is_in(other)


def test_signing_in_over_a_running_session_changes_its_key_too() -> None:
    first, second = cast.agent(password=PASSWORD), cast.agent(password=PASSWORD)
    client = signed_in(first)
    before = client.session.session_key
    give(client, second)
    assert client.session.session_key != before
    assert client.get("/account/").context["user"] == second
    assert not SignIn.objects.filter(user=first).exists()


def test_the_form_without_its_guard_is_refused() -> None:
    agent = cast.agent(password=PASSWORD)
    client = Client(enforce_csrf_checks=True)
    assert give(client, agent).status_code == 403
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get("/sign-in/").content.decode())
    assert token is not None
    assert give(client, agent, csrfmiddlewaretoken=token[1]).status_code == 302


def test_signing_out_is_by_post_alone_and_ends_the_session() -> None:
    client = signed_in(cast.agent())
    key = client.session.session_key
    assert client.get("/sign-out/").status_code == 405
    assert is_in(client)
    assert client.post("/sign-out/").headers["Location"] == "/sign-in/"
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert not is_in(client)
    assert events()[-1] == Event.SIGNED_OUT


@pytest.mark.parametrize("address", ["/account/", "/people/customers/", "/people/rights/", "/queues/"])
def test_nobody_is_led_to_sign_in_and_back(address: str) -> None:
    answer = Client().get(address)
    assert answer.headers["Location"] == f"/sign-in/?next={address}"


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page() -> None:
    answer = Client().post(
        "/account/sessions/end-others/", headers={"Referer": "http://testserver/account/sessions/"}
    )
    assert answer.headers["Location"] == "/sign-in/?next=/account/sessions/"
    answer = Client().post("/account/sessions/end-others/", headers={"Referer": "https://evil.example/x"})
    assert answer.headers["Location"] == "/sign-in/?next=/"


def fail(client: Client, name: str, times: int, ip: str = "10.0.0.1") -> list[int]:
    wrong = {"username": name, "password": "wrong"}
    return [client.post("/sign-in/", wrong, REMOTE_ADDR=ip).status_code for _ in range(times)]


def test_five_failures_lock_the_name_and_say_until_when() -> None:
    client, agent = Client(), cast.agent(username="wang", password=PASSWORD)
    with time_machine.travel("2026-03-02 09:00 +0800", tick=False):
        assert fail(client, "wang", 5) == [400, 400, 400, 400, 429]
        answer = client.post("/sign-in/", {"username": "wang", "password": PASSWORD}, REMOTE_ADDR="10.0.0.1")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == str(15 * 60)
    assert "09:15:00" in answer.content.decode()
    assert not is_in(client)
    assert events() == [Event.SIGN_IN_FAILED] * 4 + [Event.LOCKED_OUT]
    assert AccessLog.objects.last().by == agent


def test_the_lock_opens_when_it_said_although_somebody_kept_knocking() -> None:
    client = Client()
    cast.agent(username="wang", password=PASSWORD)
    with time_machine.travel("2026-03-02 09:00 +0800", tick=False) as now:
        fail(client, "wang", 5)
        now.shift(10 * 60)
        assert fail(client, "wang", 3) == [429] * 3
        now.shift(5 * 60 + 1)
        client.post("/sign-in/", {"username": "wang", "password": PASSWORD}, REMOTE_ADDR="10.0.0.1")
        assert is_in(client)


def test_other_spellings_of_the_name_count_together() -> None:
    client = Client()
    cast.agent(username="wang", password=PASSWORD)
    codes = [fail(client, name, 1)[0] for name in ("wang", "WANG", " Wang", "wAng", "ｗａｎｇ")]
    assert codes == [400, 400, 400, 400, 429]


def test_a_lock_holds_for_the_address_that_guessed() -> None:
    agent = cast.agent(username="wang", password=PASSWORD)
    fail(Client(), "wang", 5, ip="10.0.0.1")
    assert fail(Client(), "wang", 1, ip="10.0.0.2") == [400]
    elsewhere = Client(REMOTE_ADDR="10.0.0.3")
    give(elsewhere, agent)
    assert is_in(elsewhere)


def test_success_forgets_earlier_failures() -> None:
    client, agent = Client(REMOTE_ADDR="10.0.0.1"), cast.agent(username="wang", password=PASSWORD)
    fail(client, "wang", 4)
    give(client, agent)
    assert fail(client, "wang", 4) == [400] * 4
    assert AccessAttempt.objects.get().failures_since_start == 4


def test_an_administrator_lifts_the_lock() -> None:
    agent = cast.agent(username="wang", password=PASSWORD)
    guesser = Client(REMOTE_ADDR="10.0.0.1")
    fail(guesser, "wang", 5)
    administrator = signed_in(cast.person("administrator"))
    assert "Lift the lock" in administrator.get(f"/people/users/{agent.pk}/").content.decode()
    administrator.post(f"/people/users/{agent.pk}/unlock/")
    give(guesser, agent)
    assert is_in(guesser)


def test_the_password_cannot_be_guessed_from_within_either() -> None:
    """Pages that ask for the password again count failures as the sign-in page does."""
    client = signed_in(cast.agent())
    answers = [
        client.post("/account/second-step/", {"password": f"guess {number}"}).status_code
        for number in range(6)
    ]
    assert answers == [400, 400, 400, 400, 429, 429]


def test_an_account_that_is_shut_out_is_out_at_once() -> None:
    agent = cast.agent()
    client = signed_in(agent)
    agent.is_active = False
    agent.save()
    assert not is_in(client)
