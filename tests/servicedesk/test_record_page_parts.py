"""What stands beside a record: files, follow-ups, watchers, presence, clocks; and registering by a form."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from incidents.models import Incident
from people.models import User
from records import follow_ups
from records.actions import advance, remark
from records.models import Attachment, Record
from tests import cast
from tests.client import client_of
from tests.servicedesk.test_record_page import FRAGMENT, HOSTILE, page

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


def send_file(user: User, record: Record, content: bytes, name: str) -> object:
    file = SimpleUploadedFile(name, content, content_type="image/png")
    return client_of(user).post(reverse("desk:add-files", args=[record.number]), {"file": file}, **FRAGMENT)


def toast_of(answer: object) -> str:
    """What the page tells the person: the text travels in a header, escaped to ASCII."""
    return str(json.loads(answer["HX-Trigger"])["desk:toast"]["text"])  # type: ignore[index]


def address_of(kept: Attachment) -> str:
    return reverse("desk:attachment", args=[kept.record.number, kept.key])


def test_a_picture_is_drawn_and_can_run_nothing() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    assert send_file(agent, incident, PNG, "screen.png").status_code == 204  # type: ignore[attr-defined]
    answer = client_of(agent).get(address_of(Attachment.objects.get()))
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert b"".join(answer.streaming_content) == PNG  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["logo.svg", "page.html", "picture.png"])
def test_a_drawing_that_holds_a_script_is_only_handed_over(name: str) -> None:
    agent = cast.agent()
    send_file(agent, cast.incident(by=agent), SVG, name)
    answer = client_of(agent).get(address_of(Attachment.objects.get()))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


def test_who_may_not_see_the_record_does_not_get_its_files() -> None:
    agent = cast.agent()
    send_file(agent, cast.incident(by=agent), PNG, "screen.png")
    kept = Attachment.objects.get()
    assert client_of(cast.engineer()).get(address_of(kept)).status_code == 404
    other = cast.incident(by=agent)
    moved = reverse("desk:attachment", args=[other.number, kept.key])
    assert client_of(agent).get(moved).status_code == 404


def test_a_hostile_name_is_shown_as_text_and_breaks_no_header() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    send_file(agent, incident, PNG, f"{HOSTILE}\r\nX-Evil: 1.png")
    shown = client_of(agent).get(page(incident)).content.decode()  # type: ignore[arg-type]
    assert "<img src=x" not in shown
    answer = client_of(agent).get(address_of(Attachment.objects.get()))
    assert "X-Evil" not in answer


@pytest.mark.parametrize(("content", "told"), [(b"", "empty"), (b"MZ" + b"\x90\0" * 99, "not taken")])
def test_a_file_that_is_refused_is_400_and_says_why(content: bytes, told: str) -> None:
    agent = cast.agent()
    answer = send_file(agent, cast.incident(by=agent), content, "a.png")
    assert answer.status_code == 400  # type: ignore[attr-defined]
    assert told in toast_of(answer)


def test_of_several_files_only_the_bad_one_is_left_out_and_the_others_are_told() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    files = [
        SimpleUploadedFile(name, content)
        for name, content in (("a.exe", b"MZ" + b"\x90\0" * 99), ("b.png", PNG))
    ]
    url = reverse("desk:add-files", args=[incident.number])
    answer = client_of(agent).post(url, {"file": files}, **FRAGMENT)  # type: ignore[arg-type]
    assert answer.status_code == 400
    assert "“a.exe”: " in toast_of(answer)
    assert "Attached: b.png" in toast_of(answer)
    assert [one.name for one in Attachment.objects.all()] == ["b.png"]


def test_a_file_that_is_too_large_never_reaches_the_disk(settings: object) -> None:
    settings.ITSM_ATTACHMENT_MAX_BYTES = 1_000  # type: ignore[attr-defined]
    agent = cast.agent()
    answer = send_file(agent, cast.incident(by=agent), b"x" * 200_000, "long.txt")
    assert answer.status_code == 400  # type: ignore[attr-defined]
    assert "too large" in toast_of(answer)


def test_no_file_at_all_is_400() -> None:
    agent = cast.agent()
    url = reverse("desk:add-files", args=[cast.incident(by=agent).number])
    assert client_of(agent).post(url, {}).status_code == 400


# Follow-ups.


def test_somebody_is_asked_and_answers_on_the_record() -> None:
    agent, other = cast.agent(), cast.agent(name="Sun Hui")
    incident = cast.incident(by=agent)
    due = timezone.localtime(timezone.now() + timedelta(hours=2))
    data = {"asked_of": other.pk, "what": "Ring them", "due_at": f"{due:%Y-%m-%dT%H:%M}"}
    assert client_of(agent).post(reverse("desk:ask", args=[incident.number]), data).status_code == 303
    asked = incident.follow_ups.get()
    answer = reverse("desk:answer", args=[incident.number, asked.pk])
    assert client_of(other).post(answer, {"text": "Done."}).status_code == 303
    again = client_of(other).post(answer, {"text": "Done twice."}, **FRAGMENT)
    assert again.status_code == 409
    assert "Done twice." in again.content.decode()


def test_a_time_that_has_passed_is_refused_at_its_field() -> None:
    agent = cast.agent()
    data = {"asked_of": agent.pk, "what": "Ring", "due_at": "2020-01-01T08:00"}
    url = reverse("desk:ask", args=[cast.incident(by=agent).number])
    answer = client_of(agent).post(url, data, **FRAGMENT)
    assert answer.status_code == 400
    assert "has passed" in answer.content.decode()


def test_only_who_asked_may_withdraw() -> None:
    agent, other = cast.agent(), cast.agent()
    incident = cast.incident(by=agent)
    asked = follow_ups.ask(
        incident, by=agent, asked_of=other, what="Ring", due_at=timezone.now() + timedelta(hours=1)
    )
    url = reverse("desk:withdraw", args=[incident.number, asked.pk])
    assert client_of(other).post(url, {}).status_code == 409
    assert client_of(agent).post(url, {}).status_code == 303


def test_a_follow_up_of_another_record_is_absent() -> None:
    agent = cast.agent()
    asked = follow_ups.ask(
        cast.incident(by=agent),
        by=agent,
        asked_of=agent,
        what="Ring",
        due_at=timezone.now() + timedelta(hours=1),
    )
    url = reverse("desk:answer", args=[cast.incident(by=agent).number, asked.pk])
    assert client_of(agent).get(url).status_code == 404


# Company.


def test_two_people_on_one_record_see_each_other() -> None:
    ann, bob = cast.agent(name="Ann"), cast.agent(name="Bob")
    url = reverse("desk:here", args=[cast.incident().number])
    client_of(ann).post(url, {"doing": "remark"})
    shown = client_of(bob).post(url).content.decode()
    assert "Ann" in shown
    assert "writes a remark" in shown
    client_of(ann).post(url, {"leave": "1"})
    assert "Ann" not in client_of(bob).post(url).content.decode()


def test_a_customers_account_is_not_told_who_is_at_work() -> None:
    mine = cast.customer()
    incident = cast.incident(customer=mine)
    account = cast.person("api_client", teams=())
    account.customers.add(mine)
    url = reverse("desk:here", args=[incident.number])
    client_of(cast.agent(name="Ann")).post(url)
    assert "Ann" not in client_of(account).post(url).content.decode()


def test_watching_begins_and_stops_by_a_button() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    url = reverse("desk:watch", args=[incident.number])
    client_of(agent).post(url)
    assert incident.watches.get().user == agent
    client_of(agent).post(url, {"stop": "1"})
    assert not incident.watches.exists()


def test_a_clock_says_why_it_is_due_when_it_is() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    clock = incident.clocks.filter(stopped_at__isnull=True).first()
    assert clock is not None
    url = reverse("desk:clock-reason", args=[incident.number, clock.pk])
    assert "Due" in client_of(agent).get(url).content.decode()
    other = reverse("desk:clock-reason", args=[cast.incident(by=agent).number, clock.pk])
    assert client_of(agent).get(other).status_code == 404


@pytest.mark.parametrize("part", ["head", "beside", "journal"])
def test_each_part_comes_alone_with_its_own_element(part: str) -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    remark(incident, by=agent, text="Rang her.")
    url = reverse("desk:record-part", args=[incident.number, part])
    shown = client_of(agent).get(url, **FRAGMENT).content.decode()
    assert f'id="record-{part}"' in shown
    assert "<html" not in shown


def test_a_part_that_is_none_is_absent() -> None:
    agent = cast.agent()
    url = reverse("desk:record-part", args=[cast.incident(by=agent).number, "secrets"])
    assert client_of(agent).get(url).status_code == 404


# Registering by a form.


def test_a_record_is_registered_once_however_often_the_form_is_sent() -> None:
    client = client_of(cast.agent())
    data = {"title": "Printer", "impact": 3, "urgency": 3, "channel": "phone", "idempotency_key": "a1b2c3"}
    first = client.post("/records/new/incident/", data)
    second = client.post("/records/new/incident/", data)
    assert first.status_code == 303
    assert first["Location"] == second["Location"]
    assert Incident.objects.count() == 1


def test_a_refused_form_may_be_sent_again_under_the_same_key() -> None:
    client, customer = client_of(cast.agent()), cast.customer()
    data = {"title": "Printer", "impact": 3, "urgency": 3, "channel": "phone", "idempotency_key": "d4e5"}
    site = cast.site(cast.customer())
    wrong = client.post("/records/new/incident/", {**data, "customer": customer.pk, "site": site.pk})
    assert wrong.status_code == 400
    assert "another customer" in wrong.content.decode()
    assert client.post("/records/new/incident/", data).status_code == 303


def test_a_form_without_a_title_is_400_and_keeps_the_rest() -> None:
    answer = client_of(cast.agent()).post("/records/new/incident/", {"description": "It smokes."})
    assert answer.status_code == 400
    assert "It smokes." in answer.content.decode()


def test_registering_needs_the_right_and_a_kind() -> None:
    assert client_of(cast.person("auditor")).get("/records/new/incident/").status_code == 403
    assert client_of(cast.person("purchaser", teams=())).get("/records/new/incident/").status_code == 404
    assert client_of(cast.agent()).get("/records/new/unicorn/").status_code == 404


# My work.


def test_my_work_shows_what_waits_for_me() -> None:
    agent, other = cast.agent(), cast.agent()
    mine = cast.incident(by=agent)
    theirs = cast.incident(by=other)
    due = timezone.now() + timedelta(hours=1)
    follow_ups.ask(theirs, by=other, asked_of=agent, what="Look into the log", due_at=due)
    shown = client_of(agent).get("/my-work/").content.decode()
    assert mine.number in shown
    assert "Look into the log" in shown
    assert "Nothing is assigned to you." in shown


def test_my_work_costs_the_same_however_much_there_is(django_assert_max_num_queries: object) -> None:
    agent = cast.agent()
    cast.incident(by=agent)
    client = client_of(agent)
    client.get("/my-work/")
    for _ in range(15):
        cast.incident(by=agent)
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        client.get("/my-work/")


def test_an_alarm_that_was_put_off_is_no_clock_that_was_met() -> None:
    agent = cast.agent()
    incident = advance(cast.incident(by=agent), "assign", by=agent, team=cast.team("network"))
    until = timezone.now() + timedelta(days=1)
    incident = advance(incident, "hold", by=agent, hold_reason="customer", hold_until=until)
    assert "End of the hold" in client_of(agent).get(page(incident)).content.decode()
    incident = advance(incident, "resume", by=agent)
    assert "End of the hold" not in client_of(agent).get(page(incident)).content.decode()


def test_how_far_up_it_went_is_told_by_role() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    for _ in range(2):
        incident = advance(incident, "escalate_up", by=agent, reason="Too slow")
    shown = client_of(agent).get(page(incident)).content.decode()
    assert "escalated to level 2 · supervisor" in shown
