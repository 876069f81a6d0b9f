"""What Ctrl-K offers while somebody types."""

from typing import Any

import pytest

from tests import cast
from tests.servicedesk.pad import at_the_desk

pytestmark = pytest.mark.django_db


def offered(user: Any, text: str = "", status: int = 200) -> str:
    response = at_the_desk(user).get("/search/palette/", {"q": text}, headers={"HX-Request": "true"})
    assert response.status_code == status
    return response.content.decode()


def test_a_number_comes_first() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent, title="Remote server")
    shown = offered(agent, incident.number.lstrip("INC0"))
    assert shown.index(f'href="{incident.get_absolute_url()}"') == shown.index('href="')


def test_words_while_they_are_typed_find_the_newest() -> None:
    agent = cast.agent()
    incidents = [cast.incident(by=agent, title="Remote server") for _ in range(8)]
    shown = offered(agent, "rem")
    assert incidents[-1].number in shown
    assert incidents[0].number not in shown


def test_people_pages_and_the_whole_search_are_offered() -> None:
    caller = cast.contact(cast.customer(name="Harbour Retail"), name="Boardman")
    shown = offered(cast.agent(), "board")
    assert f"/people/customers/{caller.customer_id}/" in shown
    assert 'href="/"' in shown
    assert "/search/?q=board" in shown


def test_a_telephone_number_offers_the_call_pad() -> None:
    assert "/calls/new/?number=021+6123" in offered(cast.agent(), "021 6123")
    assert "/calls/new/?number" not in offered(cast.person("auditor"), "021 6123")


def test_pages_that_are_closed_to_somebody_are_not_offered() -> None:
    assert "/calls/new/" in offered(cast.agent(), "call pad")
    assert "/calls/new/" not in offered(cast.person("auditor"), "call pad")


def test_before_anything_is_typed_it_offers_places_and_ones_own_work() -> None:
    agent = cast.agent()
    own, other = cast.incident(by=agent), cast.incident()
    shown = offered(agent)
    assert (own.number in shown, other.number in shown) == (True, False)
    assert 'href="/calls/new/"' in shown


def test_what_may_not_be_seen_is_not_offered() -> None:
    incident = cast.incident(title="Remote server")
    outsider = cast.engineer()
    assert incident.number not in offered(outsider, "remote")
    assert incident.title not in offered(outsider, incident.number)


def test_each_line_is_an_option_of_a_list_box() -> None:
    cast.incident(title="<b>Remote</b>")
    shown = offered(cast.agent(), "remote")
    assert shown.count('role="option"') == shown.count("<a ")
    assert "<b>" not in shown


def test_hostile_text_is_refused_or_searched_for() -> None:
    agent = cast.agent()
    assert "shorten it" in offered(agent, "x" * 201, status=400)
    offered(agent, "\0", status=400)
    offered(agent, "' | & !:*\\")


def test_it_costs_few_queries(django_assert_max_num_queries: Any) -> None:
    agent = cast.agent()
    for _ in range(5):
        cast.incident(by=agent, contact=cast.contact(name="Remote Li"), title="Remote server")
    client = at_the_desk(agent)
    client.get("/search/palette/", {"q": "remote"})
    with django_assert_max_num_queries(18):
        client.get("/search/palette/", {"q": "remote"})
