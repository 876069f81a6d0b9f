"""The engineer's phone page: what is sent is done once, however often and however late it arrives."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from people.models import User
from people.tokens import issue
from records.actions import advance
from records.models import Attachment, JournalEntry
from tests import cast
from tests.visits.people import NANJING, dispatcher, engineer, finished, incident, on_site, sent, visit
from visits.models import Receipt, Visit

pytestmark = pytest.mark.django_db
KEY = "0123456789abcdef0123456789abcdef"
PIXEL = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
BUDGET = 45


def client_of(user: User) -> Client:
    client = Client(headers={"Accept": "application/json"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def post(client: Client, made: Visit, step: str, key: str = KEY, **told):
    return client.post(f"/my-visits/{made.number}/{step}/", {"key": key, **told})


def test_it_shows_where_to_go_whom_to_ask_for_and_what_comes_next() -> None:
    by = engineer()
    made = sent(by)
    told = client_of(by).get(f"/my-visits/{made.number}/").content.decode()
    assert made.site.name in told
    assert "Accept" in told
    assert "geo:31.23" in told
    assert made.number in client_of(by).get("/my-visits/").content.decode()


def test_a_whole_visit_by_phone() -> None:
    by = engineer()
    made, client = sent(by), client_of(by)
    assert post(client, made, "accept", "a" * 32).json()["state"] == "dispatched"
    assert post(client, made, "set_out", "b" * 32, minutes=20).json()["state"] == "travelling"
    assert post(client, made, "arrive", "c" * 32).json()["state"] == "on_site"
    told = {"outcome": "fixed", "findings": "Changed the board.", "confirmed_by": "Wang Wei"}
    assert post(client, made, "finish", "d" * 32, **told).json() == {
        "number": made.number, "state": "done", "again": False,
    }  # fmt: skip
    made.refresh_from_db()
    assert made.confirmed_by == "Wang Wei"


def test_what_arrives_twice_is_done_once_and_answered_both_times() -> None:
    by = engineer()
    made, client = sent(by), client_of(by)
    first, second = post(client, made, "arrive"), post(client, made, "arrive")
    assert (first.json()["again"], second.json()["again"]) == (False, True)
    assert (first.status_code, second.status_code) == (200, 200)
    assert JournalEntry.objects.filter(record=made.pk, step="arrive").count() == 1


def test_what_was_refused_leaves_no_receipt_and_may_be_sent_again() -> None:
    by = engineer()
    made, client = sent(by), client_of(by)
    answer = post(client, made, "finish", outcome="fixed", findings="x")
    assert (answer.status_code, "open in the states" in answer.json()["reason"]) == (409, True)
    assert not Receipt.objects.exists()
    advance(made, "arrive", by=by)
    assert post(client, made, "finish", outcome="fixed", findings="x").status_code == 200


def test_what_comes_late_says_when_it_was_done_and_keeps_the_time_of_arrival() -> None:
    by = engineer()
    made = sent(by)
    post(client_of(by), made, "arrive", ago=2 * 60 * 60)
    made.refresh_from_db()
    assert timezone.now() - made.arrived_at < timedelta(minutes=1)
    assert "sent when the line was back" in JournalEntry.objects.get(record=made.pk, step="arrive").note


def test_a_photo_is_kept_once() -> None:
    by = engineer()
    made, client = on_site(by), client_of(by)
    for _time in range(2):
        photo = SimpleUploadedFile("plate.png", PIXEL, "image/png")
        assert client.post(f"/my-visits/{made.number}/photo/", {"key": KEY, "file": photo}).status_code == 200
    assert Attachment.objects.filter(record=made.pk).count() == 1


@pytest.mark.parametrize(("step", "told", "status"), [
    ("set_out", {}, 400), ("arrive", {"key": "short"}, 400), ("arrive", {"key": ""}, 400), ("delete", {}, 404),
    ("hand_over", {}, 404), ("photo", {}, 400),
])  # fmt: skip
def test_what_cannot_be_done_is_told_in_words(step: str, told: dict[str, str], status: int) -> None:
    by = engineer()
    answer = client_of(by).post(f"/my-visits/{sent(by).number}/{step}/", {"key": KEY, **told})
    assert answer.status_code == status
    if status == 400:
        assert answer.json()["reason"]


def test_another_engineer_may_not_say_that_he_arrived() -> None:
    made = sent(engineer())
    assert post(client_of(engineer()), made, "arrive").status_code == 409
    assert post(client_of(cast.person("developer")), made, "arrive").status_code == 403


def test_what_is_no_visit_or_not_seen_is_absent() -> None:
    by = engineer()
    assert client_of(by).get(f"/my-visits/{incident().number}/").status_code == 404
    assert client_of(cast.person("api_client")).get(f"/my-visits/{sent(by).number}/").status_code == 404


def test_without_the_script_the_form_leads_back_to_the_page() -> None:
    by = engineer()
    made, client = sent(by), Client()
    client.force_login(by, backend="django.contrib.auth.backends.ModelBackend")
    answer = post(client, made, "accept")
    assert (answer.status_code, answer["Location"]) == (303, f"/my-visits/{made.number}/")


def test_the_dispatcher_sees_the_nearest_with_reasons_and_sends_him() -> None:
    near, far, by = engineer("Near one"), engineer("Far one", NANJING), dispatcher()
    made, client = visit(by), client_of(by)
    told = client.get(made.get_absolute_url()).content.decode()
    assert told.index("Near one") < told.index("Far one")
    assert "km by road from his base" in told
    form = client.get(f"/records/{made.number}/steps/dispatch/").content.decode()
    assert f'value="{near.pk}" selected' in form
    answer = client.post(
        f"/records/{made.number}/steps/dispatch/", {"version": made.version, "engineer": far.pk}
    )
    assert answer.status_code == 303
    assert Visit.objects.get(pk=made.pk).engineer == far


def test_the_record_tells_of_its_visits_and_that_they_fail() -> None:
    by, origin = engineer(), incident()
    for _time in range(2):
        finished(by, "not_fixed", for_record=origin)
    told = client_of(cast.person("supervisor")).get(origin.get_absolute_url()).content.decode()
    assert "2 visits within 7 days did not solve it" in told
    assert (
        "Open a problem"
        in client_of(cast.person("problem_manager")).get(origin.get_absolute_url()).content.decode()
    )


def test_queue_search_and_rest_know_it() -> None:
    by, origin = dispatcher(), incident()
    client = Client(headers={"Authorization": f"Bearer {issue(by, 'test', by=by)[1]}"})
    answer = client.post(
        "/api/v1/visits/",
        json.dumps({"for_record": origin.pk, "title": "Printer"}),
        content_type="application/json",
    )
    assert answer.status_code == 201, answer.content
    number = answer.json()["number"]
    to = engineer()
    url = f"/api/v1/visits/{number}/steps/dispatch/"
    answer = client.post(url, json.dumps({"engineer": to.pk}), content_type="application/json")
    assert answer.status_code == 200, answer.content
    answer = client.post(f"/api/v1/visits/{number}/steps/dispatch/", "{}", content_type="application/json")
    assert answer.status_code in (400, 409)
    page = client_of(by)
    assert number in page.get("/queues/visits/").content.decode()
    assert number in page.get(f"/search/?q={number}", follow=True).content.decode()


def test_its_page_costs_the_same_however_many_engineers_there_are(django_assert_max_num_queries) -> None:
    for _number in range(10):
        engineer()
    by = dispatcher()
    made, client = visit(by), client_of(by)
    with django_assert_max_num_queries(BUDGET):
        assert client.get(made.get_absolute_url()).status_code == 200


def test_minutes_that_were_said_a_while_ago_are_counted_from_then() -> None:
    by = engineer()
    made = sent(by)
    post(client_of(by), made, "set_out", minutes=30, ago=20 * 60)
    made.refresh_from_db()
    assert timedelta(minutes=9) < made.eta_at - timezone.now() <= timedelta(minutes=10)


def test_whoever_is_long_past_the_time_he_said_has_still_set_out() -> None:
    by = engineer()
    made = sent(by)
    assert post(client_of(by), made, "set_out", minutes=30, ago=2 * 60 * 60).json()["state"] == "travelling"


def test_a_page_says_whose_it_is_so_that_the_phone_keeps_it_for_nobody_else() -> None:
    by = engineer()
    for address in ("/my-visits/", f"/my-visits/{sent(by).number}/"):
        assert client_of(by).get(address)["X-Kept-For"] == f"user:{by.pk}"


def test_whom_to_send_is_offered_nearest_first_with_the_reason_and_nobody_who_is_busy() -> None:
    by = dispatcher()
    far, near, busy = engineer("Far", NANJING), engineer("Near"), engineer("Busy")
    sent(busy, by)
    dialog = client_of(by).get(f"/records/{visit(by).number}/steps/dispatch/").content.decode()
    assert f'<option value="{near.pk}" selected>Near · ' in dialog
    assert dialog.index(f'value="{near.pk}"') < dialog.index(f'value="{far.pk}"')
    assert "by road" in dialog
    assert f'value="{busy.pk}"' not in dialog


def test_what_is_done_says_what_came_of_it() -> None:
    by = engineer()
    made = finished(by, "temporary")
    told = client_of(by).get(f"/my-visits/{made.number}/").content.decode()
    assert "temporary repair" in told
    assert "Changed the board." in told


@pytest.mark.parametrize("ago", ["", "-5", "now", "²", "9" * 40, "99999999"])
def test_a_nonsense_of_how_long_ago_is_taken_for_just_now(ago: str) -> None:
    by = engineer()
    made = sent(by)
    assert post(client_of(by), made, "arrive", ago=ago).status_code == 200
    assert JournalEntry.objects.get(record=made.pk, step="arrive").note == ""


def test_who_goes_is_named_once_where_a_record_waits_for_him() -> None:
    by = engineer("Qian Kun")
    made = sent(by)
    shown = client_of(dispatcher()).get(f"/records/{made.for_record.number}/").content.decode()
    waits = shown.partition('class="panel-tail">')[2]
    assert "Qian Kun · " in waits
    assert "Qian Kun · Qian Kun" not in shown
