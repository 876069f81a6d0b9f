"""Who learns of a complaint by which door: role × door. And that whom it is about learns nothing: every page he can
open reads the same before and after it.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.test import Client

from calls.log import log_call
from complaints.models import Complaint
from incidents.models import Incident
from notifications.composing import tell_all
from notifications.models import Notice
from people.models import User
from people.tokens import issue
from records import presence
from records.actions import advance, remark, revise
from records.attachments import attach
from records.follow_ups import ask
from records.live import deciding
from records.models import Clock
from records.sweep import sweep
from servicedesk.live.hub import Listener
from tests import cast
from tests.client import client_of
from tests.complaints.people import complaint, director, supervisor

pytestmark = pytest.mark.django_db
TITLE = "Zebra crossing twice in one week"
SEES = {"supervisor", "director", "auditor"}  # whoever handles none himself
BACKEND = "django.contrib.auth.backends.ModelBackend"

Look = Callable[[Client, User, Complaint], bool]


def by_page(client: Client, user: User, one: Complaint) -> bool:
    return _is_shown(client, f"/records/{one.number}/")


def by_part(client: Client, user: User, one: Complaint) -> bool:
    return _is_shown(client, f"/records/{one.number}/parts/journal/")


def by_chain(client: Client, user: User, one: Complaint) -> bool:
    return _is_shown(client, f"/records/{one.number}/chain/")


def by_chain_of_its_record(client: Client, user: User, one: Complaint) -> bool:
    assert one.about_record is not None
    return _tells(client, f"/records/{one.about_record.number}/chain/", one)


def by_page_of_its_record(client: Client, user: User, one: Complaint) -> bool:
    assert one.about_record is not None
    return _tells(client, f"/records/{one.about_record.number}/", one)


def by_step_dialog(client: Client, user: User, one: Complaint) -> bool:
    return client.get(f"/records/{one.number}/steps/acknowledge/").status_code != 404


def by_step(client: Client, user: User, one: Complaint) -> bool:
    return client.post(f"/records/{one.number}/steps/no_such_step/").status_code != 404


def by_presence(client: Client, user: User, one: Complaint) -> bool:
    change = {"topics": [presence.topic_of(one)], **deciding(one)}
    return Listener(user.rights, frozenset({presence.topic_of(one)})).wants(change)


def by_here(client: Client, user: User, one: Complaint) -> bool:
    return client.post(f"/records/{one.number}/here/").status_code != 404


def by_queue(client: Client, user: User, one: Complaint) -> bool:
    return _tells(client, "/queues/?show=all", one)


def by_queue_of_its_kind(client: Client, user: User, one: Complaint) -> bool:
    return _tells(client, "/queues/complaints/", one)


def by_export(client: Client, user: User, one: Complaint) -> bool:
    answer = client.get("/queues/export/", {"plural": "complaints", "format": "csv"})
    return answer.status_code == 200 and one.number in b"".join(answer.streaming_content).decode()


def by_bulk(client: Client, user: User, one: Complaint) -> bool:
    return client.get("/queues/bulk/", {"record": one.number}).status_code == 200


def by_search(client: Client, user: User, one: Complaint) -> bool:
    return _tells(client, "/search/?q=zebra", one)


def by_palette(client: Client, user: User, one: Complaint) -> bool:
    return _tells(client, "/search/palette/?q=zebra", one)


def by_palette_of_its_number(client: Client, user: User, one: Complaint) -> bool:
    return one.title in client.get("/search/palette/", {"q": one.number}).content.decode()


def by_attachment(client: Client, user: User, one: Complaint) -> bool:
    return _is_shown(client, f"/records/{one.number}/files/{one.attachments.get().key}/")


def by_director_page(client: Client, user: User, one: Complaint) -> bool:
    return _tells(client, "/complaints/", one)


def by_stream(client: Client, user: User, one: Complaint) -> bool:
    change = {"topics": [one.number, "complaint", "board"], **deciding(one)}
    return Listener(user.rights, frozenset({"complaint", "board"})).wants(change)


def by_rest(client: Client, user: User, one: Complaint) -> bool:
    return _rest(user, f"complaints/{one.number}/").status_code == 200


def by_rest_list(client: Client, user: User, one: Complaint) -> bool:
    return one.number in _rest(user, "complaints/?show=all").content.decode()


def by_rest_search(client: Client, user: User, one: Complaint) -> bool:
    return one.number in _rest(user, "search/?q=zebra").content.decode()


def by_rest_journal(client: Client, user: User, one: Complaint) -> bool:
    return _rest(user, f"complaints/{one.number}/journal/").status_code == 200


def by_calls(client: Client, user: User, one: Complaint) -> bool:
    return _tells(client, "/calls/", one)


DOORS: dict[str, Look] = {
    name.removeprefix("by_"): look for name, look in list(globals().items()) if name.startswith("by_")
}


def _is_shown(client: Client, path: str) -> bool:
    return client.get(path).status_code == 200


def _tells(client: Client, path: str, one: Complaint) -> bool:
    text = client.get(path, follow=True).content.decode()
    return one.number in text or TITLE in text


def _rest(user: User, path: str) -> Any:
    token = issue(user, "test", by=user)[1]
    return Client(headers={"Authorization": f"Bearer {token}"}).get(f"/api/v1/{path}")


def fresh(user: User) -> User:
    """As each request has it: rights are read once per instance."""
    return User.objects.get(pk=user.pk)


def scene(
    subject: User, incident: Incident | None = None, *, by: tuple[User, User] | None = None
) -> Complaint:
    """A complaint about somebody with everything that could give it away: file, call, remark, follow-up."""
    handler, boss = by or (cast.agent(), director())
    incident = incident or cast.incident(handler, customer=cast.customer())
    one = complaint(
        handler, title=TITLE, about_person=subject, about_record=incident, customer=incident.customer
    )
    attach(one, by=handler, file=ContentFile(b"plain words"), name="letter.txt")
    log_call(by=handler, record=one, reason=TITLE, customer=incident.customer)
    remark(one, by=handler, text=TITLE)
    ask(one, by=boss, asked_of=handler, what=TITLE, due_at=datetime.now(UTC) + timedelta(hours=1))
    return Complaint.objects.get(pk=one.pk)


def doors_open_to(user: User, one: Complaint) -> set[str]:
    client = client_of(user)
    return {name for name, look in DOORS.items() if look(client, fresh(user), one)}


@pytest.mark.parametrize("role", [
    "agent", "shift_leader", "supervisor", "director", "incident_manager", "problem_manager", "change_manager",
    "release_manager", "configuration_manager", "field_engineer", "second_line", "developer", "purchaser",
    "api_client", "auditor", "administrator",
])  # fmt: skip
def test_no_door_is_open_to_whom_it_is_about_whatever_his_role(role: str) -> None:
    subject = cast.person(role)
    assert doors_open_to(subject, scene(subject)) == set()


@pytest.mark.parametrize("role", [
    "agent", "shift_leader", "incident_manager", "problem_manager", "change_manager", "release_manager",
    "configuration_manager", "field_engineer", "second_line", "developer", "purchaser", "api_client",
    "administrator",
])  # fmt: skip
def test_no_door_is_open_to_who_does_not_handle_it(role: str) -> None:
    one = scene(cast.engineer())
    assert doors_open_to(cast.person(role), one) == set()


@pytest.mark.parametrize("role", sorted(SEES))
def test_every_door_is_open_to_who_answers_for_complaints(role: str) -> None:
    one = scene(cast.engineer())
    assert DOORS.keys() - doors_open_to(cast.person(role), one) <= {"calls"} & {"auditor"}


def test_who_works_on_it_finds_it_by_every_door() -> None:
    one = scene(cast.engineer())
    assert DOORS.keys() - doors_open_to(one.owner, one) == set()


# What a page says anew each time, and tells nobody anything.
CHANGING = re.compile(
    r'(csrf[^"]*"[^"]*value="[^"]*"|nonce="[^"]*"|name="once" value="[^"]*"|"X-CSRFToken": ?"[^"]*"'
    r"|[A-Za-z0-9]{64}|value=\"[^\"]{60,}\"|[0-9a-f]{32})"
)
PAGES = (
    "/", "/wall/", "/queues/", "/queues/?show=all", "/queues/complaints/", "/queues/complaints/?show=all",
    "/queues/incidents/", "/my-work/", "/ledger/", "/ledger/hand-overs/", "/notices/", "/notices/bell/",
    "/notices/ledger/", "/calls/", "/calls/new/", "/search/?q=zebra", "/search/palette/?q=zebra",
    "/search/palette/?q=CPL", "/complaints/", "/people/customers/", "/people/users/", "/queues/filters/",
    "/follow-ups/", "/hand-overs/", "/campaigns/", "/reports/", "/reports/daily/", "/my-visits/", "/roster/",
    "/queues/complaints/?show=all&about_person=me",
)  # fmt: skip
REST = (
    "complaints/", "complaints/?show=all", "search/?q=zebra", "calls/", "notices/", "board/", "follow-ups/",
    "hand-overs/", "ledger/",
)  # fmt: skip


def read_everything(user: User, incident: Incident) -> dict[str, tuple[int, str]]:
    client, token = client_of(user), issue(user, "reader", by=user)[1]
    number = incident.number
    pages = (
        *PAGES,
        f"/records/{number}/",
        f"/records/{number}/chain/",
        f"/records/{number}/parts/journal/",
        f"/people/customers/{incident.customer_id}/",
        f"/people/users/{user.pk}/",
    )
    rest = (*REST, f"incidents/{number}/", f"incidents/{number}/journal/")
    robot = Client(headers={"Authorization": f"Bearer {token}"})
    answers = {path: client.get(path, follow=True) for path in pages}
    answers |= {f"REST {path}": robot.get(f"/api/v1/{path}") for path in rest}
    return {path: (one.status_code, CHANGING.sub("", one.content.decode())) for path, one in answers.items()}


def lives(subject: User, incident: Incident, by: tuple[User, User]) -> Iterator[None]:
    """A whole life of a complaint about the subject, step by step."""
    one = scene(subject, incident, by=by)
    yield
    advance(one, "acknowledge", by=one.owner)
    advance(one, "escalate", by=one.owner, reason="Hot")
    revise(one, by=one.owner, urgency=3)
    yield
    with time_machine.travel(datetime.now(UTC) + timedelta(days=8), tick=False):
        sweep()
    tell_all()
    yield


@pytest.mark.parametrize("role", ["agent", "field_engineer", "shift_leader", "supervisor", "director"])
def test_everything_he_can_open_reads_the_same_as_if_nobody_had_complained(role: str) -> None:
    subject, desk = cast.person(role, teams=("desk", "network")), cast.agent()
    with time_machine.travel(datetime(2026, 11, 16, 9, 0, tzinfo=UTC), tick=False):
        incident = cast.incident(desk, customer=cast.customer(), team=cast.team("network"))
        cast.incident(desk)
        tell_all()
        by = cast.agent(), director()
        # Eight days later the incidents' own clocks would strike too.
        Clock.objects.all().delete()
        read_everything(subject, incident)
        before = read_everything(subject, incident)  # what a first visit leaves behind stands in both
        for _stage in lives(subject, incident, by):
            after = read_everything(subject, incident)
            assert {path for path in before if before[path] != after[path]} == set()
    assert not Notice.objects.filter(user=subject, record__kind="complaint").exists()


def test_he_loses_sight_of_it_the_moment_it_is_said_to_be_about_him() -> None:
    lead, boss = supervisor(), director()
    one = complaint(cast.agent(), title=TITLE)
    assert by_page(client_of(lead), lead, one)
    revise(one, by=boss, about_person=lead)
    assert doors_open_to(lead, scene(lead)) == set()
    assert not by_page(client_of(lead), lead, one)
