"""The roster's pages: the calendar, duty, fairness, planning, swaps, addresses."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from roster.models import Feed, Leave, Shift, ShiftPattern
from roster.swaps import ask
from tests import cast
from tests.client import client_of
from tests.roster.people import leave, planner, post, shift, worker

pytestmark = pytest.mark.django_db
BUDGET = 26


def text(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize("view", ["week", "month"])
def test_the_calendar_shows_shifts_leave_and_gaps(view: str) -> None:
    one, two = worker("Guo Zhen"), worker("Huang Yi")
    shift(one, -1, 2), leave(two, sort="illness"), post(code="empty-post")
    told = text(client_of(planner()), f"/roster/?view={view}")
    assert "Guo Zhen" in told
    assert "illness" in told
    assert "Nobody fills the post “Empty Post”." in told


def test_why_somebody_is_away_is_for_planners() -> None:
    leave(worker(), sort="illness")
    told = text(client_of(cast.agent()), "/roster/")
    assert "illness" not in told
    assert "away" in told


def test_unreadable_addresses_show_this_week() -> None:
    assert text(client_of(planner()), "/roster/?view=year&day=never&team=x")


def test_duty_tells_who_comes_and_why() -> None:
    first, second = worker("Guo Zhen"), worker("Huang Yi")
    post(first, second), leave(first)
    told = text(client_of(cast.agent()), "/roster/duty/")
    assert "Holder A, Guo Zhen, is away until" in told
    assert "Huang Yi is holder B and is not away." in told


def test_fairness_counts_and_refuses_what_it_cannot_read() -> None:
    user = worker("Guo Zhen")
    shift(user, -10, -2)
    client = client_of(planner())
    assert "Guo Zhen" in text(client, "/roster/fairness/")
    text(client, "/roster/fairness/?from_on=2031-01-02&until_on=2031-01-01", 400)


def test_a_planner_plans_changes_and_removes() -> None:
    client, user = client_of(planner()), worker()
    pattern = ShiftPattern.objects.get(code="night")
    given = {"user": user.pk, "pattern": pattern.pk, "starts_at": "2031-03-03T00:00"}
    assert client.post("/roster/shifts/new/", given).status_code == 303
    made = Shift.objects.get()
    assert made.ends_at - made.starts_at == timedelta(hours=8)
    assert client.post("/roster/shifts/new/", given).status_code == 400
    assert "2031-03-03T23:00" in text(client, f"/roster/shifts/{made.pk}/")
    assert client.post(f"/roster/shifts/{made.pk}/remove/").status_code == 303
    assert not Shift.objects.exists()


def test_leave_and_rotation() -> None:
    client, one, two = client_of(planner()), worker(), worker()
    given = {
        "user": one.pk,
        "sort": "training",
        "starts_at": "2031-03-03T00:00",
        "ends_at": "2031-03-04T00:00",
    }
    assert client.post("/roster/leave/new/", given).status_code == 303
    pattern = ShiftPattern.objects.get(code="early")
    given = {
        "users": [one.pk, two.pk], "pattern": pattern.pk, "from_on": "2031-03-03", "until_on": "2031-03-04",
        "days_each": 1,
    }  # fmt: skip
    assert client.post("/roster/rotation/", given).status_code == 303
    assert [made.user for made in Shift.objects.all()] == [two, two]
    assert client.post(f"/roster/leave/{Leave.objects.get().pk}/remove/").status_code == 303


def test_who_does_not_plan_gets_403() -> None:
    user = worker()
    made, client = shift(user), client_of(user)
    for url in (
        "shifts/new/",
        f"shifts/{made.pk}/",
        "leave/new/",
        "rotation/",
        f"shifts/{made.pk}/take-over/",
    ):
        text(client, f"/roster/{url}", 403)
    text(client_of(cast.person("api_client")), "/roster/", 403)


def test_a_swap_is_asked_and_agreed_on_the_pages() -> None:
    one, two = worker(), worker()
    made = shift(one)
    answer = client_of(one).post(f"/roster/shifts/{made.pk}/swap/", {"taker": two.pk, "reason": "Wedding"})
    assert answer.status_code == 303
    told = text(client_of(two), "/roster/")
    assert "Wedding" in told
    (link,) = re.findall(r"/roster/swaps/\d+/agree/", told)
    assert client_of(worker()).post(link).status_code == 404
    assert client_of(one).post(link).status_code == 409
    assert client_of(two).post(link).status_code == 303
    made.refresh_from_db()
    assert made.user == two


def test_who_became_busy_is_told_so_when_he_agrees() -> None:
    one, two = worker(), worker("Busy")
    swap = ask(shift(one), two, by=one)
    shift(two, 2, 4)
    answer = client_of(two).post(f"/roster/swaps/{swap.pk}/agree/", follow=True)
    assert "Busy has a shift" in answer.content.decode()


def test_a_running_shift_is_taken_over_on_its_page() -> None:
    one, two = worker(), worker()
    made = shift(one, -2, 2)
    answer = client_of(planner()).post(f"/roster/shifts/{made.pk}/take-over/", {"taker": two.pk})
    assert answer.status_code == 303
    assert Shift.objects.get(ends_at__gt=timezone.now()).user == two
    assert (
        client_of(planner()).post(f"/roster/shifts/{made.pk}/take-over/", {"taker": one.pk}).status_code
        == 409
    )


def test_the_address_of_the_calendar_is_shown_once_and_ended_for_good() -> None:
    user = worker()
    client = client_of(user)
    shown = client.post("/roster/calendar/", {"breadth": "own"}).content.decode()
    (address,) = re.findall(r"http://testserver(/roster/feed/[^\"]+)", shown)
    assert address not in text(client, "/roster/calendar/")
    assert Client().get(address).status_code == 200
    feed = Feed.objects.get()
    assert client_of(worker()).post(f"/roster/calendar/{feed.pk}/revoke/").status_code == 404
    client.post(f"/roster/calendar/{feed.pk}/revoke/")
    assert Client().get(address).status_code == 404


def test_a_month_costs_the_same_however_many_are_planned(django_assert_max_num_queries) -> None:
    room = post(worker(), worker())
    for number in range(8):
        user = worker()
        (
            shift(user, 1, 5, post=room if not number else None),
            leave(worker()),
            shift(user, at_hours(number), 30),
        )
    client = client_of(planner())
    with django_assert_max_num_queries(BUDGET):
        text(client, "/roster/?view=month")


def at_hours(number: int) -> float:
    return 20 + number * 0.1


def test_an_empty_choice_says_that_it_is_one() -> None:
    client = client_of(cast.person("supervisor"))
    form = client.get("/roster/shifts/new/").content.decode()
    assert "Choose one" in form
    assert "-----" not in form
    assert (
        "Choose one"
        not in re.findall(
            r'<select name="users".*?</select>', client.get("/roster/rotation/").content.decode(), re.DOTALL
        )[0]
    )
