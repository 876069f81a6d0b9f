"""Releases by REST, as a deployment tool uses them."""

import json

import pytest

from records.actions import advance
from records.models import JournalEntry
from releases.models import Deployment, Release
from tests import cast
from tests.api.test_records import Caller
from tests.releases.people import (
    builder,
    customers,
    deployed,
    fresh,
    item,
    manager,
    model,
    piloting,
    ready,
    report,
)

pytestmark = pytest.mark.django_db


def path(record: Release, tail: str = "") -> str:
    return f"/api/v1/releases/{record.number}/{tail}"


def tool(record: Release) -> Caller:
    """The account of a deployment tool, entrusted with this release."""
    account = cast.person("api_client", teams=())
    advance(record, "entrust", by=record.owner, assignee=account)
    return Caller(account)


def put(caller: Caller, record: Release, code: str, status: str, **headers: str):
    url = path(record, f"deployments/{code}/")
    told = json.dumps({"status": status})
    return caller.client.put(url, told, content_type="application/json", headers=caller.headers | headers)


def noted(record: Release) -> int:
    return JournalEntry.objects.filter(record=record.pk, step="noted_deployed").count()


def test_a_tool_sees_what_it_is_entrusted_with_and_nothing_else() -> None:
    group = customers(1)
    made, other = piloting(manager(), group), piloting(manager(), group)
    caller = tool(made)
    assert caller.get(path(fresh(made))).status_code == 200
    for tail in ("", "deployments/", f"deployments/{group[0].code}/", "fault-share/", "readiness/"):
        assert caller.get(path(other, tail)).status_code == 404
    assert put(caller, other, group[0].code, "deployed").status_code == 404


def test_it_notes_a_deployment_once_however_often_it_sends() -> None:
    group = customers(2)
    made = piloting(manager(), group)
    caller = tool(made)
    for _ in range(2):
        answer = put(caller, made, group[0].code, "deployed")
        assert (answer.status_code, answer.json()["status"]) == (200, "deployed")
    assert noted(made) == 1
    assert JournalEntry.objects.get(record=made.pk, step="noted_deployed").via == "rest"
    assert Deployment.objects.filter(release=made, status="pending").count() == 1


def test_a_stale_tag_is_refused() -> None:
    group = customers(1)
    made = piloting(manager(), group)
    caller = tool(made)
    seen = caller.get(path(made, f"deployments/{group[0].code}/"))["ETag"]
    assert put(caller, made, group[0].code, "deployed", **{"If-Match": seen}).status_code == 200
    answer = put(caller, made, group[0].code, "verified", **{"If-Match": seen})
    assert (answer.status_code, Deployment.objects.get(release=made).status) == (412, "deployed")


def test_many_are_noted_at_once_under_one_key() -> None:
    group = customers(3)
    made = piloting(manager(), group)
    caller = tool(made)
    given = {"status": "deployed", "customers": [one.code for one in group]}
    answers = [
        caller.post(path(made, "deployments/"), given, **{"Idempotency-Key": "night"}) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert noted(made) == 1


def test_what_cannot_follow_a_stranger_and_a_stopped_release_are_refused() -> None:
    lead, group = manager(), customers(2)
    made = piloting(lead, group)
    caller = tool(made)
    assert put(caller, made, group[0].code, "verified").status_code == 400
    assert put(caller, made, cast.customer().code, "deployed").status_code == 404
    given = {"status": "deployed", "customers": ["nobody"]}
    assert caller.post(path(made, "deployments/"), given).status_code == 400
    advance(fresh(made), "halt", by=lead, reason="Look first")
    assert put(caller, made, group[0].code, "deployed").status_code == 409


def test_who_may_not_note_gets_403() -> None:
    group = customers(1)
    made = piloting(manager(), group)
    assert put(Caller(cast.agent()), made, group[0].code, "deployed").status_code == 403


def test_deployments_are_listed_and_narrowed() -> None:
    lead, group = manager(), customers(2)
    made = piloting(lead, group)
    put(Caller(lead), made, group[1].code, "deployed")
    rows = Caller(lead).get(path(made, "deployments/?status=pending")).json()["results"]
    assert [(row["customer"], row["is_pilot"], row["status"]) for row in rows] == [
        (group[0].code, True, "pending")
    ]


def test_the_fault_share_comes_with_its_interval_its_curve_and_its_list() -> None:
    lead, group = manager(), customers(4)
    made = deployed(lead, group)
    report(cast.agent(), group[2])
    told = Caller(lead).get(path(made, "fault-share/")).json()
    figures = [told[name] for name in ("deployed", "reported", "percent", "low", "high", "halts_at")]
    assert figures == [4, 1, 25, 5, 70, 20]
    assert told["customers"] == [group[2].code]
    assert told["curve"][-1]["percent"] == 25.0


def test_readiness_tells_each_gap_and_the_cover() -> None:
    lead, group = manager(), customers(1)
    item(group[0], "GW-300")
    told = Caller(lead).get(path(ready(lead, group), "readiness/")).json()
    assert told["gaps"][0]["words"] == "No test was made on GW-300."
    assert {row["model"]: row["is_covered"] for row in told["cover"]} == {"GW-200": True, "GW-300": False}


def test_the_steps_take_codes_as_text() -> None:
    by, group = manager(), customers(2)
    made = ready(by, [])
    answer = Caller(by).post(
        path(made, "steps/name_pilots/"), {"customers": f"{group[0].code}, {group[1].code}"}
    )
    assert (answer.status_code, made.deployments.count()) == (200, 2)
    assert Caller(builder()).post(path(made, "steps/start_pilot/"), {}).status_code == 403
    anyway = Caller(by).post(path(made, "steps/delete/"), {})
    assert anyway.status_code == 409


def test_what_was_tried_stays_with_the_test_and_the_note_in_the_journal() -> None:
    made = fresh(ready(manager(), customers(1)))
    told = {"product_model": model().pk, "result": "passed", "tried": "200 transfers", "note": "At night."}
    answer = Caller(builder()).post(path(made, "steps/note_test/"), told)
    assert answer.status_code == 200, answer.content
    run = made.test_runs.latest("pk")
    assert (run.result, run.note) == ("passed", "200 transfers")
    assert made.journal.filter(step="note_test").latest("pk").note == "At night."
