"""API tokens: shown once, kept as a digest, found in one query."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from people import tokens
from people.models import AccessLog, ApiToken
from people.rights import Forbidden
from tests import cast
from tests.people.door import PASSWORD, authenticator, signed_in

pytestmark = pytest.mark.django_db


def test_a_token_acts_as_its_owner() -> None:
    agent = cast.agent()
    token, text = tokens.issue(agent, "Monitoring", by=agent)
    assert tokens.token_for(text).user == agent
    assert re.fullmatch(rf"dsk_{token.prefix}_[A-Za-z0-9]{{40}}", text)


def test_its_text_is_nowhere_kept() -> None:
    agent = cast.agent()
    token, text = tokens.issue(agent, "Monitoring", by=agent)
    secret = text.rsplit("_", 1)[1]
    token.refresh_from_db()
    assert secret not in str(vars(token))
    assert not AccessLog.objects.filter(changes__icontains=secret).exists()


def test_it_is_found_in_one_query_and_its_use_noted_at_most_once_a_minute(django_assert_num_queries) -> None:
    agent = cast.agent()
    _, text = tokens.issue(agent, "Monitoring", by=agent)
    with time_machine.travel("2026-03-02 12:00 +0800", tick=False) as now:
        with django_assert_num_queries(2):
            tokens.token_for(text)
        now.shift(30)
        with django_assert_num_queries(1):
            tokens.token_for(text)
        now.shift(31)
        with django_assert_num_queries(2):
            tokens.token_for(text)
        assert ApiToken.objects.get().last_used_at == timezone.now()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "dsk_",
        "dsk_abcdefgh_" + "x" * 39,
        "dsk_abcdefgh_" + "x" * 41,
        "sk_abcdefgh_" + "x" * 40,
        "\0" * 53,
        "x" * 9999,
    ],
)
def test_what_is_no_token_costs_no_query(text: str, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert tokens.token_for(text) is None


def test_a_made_up_token_opens_nothing() -> None:
    agent = cast.agent()
    _, text = tokens.issue(agent, "Monitoring", by=agent)
    assert tokens.token_for(text[:-1] + ("a" if text[-1] != "a" else "b")) is None


def test_a_revoked_an_expired_and_an_orphaned_token_open_nothing() -> None:
    agent = cast.agent()
    revoked, first = tokens.issue(agent, "Old", by=agent)
    tokens.revoke(revoked, by=agent)
    assert tokens.token_for(first) is None
    _, second = tokens.issue(agent, "For today", by=agent, expires_at=timezone.now() + timedelta(hours=1))
    assert tokens.token_for(second).user == agent
    with time_machine.travel(timezone.now() + timedelta(hours=1, seconds=1)):
        assert tokens.token_for(second) is None
    agent.is_active = False
    agent.save()
    assert tokens.token_for(second) is None


def test_the_key_of_the_digest_may_be_changed_without_voiding_tokens(settings) -> None:
    agent = cast.agent()
    _, text = tokens.issue(agent, "Monitoring", by=agent)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, fifty characters long, made for this test"
    assert tokens.token_for(text).user == agent
    settings.SECRET_KEY_FALLBACKS = []
    assert tokens.token_for(text) is None


def test_it_refuses_an_end_in_the_past_and_a_nameless_token() -> None:
    agent = cast.agent()
    with pytest.raises(ValidationError, match="past"):
        tokens.issue(agent, "x", by=agent, expires_at=timezone.now())
    with pytest.raises(ValidationError):
        tokens.issue(agent, "", by=agent)


def test_nobody_makes_a_token_for_another_person() -> None:
    agent, administrator = cast.agent(), cast.person("administrator")
    for by in (cast.agent(), cast.person("supervisor"), administrator):
        with pytest.raises(Forbidden):
            tokens.issue(agent, "Mine now", by=by)


def test_an_administrator_makes_and_revokes_tokens_of_tools() -> None:
    tool, administrator = cast.person("api_client"), signed_in(cast.person("administrator"))
    page = administrator.post(
        f"/people/users/{tool.pk}/tokens/new/", {"name": "Monitoring", "until": "", "password": PASSWORD}
    )
    text = re.search(r'value="(dsk_\w+)"', page.content.decode())
    assert text is not None
    assert tokens.token_for(text[1]).user == tool
    administrator.post(f"/account/tokens/{ApiToken.objects.get().pk}/revoke/")
    assert tokens.token_for(text[1]) is None
    told = AccessLog.objects.filter(event__in=("token_made", "token_revoked")).order_by("id")
    assert [line.event for line in told] == ["token_made", "token_revoked"]


def test_the_page_asks_for_the_password_and_shows_the_token_once() -> None:
    agent = cast.agent()
    client = signed_in(agent)
    assert client.post("/account/tokens/new/", {"name": "x", "password": "wrong"}).status_code == 400
    assert not ApiToken.objects.exists()
    page = client.post("/account/tokens/new/", {"name": "x", "password": PASSWORD}).content.decode()
    found = re.search(r'value="(dsk_\w+)"', page)
    assert found is not None
    listed = client.get("/account/tokens/").content.decode()
    assert ApiToken.objects.get().prefix in listed
    assert found[1] not in listed


@pytest.mark.parametrize("until", ["2020-01-01", "soon", "2026-13-01", "0000-00-00"])
def test_an_impossible_end_is_refused(until: str) -> None:
    client = signed_in(cast.agent())
    form = {"name": "x", "until": until, "password": PASSWORD}
    assert client.post("/account/tokens/new/", form).status_code == 400
    assert not ApiToken.objects.exists()


def test_a_token_is_good_to_the_end_of_its_last_day() -> None:
    client = signed_in(cast.agent())
    today = timezone.localdate()
    client.post("/account/tokens/new/", {"name": "x", "until": today.isoformat(), "password": PASSWORD})
    end = timezone.localtime(ApiToken.objects.get().expires_at)
    assert (end.date(), end.hour, end.minute) == (today + timedelta(days=1), 0, 0)


def test_the_token_of_another_cannot_be_told_from_none() -> None:
    agent = cast.agent()
    token, text = tokens.issue(agent, "Mine", by=agent)
    for role in ("agent", "supervisor", "auditor"):
        assert signed_in(cast.person(role)).post(f"/account/tokens/{token.pk}/revoke/").status_code == 404
    assert (
        signed_in(cast.person("administrator")).post(f"/account/tokens/{token.pk}/revoke/").status_code == 403
    )
    assert tokens.token_for(text).user == agent


def test_a_token_needs_no_second_step() -> None:
    agent = cast.agent()
    _, text = tokens.issue(agent, "Monitoring", by=agent)
    authenticator(agent)
    assert tokens.token_for(text).user == agent
