"""Theme and language are the person's own, on every machine."""

import pytest
from django.test import Client

from tests import cast
from tests.client import client_of

pytestmark = pytest.mark.django_db


def test_the_theme_is_stored_on_the_account_and_drawn_by_the_server() -> None:
    agent = cast.agent()
    assert client_of(agent).post("/preferences/theme/", {"theme": "dark"}).status_code == 303
    assert 'data-bs-theme="dark"' in client_of(agent).get("/style/").content.decode()


def test_a_script_that_sets_the_theme_needs_no_page() -> None:
    answer = client_of(cast.agent()).post(
        "/preferences/theme/", {"theme": "light"}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 204


def test_before_sign_in_the_browser_remembers() -> None:
    client = Client()
    client.post("/preferences/theme/", {"theme": "dark"})
    client.post("/preferences/language/", {"language": "zh-hant"})
    page = client.get("/style/?layout=plain").content.decode()
    assert 'data-bs-theme="dark"' in page
    assert '<html lang="zh-hant"' in page


@pytest.mark.parametrize(
    ("address", "given"), [("theme", {"theme": "pink"}), ("theme", {}), ("language", {"language": "xx"})]
)
def test_it_refuses_what_is_not_offered(address: str, given: dict[str, str]) -> None:
    assert client_of(cast.agent()).post(f"/preferences/{address}/", given).status_code == 400


def test_it_is_changed_by_post_alone() -> None:
    assert Client().get("/preferences/theme/?theme=dark").status_code == 405


def test_the_language_of_the_account_wins_over_the_browsers() -> None:
    agent = cast.agent(language="zh-hans")
    page = client_of(agent).get("/style/", headers={"Accept-Language": "en"}).content.decode()
    assert '<html lang="zh-hans"' in page


def test_a_new_language_is_that_of_the_next_page() -> None:
    client = client_of(cast.agent())
    client.post("/preferences/language/", {"language": "zh-hans", "next": "/style/"})
    assert '<html lang="zh-hans"' in client.get("/style/").content.decode()


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ("/queues/?page=2", "/queues/?page=2"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example", "/"),
        ("", "/"),
    ],
)
def test_it_leads_back_to_our_own_pages_only(asked: str, sent: str) -> None:
    answer = Client().post("/preferences/theme/", {"theme": "dark", "next": asked})
    assert answer["Location"] == sent
