"""The roster and the nearest engineer by REST: the same doors as their pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from people.models import Right, User
from roster.models import Leave, Shift
from tests import cast
from tests.api.test_records import Caller
from tests.roster.people import at, leave, planner, post, shift, worker
from tests.visits.people import SUZHOU, dispatcher, engineer, sent, visit

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


def span(user: User, start: float = 1, end: float = 9, **more: Any) -> dict[str, Any]:
    return {"user": user.pk, "starts_at": at(start).isoformat(), "ends_at": at(end).isoformat(), **more}


def test_it_says_who_fills_a_post_now_and_why() -> None:
    first, second = worker("Ann"), worker("Bob")
    leave(first)
    post(first, second, code="server")
    (told,) = [one for one in Caller(worker()).get(f"{V1}/duty/").json() if one["code"] == "server"]
    assert (told["person"]["label"], told["holder"]) == ("Bob", "B")
    assert "Ann" in told["reasons"][0]
    assert "Bob" in told["reasons"][-1]


def test_it_says_who_fills_a_post_at_another_moment() -> None:
    first, second = worker("Ann"), worker("Bob")
    leave(first, -1, 24)
    post(first, second, code="server")
    later = (timezone.now() + timedelta(days=3)).isoformat()
    told = Caller(worker()).get(f"{V1}/duty/", at=later).json()
    assert [one["holder"] for one in told if one["code"] == "server"] == ["A"]
    assert Caller(worker()).get(f"{V1}/duty/", at="soon").status_code == 400


def test_a_planner_plans_changes_and_removes_a_shift() -> None:
    lead, user = Caller(planner()), worker()
    made = lead.post(f"{V1}/shifts/", span(user, note="Audit"))
    assert (made.status_code, made.json()["user"]["id"]) == (201, user.pk)
    pk = made.json()["id"]
    assert lead.patch(f"{V1}/shifts/{pk}/", {"note": "None"}).json()["note"] == "None"
    assert lead.client.delete(f"{V1}/shifts/{pk}/", headers=lead.headers).status_code == 204
    assert not Shift.objects.exists()


def test_sent_twice_with_one_key_it_is_one_shift() -> None:
    lead, body = Caller(planner()), span(worker())
    answers = [lead.post(f"{V1}/shifts/", body, Idempotency_Key="one") for _time in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert Shift.objects.count() == 1


def test_a_double_booking_is_refused_by_name() -> None:
    lead, user = Caller(planner()), worker("Ann")
    shift(user)
    answer = lead.post(f"{V1}/shifts/", span(user, 2, 4))
    assert (answer.status_code, "Ann" in answer.json()["errors"]["user"][0]) == (400, True)


def test_who_does_not_plan_changes_nothing() -> None:
    user = worker()
    mine, caller = shift(user), Caller(worker())
    assert caller.post(f"{V1}/shifts/", span(user, 20, 22)).status_code == 403
    assert caller.patch(f"{V1}/shifts/{mine.pk}/", {"note": "x"}).status_code == 403
    assert caller.client.delete(f"{V1}/shifts/{mine.pk}/", headers=caller.headers).status_code == 403
    assert caller.post(f"{V1}/leave/", span(user, 20, 22)).status_code == 403
    assert (Shift.objects.count(), Leave.objects.count()) == (1, 0)


def test_why_somebody_is_away_is_read_by_him_and_by_who_plans() -> None:
    user = worker()
    leave(user, sort="illness", note="A cold")
    read = {
        who.user.pk: who.get(f"{V1}/leave/").json()["results"][0]["sort"]
        for who in (Caller(user), Caller(planner()), Caller(worker()))
    }
    assert sorted(read.values()) == ["", "illness", "illness"]
    assert read[user.pk] == "illness"


def test_without_the_right_to_see_it_there_is_no_roster() -> None:
    Right.objects.filter(kind="roster", step="see").delete()
    caller = Caller(worker())
    for name in ("duty", "roster-gaps", "shifts", "leave", "swaps"):
        assert caller.get(f"{V1}/{name}/").status_code == 403, name


def test_a_swap_is_asked_and_agreed() -> None:
    one, two = worker(), worker()
    mine = shift(one)
    asked = Caller(one).post(f"{V1}/shifts/{mine.pk}/swap/", {"taker": two.pk, "reason": "A wedding"})
    assert (asked.status_code, asked.json()["outcome"]) == (201, "open")
    key = asked.json()["id"]
    assert Caller(worker()).post(f"{V1}/swaps/{key}/agree/").status_code == 404
    assert Caller(two).post(f"{V1}/swaps/{key}/agree/").json()["outcome"] == "agreed"
    mine.refresh_from_db()
    assert mine.user == two
    assert Caller(two).get(f"{V1}/swaps/").json()["results"] == []


def test_what_is_to_be_mended_names_the_shift() -> None:
    user = worker("Ann")
    mine = shift(user, 2, 9)
    leave(user, 1, 24)
    found = Caller(planner()).get(f"{V1}/roster-gaps/").json()
    assert [(one["sort"], one["shift"]["id"]) for one in found if one["sort"] == "away"] == [
        ("away", mine.pk)
    ]


def test_the_nearest_engineer_comes_with_reasons_and_runners_up() -> None:
    near, far = engineer("Near"), engineer("Far", SUZHOU)
    one, caller = visit(), Caller(dispatcher())
    told = caller.get(f"{V1}/nearest-engineer/", visit=one.number).json()
    assert (told["best"]["engineer"]["id"], told["runners_up"][0]["engineer"]["id"]) == (near.pk, far.pk)
    assert "km by road" in " ".join(told["best"]["reasons"])
    sent(near)
    again = caller.get(f"{V1}/nearest-engineer/", latitude=31.23, longitude=121.47).json()
    assert again["best"]["engineer"]["id"] == far.pk
    assert not again["runners_up"][0]["is_free"]


def test_the_nearest_engineer_is_for_who_sends_and_of_visits_that_are_seen() -> None:
    assert Caller(cast.engineer()).get(f"{V1}/nearest-engineer/").status_code == 403
    caller = Caller(dispatcher())
    assert caller.get(f"{V1}/nearest-engineer/", visit="VIS9999999").status_code == 404
    assert caller.get(f"{V1}/nearest-engineer/", latitude=31).status_code == 400
