"""Hand-over books by REST: read as far as one sees, added to, signed by two."""

import pytest

from handovers.models import Line
from people.models import User
from tests import cast
from tests.api.test_roster import V1, Caller
from tests.handovers.people import book, late

pytestmark = pytest.mark.django_db


def leader() -> User:
    return cast.person("shift_leader")


def test_a_book_is_read_with_its_lines() -> None:
    overdue = late()
    made = book()
    caller = Caller(leader())
    assert [row["id"] for row in caller.get(f"{V1}/hand-over-books/").json()["results"]] == [made.pk]
    whole = caller.get(f"{V1}/hand-over-books/{made.pk}/").json()
    assert (overdue.number, "overdue") in [(line["number"], line["section"]) for line in whole["lines"]]


def test_two_people_sign_it_here_too() -> None:
    going, coming = leader(), leader()
    made = book(going)
    path = f"{V1}/hand-over-books/{made.pk}"
    assert Caller(going).post(f"{path}/lines/", {"text": "The key is with the porter."}).status_code == 201
    assert Caller(coming).post(f"{path}/sign/", {"as": "incoming"}).status_code == 409
    assert Caller(going).post(f"{path}/sign/", {"as": "outgoing"}).status_code == 200
    assert Caller(going).post(f"{path}/sign/", {"as": "incoming"}).status_code == 409
    answer = Caller(coming).post(f"{path}/sign/", {"as": "incoming", "note": "Read."})
    assert (answer.status_code, answer.json()["is_signed"]) == (200, True)
    assert Caller(going).post(f"{path}/lines/", {"text": "Later."}).status_code == 409
    assert Caller(going).post(f"{path}/gather/", {}).status_code == 409


def test_who_may_not_is_refused() -> None:
    made, director, purchaser = book(), Caller(cast.person("director")), Caller(cast.person("purchaser"))
    assert director.get(f"{V1}/hand-over-books/{made.pk}/").status_code == 200
    assert director.post(f"{V1}/hand-over-books/{made.pk}/sign/", {"as": "outgoing"}).status_code == 403
    assert purchaser.get(f"{V1}/hand-over-books/").status_code == 403
    assert purchaser.get(f"{V1}/hand-over-books/{made.pk}/").status_code == 403


def test_a_line_about_an_unseen_record_is_left_out() -> None:
    made, incident, stranger = book(), late(), leader()
    Line.objects.create(book=made, section="overdue", record=incident, told={"title": incident.title})
    stranger.roles.get().sights.filter(kind="incident").update(scope="none")
    whole = Caller(User.objects.get(pk=stranger.pk)).get(f"{V1}/hand-over-books/{made.pk}/").json()
    assert incident.number not in [line["number"] for line in whole["lines"]]
