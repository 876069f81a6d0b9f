"""Lists across records by REST: follow-ups, hand-overs, the ledger, calls, saved views. As far as one sees."""

from datetime import timedelta

import pytest
from django.utils import timezone

from notifications.models import Notice
from records import follow_ups
from records.actions import advance
from servicedesk.models import SavedView
from tests import cast
from tests.api.test_records import Caller

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


@pytest.fixture
def agent() -> Caller:
    return Caller(cast.agent())


def ids(answer) -> list[int]:
    assert answer.status_code == 200, answer.json()
    return [one["id"] for one in answer.json()["results"]]


def test_follow_ups_are_listed_by_whose_and_state(agent) -> None:
    other, incident = cast.agent(), cast.incident(by=agent.user)
    due = timezone.now() + timedelta(hours=1)
    asked = follow_ups.ask(incident, by=agent.user, asked_of=other, what="Ring", due_at=due)
    answered = follow_ups.ask(incident, by=other, asked_of=agent.user, what="Look", due_at=due)
    follow_ups.answer(answered, by=agent.user, text="Done")
    assert ids(agent.get(f"{V1}/follow-ups/")) == [asked.pk]
    assert ids(agent.get(f"{V1}/follow-ups/", whose="of-me")) == []
    assert ids(agent.get(f"{V1}/follow-ups/", whose="by-me")) == [asked.pk]
    assert ids(agent.get(f"{V1}/follow-ups/", state="answered")) == [answered.pk]
    assert ids(Caller(cast.engineer()).get(f"{V1}/follow-ups/", state="all")) == []


def test_hand_overs_say_who_gave_what_to_whom_and_why() -> None:
    leader, giver, taker = Caller(cast.person("shift_leader")), cast.agent(), cast.agent()
    incident = cast.incident(by=giver)
    advance(incident, "hand_over", by=giver, owner=taker, reason="End of shift")
    (told,) = leader.get(f"{V1}/hand-overs/", giver=giver.pk).json()["results"]
    assert (told["giver"]["id"], told["taker"]["id"], told["why"]) == (giver.pk, taker.pk, "End of shift")
    assert told["record"]["label"] == incident.number
    assert leader.get(f"{V1}/hand-overs/", giver=taker.pk).json()["results"] == []


def test_the_ledger_says_who_was_told_what() -> None:
    leader, incident = Caller(cast.person("shift_leader")), cast.incident()
    notice = Notice.objects.create(
        record=incident,
        user=leader.user,
        channel="in_app",
        subject="Look",
        body="…",
        entry=incident.journal.first(),
    )
    assert notice.pk in ids(leader.get(f"{V1}/ledger/", record=incident.number))
    assert ids(leader.get(f"{V1}/ledger/", record="INC9999999")) == []


@pytest.mark.parametrize("path", ["hand-overs", "ledger"])
def test_ledgers_are_for_who_may_see_them(agent, path) -> None:
    assert agent.get(f"{V1}/{path}/").status_code == 403


def test_calls_are_narrowed_as_on_their_page(agent) -> None:
    first = agent.post(f"{V1}/calls/", {"caller_name": "A", "direction": "out"}).json()["id"]
    second = agent.post(f"{V1}/calls/", {"caller_name": "B", "is_first_call_resolution": True}).json()["id"]
    assert ids(agent.get(f"{V1}/calls/", direction="out")) == [first]
    assert ids(agent.get(f"{V1}/calls/", result="answered", whose="mine")) == [second]
    assert ids(agent.get(f"{V1}/calls/", on="2020-01-01")) == []
    assert ids(agent.get(f"{V1}/calls/")) == [second, first]


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("follow-ups", {"whose": "theirs"}, "whose"),
        ("follow-ups", {"nonsense": "1"}, "nonsense"),
        ("hand-overs", {"since": "x"}, "since"),
        ("ledger", {"state": "lost"}, "state"),
        ("calls", {"direction": "up"}, "direction"),
        ("calls", {"on": "someday"}, "on"),
        ("calls", {"customer": "99999999"}, "customer"),
        ("calls", {"record": "a/b"}, "record"),
        ("calls", {"nonsense": "1"}, "nonsense"),
    ],
)
def test_what_cannot_be_read_is_named(path, query, field) -> None:
    answer = Caller(cast.person("shift_leader")).get(f"{V1}/{path}/", **query)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])


def test_a_view_is_kept_changed_shared_and_taken_away(agent) -> None:
    team = cast.team("desk")
    body = {"name": "Urgent", "kind": "incident", "query": "show=open&priority=1&after=x"}
    made = agent.post(f"{V1}/views/", body)
    assert (made.status_code, made.json()["query"]) == (201, "show=open&priority=1")
    path = f"{V1}/views/{made.json()['id']}/"
    assert agent.patch(path, {"team": team.pk}).json()["team"]["id"] == team.pk
    colleague = Caller(cast.agent())
    assert colleague.get(path).status_code == 200
    assert colleague.patch(path, {"name": "Mine"}).status_code == 404
    assert colleague.client.delete(path, headers=colleague.headers).status_code == 404
    assert agent.client.delete(path, headers=agent.headers).status_code == 204
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "X", "kind": "secret"}, "kind"),
        ({"name": "X", "query": "priority=high"}, "priority"),
        ({"name": "X", "query": "nonsense=1"}, "nonsense"),
        ({"name": "X", "team": 10**9}, "team"),
        ({"query": ""}, "name"),
    ],
)
def test_a_view_that_could_not_be_opened_is_not_kept(agent, body, field) -> None:
    answer = agent.post(f"{V1}/views/", body)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])


def test_a_view_of_another_is_absent(agent) -> None:
    hidden = SavedView.objects.create(owner=cast.engineer(), name="Secret", query="")
    path = f"{V1}/views/{hidden.pk}/"
    assert agent.get(path).content == agent.get(f"{V1}/views/{10**9}/").content
    assert agent.patch(path, {"name": "X"}).status_code == 404
