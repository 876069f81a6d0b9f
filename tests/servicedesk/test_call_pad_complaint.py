"""A caller who wants to complain, taken down at the call pad."""

import pytest

from calls.models import Call
from complaints.models import Complaint
from incidents.models import Incident
from people.models import Right
from servicedesk.call_pad.opening import open_now
from tests import cast
from tests.complaints.people import supervisor
from tests.servicedesk.pad import PAD, at_the_desk, send

pytestmark = pytest.mark.django_db
SAID = {"title": "Nobody called back", "description": "Three days now", "outcome": "complaint"}


def test_the_words_of_the_call_become_the_complaint() -> None:
    agent, caller, vpn = cast.agent(), cast.contact(), cast.service("vpn")
    send(at_the_desk(agent), contact=caller.pk, service=vpn.pk, urgency=2, about="communication", **SAID)
    call, made = Call.objects.get(), Complaint.objects.get()
    assert (made.title, made.description, made.about) == (*list(SAID.values())[:2], "communication")
    assert (made.contact, made.customer, made.service, made.urgency) == (caller, caller.customer, vpn, 2)
    assert (call.record_id, call.reason) == (made.pk, "Nobody called back\n\nThree days now")
    assert not Incident.objects.exists()


def test_a_record_chosen_beside_it_is_what_it_is_about_and_keeps_no_trace() -> None:
    agent, caller = cast.agent(), cast.contact()
    incident = cast.incident(agent, customer=caller.customer, service=cast.service())
    before = list(incident.journal.values_list("pk", flat=True))
    send(at_the_desk(agent), contact=caller.pk, attach=incident.number, **SAID | {"title": ""})
    made = Complaint.objects.get()
    assert (made.about_record_id, made.title, made.service) == (incident.pk, incident.title, incident.service)
    assert Call.objects.get().record_id == made.pk
    assert list(incident.journal.values_list("pk", flat=True)) == before


def test_sent_twice_it_is_one_complaint() -> None:
    client = at_the_desk(cast.agent())
    opening = open_now()
    for _time in range(2):
        send(client, opening=opening, caller="Li", **SAID)
    assert (Complaint.objects.count(), Call.objects.count()) == (1, 1)


def test_it_asks_what_it_is_about() -> None:
    answer = send(at_the_desk(cast.agent()), caller="Li", **SAID | {"title": ""})
    assert answer.status_code == 400
    assert not Complaint.objects.exists()


def test_who_takes_down_one_about_himself_gets_no_way_to_it() -> None:
    agent, lead = cast.agent(), supervisor()
    answer = send(at_the_desk(agent), caller="Li", about="person", about_person=agent.pk, **SAID)
    made = Complaint.objects.get()
    assert (made.owner, Call.objects.get().record) == (lead, None)
    assert made.number not in answer["HX-Trigger"]
    assert made.number not in answer.content.decode()
    assert made.number not in at_the_desk(agent).get(PAD).content.decode()


def test_without_the_right_there_is_no_such_choice_and_no_such_way() -> None:
    Right.objects.filter(kind="complaint", step="register").delete()
    client = at_the_desk(cast.agent())
    assert 'value="complaint"' not in client.get(PAD).content.decode()
    assert send(client, caller="Li", **SAID).status_code == 403
    assert not Complaint.objects.exists()
    assert not Call.objects.exists()
