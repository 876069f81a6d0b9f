"""The board's figures, the call pad's hints and one's own account, by REST."""

import pytest

from notifications.models import Notice
from servicedesk.board.figures import figures
from servicedesk.board.moments import moment_of
from servicedesk.board.tiles import further_figures
from tests import cast
from tests.api.test_records import Caller

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


@pytest.fixture
def agent() -> Caller:
    return Caller(cast.agent())


def test_the_board_tells_the_figures_of_its_page(agent) -> None:
    cast.incident(by=agent.user)
    told = {one["name"]: one for one in agent.get(f"{V1}/board/").json()["figures"]}
    now = moment_of("")
    shown = {one["name"]: one for one in (*figures(agent.user, now), *further_figures(agent.user, now))}
    assert {"open", "emergencies", "surges", "pilots", "follow-ups-today"} <= told.keys()
    assert {name: one["value"] for name, one in told.items()} == {
        name: one["value"] for name, one in shown.items()
    }
    assert (told["open"]["value"], told["open"]["url"]) == (1, shown["open"]["href"])


def test_a_board_that_cannot_be_read_says_so(agent) -> None:
    answer = agent.get(f"{V1}/board/", at="yesterday")
    assert (answer.status_code, "2026-01-31T08:30" in answer.json()["detail"]) == (400, True)
    assert Caller(cast.engineer()).get(f"{V1}/board/").status_code == 403


def test_a_call_is_told_what_it_may_be_about(agent) -> None:
    customer = cast.customer()
    known = cast.incident(by=agent.user, title="Terminal shows an English message box", customer=customer)
    body = {"title": "English message box on the terminal", "customer": customer.pk}
    told = agent.post(f"{V1}/hints/", body).json()
    assert [one["number"] for one in told["similar"]] == [known.number]
    assert (told["category"], told["priority"] in range(1, 6)) == (None, True)
    assert Caller(cast.engineer()).post(f"{V1}/hints/", body).status_code == 403


@pytest.mark.parametrize("body", [{}, {"title": {"a": 1}}, {"customer": [1]}, {"impact": "high"}])
def test_a_hint_is_never_worth_an_error(agent, body) -> None:
    assert agent.post(f"{V1}/hints/", body).status_code == 200


def test_people_change_what_is_theirs(agent) -> None:
    told = agent.patch(f"{V1}/me/", {"language": "zh-hant", "email": "li@example.com"}).json()
    assert (told["language"], told["email"]) == ("zh-hant", "li@example.com")
    for body, field in (
        ({"language": "xx"}, "language"),
        ({"roles": []}, "roles"),
        ({"is_active": False}, "is_active"),
    ):
        answer = agent.patch(f"{V1}/me/", body)
        assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])


def test_notices_are_listed_and_put_away(agent) -> None:
    plain, asks = (_notice(agent, needs_acknowledgement=needed) for needed in (False, True))
    unread = agent.get(f"{V1}/notices/", unread="true").json()["results"]
    assert [one["id"] for one in unread] == [asks.pk, plain.pk]
    assert agent.post(f"{V1}/notices/read-all/").status_code == 204
    unread = agent.get(f"{V1}/notices/", unread="true").json()["results"]
    assert [one["id"] for one in unread] == [asks.pk]
    assert agent.get(f"{V1}/notices/", unread="perhaps").status_code == 400


def _notice(reader: Caller, **fields) -> Notice:
    incident = cast.incident(by=reader.user)
    entry = incident.journal.first()
    told = {"channel": "in_app", "state": "sent", "subject": "Look", "body": "…"}
    return Notice.objects.create(record=incident, user=reader.user, entry=entry, **told, **fields)
