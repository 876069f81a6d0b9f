"""The emergency room and the list of emergencies, as each kind of reader meets them."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from emergency.models import Emergency
from people.models import User
from records.actions import advance
from records.models import Record
from records.sweep import sweep
from tests import cast
from tests.client import client_of
from tests.emergency.plans import active, call, contained, fresh, manned_plan, prepared, proposed, signed_plan

pytestmark = pytest.mark.django_db

BUDGET = 75


def room_of(emergency: Record, user: User, path: str = "") -> Any:
    return client_of(user).get(f"/emergencies/{emergency.number}/{path}")


def words_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def rows_in(response: Any) -> int:
    return response.content.decode().count("data-row-link")


def test_the_room_tells_who_was_called_and_why_with_the_criteria_that_were_signed() -> None:
    told = words_of(room_of(active(manned_plan()), cast.person("director")))
    assert "at least 3 calls within 30 minutes" in told
    assert "Signed by" in told
    assert "Anna" in told
    assert "Find the cause in the machine room." in told
    assert "not yet" in told


@pytest.mark.parametrize(
    "role", ["agent", "supervisor", "director", "auditor", "problem_manager", "second_line"]
)
def test_each_number_of_the_room_is_that_of_its_list(role: str) -> None:
    emergency, reader = active(signed_plan()), cast.person(role)
    room = room_of(emergency, reader)
    for path, list_of in (("incidents/", "attached"), ("incidents/?show=open", "attached_open")):
        assert rows_in(room_of(emergency, reader, path)) == room.context[list_of]
    if room.context["calls"] is None:
        assert room_of(emergency, reader, "calls/").status_code == 404
    else:
        assert room.context["calls"] == room_of(emergency, reader, "calls/").context["total"] == 3


def test_who_works_on_none_finds_no_room_and_no_list() -> None:
    emergency, nobody = active(signed_plan()), cast.person("")
    assert room_of(emergency, nobody).status_code == 404
    assert client_of(nobody).get("/emergencies/").status_code == 404


def test_another_kind_of_record_has_no_room() -> None:
    assert room_of(cast.incident(), cast.person("supervisor")).status_code == 404


def test_only_steps_that_are_open_to_the_reader_are_buttons() -> None:
    emergency = proposed(signed_plan())
    assert b'id="step-sign"' in room_of(emergency, cast.person("supervisor")).content
    assert b'id="step-sign"' not in room_of(emergency, cast.person("agent")).content


def test_a_new_incident_is_offered_and_attached_by_one_key() -> None:
    emergency = active(version := signed_plan())
    late = call(version).record
    assert late is not None
    reader = cast.person("supervisor")
    room = room_of(emergency, reader)
    assert [one.number for one in room.context["joinable"]] == [late.number]
    sent = client_of(reader).post(f"/records/{emergency.number}/steps/attach/", {"incidents": late.number})
    assert sent.status_code == 303
    after = room_of(emergency, reader).context
    assert (after["joinable"], after["attached"]) == ([], 4)


def test_a_line_of_the_check_list_is_ticked_off_in_the_room() -> None:
    emergency = active(signed_plan(checklist="Doors open?\nPower on?"))
    leader = cast.person("shift_leader")
    check = emergency.checks.get(what="Power on?")
    client_of(leader).post(f"/records/{emergency.number}/steps/tick/", {"check": check.pk})
    told = room_of(emergency, leader).context["checks"]
    assert [(one.what, one.done_by) for one in told] == [("Doors open?", None), ("Power on?", leader)]


def test_before_the_end_it_says_what_is_missing() -> None:
    told = words_of(room_of(contained(signed_plan()), cast.person("supervisor")))
    assert "It has been quiet since" in told
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        room = room_of(fresh(Emergency.objects.get()), cast.person("supervisor"))
    assert "the quiet time is kept" in words_of(room)


def test_the_course_counts_from_the_first_call() -> None:
    version = signed_plan()
    call(version, minutes_ago=12)
    emergency = active(version)
    course = {stone.name: stone for stone in room_of(emergency, cast.person("director")).context["course"]}
    assert (course["signed"].minutes, course["contained"].at) == (12, None)


def test_every_report_stands_in_a_bar() -> None:
    version = signed_plan()
    for minutes in (1, 2, 3, 14, 40):
        call(version, minutes_ago=minutes)
    room = room_of(active(version), cast.person("director"))
    assert sum(height for height, _word in room.context["bars"]) == room.context["calls"] == 8 - 1


def test_what_runs_stands_above_what_was() -> None:
    version = signed_plan()
    supervisor = cast.person("supervisor")
    declined = advance(prepared(version), "decline", by=supervisor, reason="It is a test of the line.")
    page = client_of(supervisor).get("/emergencies/").context
    assert (page["running"], page["ahead"]) == ([], [])
    assert [one.number for one in page["page"].rows] == [declined.number]


def test_the_fragment_is_the_room_alone() -> None:
    response = client_of(cast.person("director")).get(
        f"/emergencies/{active(signed_plan()).number}/", headers={"hx-request": "true"}
    )
    assert response.content.decode().lstrip().startswith('<div id="room"')


def test_similar_faults_come_after_the_page() -> None:
    response = room_of(active(signed_plan()), cast.person("problem_manager"), "similar/")
    assert response.status_code == 200


@pytest.mark.parametrize("stage", [prepared, active])
def test_similar_faults_are_sought_by_what_callers_report(stage: Any) -> None:
    before = cast.incident(title="Gateway of the fourth floor blinks", service=cast.service("printing"))
    advance(before, "resolve", by=cast.agent(), **cast.solution())
    emergency = stage(signed_plan())
    Record.objects.filter(kind="incident").exclude(pk=before.pk).update(title="Gateway blinks")
    assert before.number in words_of(room_of(emergency, cast.person("problem_manager"), "similar/"))


def test_the_time_line_leaves_a_clocks_warnings_to_the_journal() -> None:
    emergency = active(manned_plan())
    with time_machine.travel(timezone.now() + timedelta(minutes=20)):
        sweep()
        told = words_of(room_of(emergency, cast.person("supervisor")))
        journal = words_of(client_of(cast.person("supervisor")).get(f"/records/{emergency.number}/"))
    assert "are gone" in journal
    assert "are gone" not in told


def test_what_contained_it_stands_in_the_time_line() -> None:
    told = words_of(room_of(contained(signed_plan()), cast.person("director")))
    assert "Cause: The certificate had expired. Solution: It was renewed." in told


def test_the_report_is_a_paper() -> None:
    response = room_of(contained(signed_plan()), cast.person("director"), "report.pdf")
    assert response.content.startswith(b"%PDF")


def test_the_room_costs_the_same_however_many_called(django_assert_max_num_queries: Any) -> None:
    version = manned_plan()
    emergency, reader = active(version), cast.person("supervisor")
    client = client_of(reader)
    client.get(f"/emergencies/{emergency.number}/")
    for _once in range(12):
        call(version)
    with django_assert_max_num_queries(BUDGET):
        client.get(f"/emergencies/{emergency.number}/")
