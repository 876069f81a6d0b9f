"""One step for many records: each on its own, and each told apart."""

import pytest
from django.urls import reverse

from people.models import User
from records.actions import advance
from tests import cast
from tests.client import client_of
from tests.servicedesk.test_record_page import FRAGMENT

pytestmark = pytest.mark.django_db


def steps_for(user: User, *records: object) -> str:
    answer = client_of(user).get(
        reverse("desk:bulk"), {"record": [record.number for record in records]}, **FRAGMENT
    )  # type: ignore[attr-defined]
    assert answer.status_code == 200
    return answer.content.decode()


def take(user: User, step: str, records: list[object], **inputs: object) -> object:
    url = reverse("desk:bulk-step", kwargs={"kind": "incident", "step": step})
    numbers = [record.number for record in records]  # type: ignore[attr-defined]
    return client_of(user).post(url, {"record": numbers, **inputs}, **FRAGMENT)


def test_only_steps_open_to_all_are_offered() -> None:
    agent = cast.agent()
    new, done = (
        cast.incident(by=agent),
        advance(cast.incident(by=agent), "resolve", by=agent, **cast.solution()),
    )
    assert "Assign" in steps_for(agent, new)
    assert "Assign" not in steps_for(agent, new, done)


def test_where_no_step_is_open_to_all_it_says_so() -> None:
    agent = cast.agent()
    cancelled = advance(cast.incident(by=agent), "cancel", by=agent, reason="Called by mistake.")
    assert "No step is open to you for all of these" in steps_for(agent, cast.incident(by=agent), cancelled)


def test_steps_that_the_person_may_not_take_are_not_offered() -> None:
    shown = steps_for(cast.person("director"), cast.incident())
    assert "Escalate a level up" in shown
    assert "Assign" not in shown


def test_every_chosen_record_takes_the_step() -> None:
    agent = cast.agent()
    records = [cast.incident(by=agent) for _ in range(3)]
    answer = take(agent, "assign", [*records], team=cast.team("network").pk)
    assert "3 of 3 done" in answer.content.decode()  # type: ignore[attr-defined]
    for record in records:
        record.refresh_from_db()
    assert {record.state for record in records} == {"assigned"}


def test_one_refusal_leaves_the_others_done_and_is_told_with_its_reason() -> None:
    agent = cast.agent()
    free, closed = cast.incident(by=agent), cast.incident(by=agent)
    closed = advance(closed, "resolve", by=agent, **cast.solution())
    answer = take(agent, "start", [free, closed])
    shown = answer.content.decode()  # type: ignore[attr-defined]
    assert "1 of 2 done" in shown
    assert "is open in the states" in shown
    free.refresh_from_db()
    closed.refresh_from_db()
    assert (free.state, closed.state) == ("in_progress", "resolved")


def test_what_the_person_may_not_see_is_left_out() -> None:
    hidden, engineer = cast.incident(), cast.engineer()
    assert take(engineer, "start", [hidden]).status_code == 400  # type: ignore[attr-defined]
    hidden.refresh_from_db()
    assert hidden.state == "new"


def test_an_input_that_lacks_is_400_and_nothing_is_done() -> None:
    agent = cast.agent()
    record = cast.incident(by=agent)
    assert take(agent, "assign", [record]).status_code == 400  # type: ignore[attr-defined]
    record.refresh_from_db()
    assert record.state == "new"


@pytest.mark.parametrize("step", ["delete", "save"])
def test_a_step_that_is_none_is_409(step: str) -> None:
    agent = cast.agent()
    assert take(agent, step, [cast.incident(by=agent)]).status_code == 409  # type: ignore[attr-defined]


def test_who_lacks_the_right_is_told_who_has_it() -> None:
    answer = take(cast.person("director"), "cancel", [cast.incident()], reason="No.")
    assert answer.status_code == 403  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "numbers", [[], ["x" * 5000], ["%00"], [f"INC{number:07d}" for number in range(300)]]
)
def test_a_choice_that_cannot_be_read_is_400(numbers: list[str]) -> None:
    answer = client_of(cast.agent()).get(reverse("desk:bulk"), {"record": numbers})
    assert answer.status_code == 400
