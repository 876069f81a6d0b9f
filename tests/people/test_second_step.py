"""The second step of signing in: nothing is open before it, no code counts twice, guessing is slow."""

import re
from datetime import timedelta

import pytest
import time_machine
from asgiref.sync import async_to_sync
from django.conf import settings
from django.core.cache import cache
from django.test import AsyncClient, Client
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from people import second_factor
from people.models import AccessLog, SignIn, User
from tests import cast
from tests.people.door import PASSWORD, authenticator, code_of, give, is_in, signed_in

pytestmark = pytest.mark.django_db
Event = AccessLog.Event
NOON = "2026-03-02 12:00:05 +0800"


def half_way() -> tuple[Client, User, TOTPDevice]:
    """Somebody whose password was right and whose code is still to come."""
    agent = cast.agent(password=PASSWORD)
    device = authenticator(agent)
    client = Client()
    assert give(client, agent, next="/account/").headers["Location"] == "/sign-in/?next=%2Faccount%2F"
    return client, agent, device


def take(client: Client, code: str, **more: str) -> int:
    return client.post("/sign-in/second-step/", {"code": code, **more}).status_code


def test_the_code_of_the_app_opens_the_desk() -> None:
    client, agent, device = half_way()
    assert "Second step" in client.get("/sign-in/").content.decode()
    answer = client.post("/sign-in/second-step/", {"code": code_of(device), "next": "/account/"})
    assert answer.headers["Location"] == "/account/"
    assert is_in(client)
    assert SignIn.objects.filter(user=agent).count() == 1
    assert list(AccessLog.objects.values_list("event", flat=True)) == [Event.SIGNED_IN]


PAGES = [
    "/",
    "/account/",
    "/account/security/",
    "/people/customers/",
    "/people/rights/",
    "/queues/",
    "/board/",
]


@pytest.mark.parametrize("address", PAGES)
def test_between_the_steps_no_page_opens(address: str) -> None:
    client, _, _ = half_way()
    answer = client.get(address)
    assert answer.status_code in (302, 404)
    if answer.status_code == 302:
        assert answer.headers["Location"].startswith("/sign-in/")


def test_between_the_steps_nothing_of_the_account_can_be_changed() -> None:
    client, agent, _ = half_way()
    for address in ("/account/password/", "/account/second-step/off/", "/account/tokens/new/"):
        assert client.post(address, {"password": PASSWORD}).headers["Location"].startswith("/sign-in/")
    agent.refresh_from_db()
    assert agent.check_password(PASSWORD)
    assert second_factor.is_on(agent)


def test_between_the_steps_rest_by_session_sees_nobody() -> None:
    client, _, device = half_way()
    assert client.get("/api/v1/incidents/").status_code in (401, 403)
    take(client, code_of(device))
    assert client.get("/api/v1/incidents/").status_code == 200


def test_between_the_steps_the_live_stream_sees_nobody() -> None:
    client, _, _ = half_way()
    browser = AsyncClient()
    browser.cookies = client.cookies
    assert async_to_sync(browser.get)("/live/stream/").status_code == 403


def test_the_asynchronous_side_sees_nobody_either() -> None:
    client, agent, _ = half_way()
    browser = AsyncClient()
    browser.cookies = client.cookies
    request = async_to_sync(browser.get)("/account/").asgi_request
    assert async_to_sync(request.auser)().is_anonymous
    assert request.half_way == agent


def test_a_session_of_before_the_step_was_switched_on_must_take_it_too() -> None:
    agent = cast.agent()
    elsewhere = signed_in(agent)
    assert is_in(elsewhere)
    device = authenticator(agent)
    assert not is_in(elsewhere)
    assert take(elsewhere, code_of(device)) == 302
    assert is_in(elsewhere)


def test_the_session_gets_a_new_key_with_the_second_step() -> None:
    client, _, device = half_way()
    before = client.session.session_key
    take(client, code_of(device))
    assert client.session.session_key != before
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = before
    assert not is_in(other)


def test_half_a_sign_in_is_forgotten_after_ten_minutes() -> None:
    with time_machine.travel(NOON, tick=False) as now:
        client, _, device = half_way()
        now.shift(10 * 60 + 1)
        cache.clear()  # Redis has a clock of its own, which nobody moves
        late = client.post("/sign-in/second-step/", {"code": code_of(device)})
        assert late.headers["Location"] == "/sign-in/"
        assert not is_in(client)


def test_a_whole_sign_in_lasts_its_shift() -> None:
    with time_machine.travel(NOON, tick=False) as now:
        client, _, device = half_way()
        take(client, code_of(device))
        now.shift(11 * 60 * 60)
        cache.clear()
        assert is_in(client)


def test_a_code_counts_once() -> None:
    with time_machine.travel(NOON, tick=False):
        client, agent, device = half_way()
        code = code_of(device)
        take(client, code)
        thief = Client()
        give(thief, agent)
        assert take(thief, code) == 400
        assert not is_in(thief)


def test_the_next_code_of_the_app_counts_after_a_used_one() -> None:
    with time_machine.travel(NOON, tick=False) as now:
        client, agent, device = half_way()
        take(client, code_of(device))
        now.shift(30)
        again = Client()
        give(again, agent)
        assert take(again, code_of(device)) == 302


def test_wrong_codes_slow_down_the_next_attempt() -> None:
    with time_machine.travel(NOON, tick=False) as now:
        client, _, device = half_way()
        wrong = f"{(int(code_of(device)) + 1) % 1_000_000:06}"
        assert take(client, wrong) == 400
        page = client.post("/sign-in/second-step/", {"code": code_of(device)})
        assert page.status_code == 400
        assert "Try again at 12:00:06" in page.content.decode()
        now.shift(1)
        assert take(client, code_of(device)) == 302
        assert list(AccessLog.objects.order_by("id").values_list("event", flat=True)) == [
            Event.SECOND_FACTOR_FAILED,
            Event.SIGNED_IN,
        ]


def test_guessing_a_day_long_gains_a_handful_of_attempts() -> None:
    with time_machine.travel(NOON, tick=False) as now:
        _, _, device = half_way()
        counted = 0
        for _minute in range(24 * 60):
            device.refresh_from_db()
            counted += device.verify_is_allowed()[0]
            device.verify_token("0")
            now.shift(60)
        assert counted <= 17


@pytest.mark.parametrize(
    "code", ["", "12345", "1234567", "abcdef", "１２３４５６７８", "0" * 21, "-1", "1e5"]
)
def test_a_malformed_code_is_refused(code: str) -> None:
    client, _, _ = half_way()
    assert take(client, code) == 400
    assert not is_in(client)


def enrol(client: Client) -> list[str]:
    """Set the app up, as a person would. Returns the back-up codes."""
    assert client.post("/account/second-step/", {"password": PASSWORD}).status_code == 302
    page = client.get("/account/second-step/confirm/").content.decode()
    assert "<svg" in page
    device = TOTPDevice.objects.get(confirmed=False)
    shown = re.search(r'class="secret">([A-Z2-7 ]+)<', page)
    assert shown is not None
    done = client.post("/account/second-step/confirm/", {"code": code_of(device)})
    return re.findall(r'class="secret">([a-z0-9-]+)<', done.content.decode())


def test_setting_up_shows_ten_codes_and_keeps_the_session() -> None:
    agent = cast.agent()
    client = signed_in(agent)
    before = client.session.session_key
    codes = enrol(client)
    assert len(set(codes)) == 10
    assert is_in(client)
    assert client.session.session_key != before
    assert second_factor.is_on(agent)


def test_the_drawing_holds_no_style_that_the_page_policy_forbids() -> None:
    drawing = str(second_factor.drawing(authenticator(cast.agent())))
    assert "style=" not in drawing
    assert "<script" not in drawing


def test_setting_up_asks_for_the_password_first() -> None:
    client = signed_in(cast.agent())
    assert client.get("/account/second-step/confirm/").headers["Location"] == "/account/second-step/"
    assert client.post("/account/second-step/", {"password": "wrong"}).status_code == 400
    assert client.get("/account/second-step/confirm/").status_code == 302
    assert not TOTPDevice.objects.exists()


def test_the_leave_to_set_up_ends_after_a_quarter_of_an_hour() -> None:
    with time_machine.travel(NOON, tick=False) as now:
        client = signed_in(cast.agent())
        client.post("/account/second-step/", {"password": PASSWORD})
        now.shift(15 * 60 + 1)
        assert client.get("/account/second-step/confirm/").headers["Location"] == "/account/second-step/"


def test_a_secret_that_was_shown_and_not_used_is_not_shown_again() -> None:
    client = signed_in(cast.agent())
    keys = []
    for _ in range(2):
        client.post("/account/second-step/", {"password": PASSWORD})
        assert client.get("/account/second-step/confirm/").status_code == 200
        keys.append(TOTPDevice.objects.get().key)
    assert keys[0] != keys[1]


def test_a_wrong_first_code_switches_nothing_on() -> None:
    agent = cast.agent()
    client = signed_in(agent)
    client.post("/account/second-step/", {"password": PASSWORD})
    client.get("/account/second-step/confirm/")
    assert client.post("/account/second-step/confirm/", {"code": "000000"}).status_code == 400
    assert not second_factor.is_on(agent)
    assert is_in(client)


def test_the_code_that_set_the_app_up_does_not_sign_in() -> None:
    with time_machine.travel(NOON, tick=False):
        agent = cast.agent()
        enrol(signed_in(agent))
        again = Client()
        give(again, agent)
        assert take(again, code_of(TOTPDevice.objects.get())) == 400


def test_a_back_up_code_opens_once() -> None:
    agent = cast.agent()
    codes = enrol(signed_in(agent))
    first, second = Client(), Client()
    give(first, agent)
    assert take(first, codes[0].upper().replace("-", " ")) == 302
    assert is_in(first)
    give(second, agent)
    assert take(second, codes[0]) == 400
    assert not is_in(second)
    assert second_factor.codes_left(agent) == 9


def test_back_up_codes_are_not_kept_as_they_are() -> None:
    codes = enrol(signed_in(cast.agent()))
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert kept.isdisjoint(codes)
    assert kept.isdisjoint(code.replace("-", "") for code in codes)


def test_new_back_up_codes_void_the_old_ones_and_keep_the_session_that_leant_on_one() -> None:
    agent = cast.agent()
    old = enrol(signed_in(agent))
    client = Client()
    give(client, agent)
    take(client, old[0])
    page = client.post("/account/second-step/codes/", {"password": PASSWORD}).content.decode()
    assert is_in(client)
    new = re.findall(r'class="secret">([a-z0-9-]+)<', page)
    other = Client()
    give(other, agent)
    assert take(other, old[1]) == 400
    with time_machine.travel(timezone.now() + timedelta(seconds=2)):
        assert take(other, new[0]) == 302


def test_switching_off_asks_for_the_password() -> None:
    agent = cast.agent()
    client = signed_in(agent)
    enrol(client)
    assert client.post("/account/second-step/off/", {"password": "wrong"}).status_code == 400
    assert second_factor.is_on(agent)
    assert client.post("/account/second-step/off/", {"password": PASSWORD}).status_code == 302
    assert not second_factor.is_on(agent)
    assert is_in(client)


def test_an_administrator_switches_it_off_where_the_telephone_is_lost() -> None:
    agent = cast.agent(password=PASSWORD)
    authenticator(agent)
    signed_in(cast.person("administrator")).post(f"/people/users/{agent.pk}/second-step/off/")
    client = Client()
    give(client, agent)
    assert is_in(client)
    assert AccessLog.objects.filter(event=Event.SECOND_FACTOR_OFF, subject_label=str(agent)).exists()


def test_nobody_else_switches_it_off() -> None:
    agent = cast.agent(password=PASSWORD)
    authenticator(agent)
    for role in ("agent", "supervisor", "auditor"):
        answer = signed_in(cast.person(role)).post(f"/people/users/{agent.pk}/second-step/off/")
        assert answer.status_code == 403
    assert second_factor.is_on(agent)


def test_somebody_half_way_can_turn_back() -> None:
    client, _, _ = half_way()
    client.post("/sign-out/")
    assert "Second step" not in client.get("/sign-in/").content.decode()
