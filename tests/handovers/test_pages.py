"""The pages of the hand-over book: made, edited, signed by two, printed; and the board tells of an unsigned one."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from pypdf import PdfReader

from handovers import books
from handovers.models import Book, Line
from people.models import User
from servicedesk.board.attention import needs
from tests import cast
from tests.client import client_of
from tests.handovers.people import book, late, on_shift

pytestmark = pytest.mark.django_db


def leader() -> User:
    return cast.person("shift_leader")


def shown(user: User, path: str) -> str:
    answer = client_of(user).get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def test_whose_it_is_is_read_in_the_readers_language() -> None:
    """The beat makes most books, and the beat reads nothing."""
    team = cast.team("servers", name="Server operations", name_zh_hans="服务器运维")
    one = cast.incident(impact=1, urgency=1)
    type(one).objects.filter(pk=one.pk).update(team=team)
    made = book()
    for language, name in (("en", "Server operations"), ("zh-hans", "服务器运维")):
        assert name in shown(cast.person("supervisor", language=language), f"/hand-overs/{made.pk}/")


def test_the_book_of_the_running_shift_is_made_from_the_list() -> None:
    by, overdue = leader(), late()
    on_shift(by)
    assert "Make its book" in shown(by, "/hand-overs/")
    answer = client_of(by).post("/hand-overs/make/", {"desk": cast.team("desk").pk})
    made = Book.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/hand-overs/{made.pk}/")
    assert overdue.number in shown(by, answer["Location"])
    assert "Open its book" in shown(by, "/hand-overs/")


def test_made_twice_it_is_one_book() -> None:
    by = leader()
    on_shift(by)
    for _time in range(2):
        client_of(by).post("/hand-overs/make/", {"desk": cast.team("desk").pk})
    assert Book.objects.count() == 1


@pytest.mark.parametrize("desk", ["", "x", "999999", "-1"])
def test_a_desk_that_is_none_has_no_book(desk: str) -> None:
    assert client_of(leader()).post("/hand-overs/make/", {"desk": desk}).status_code == 404


def test_lines_are_added_annotated_and_left_out() -> None:
    by, overdue = leader(), late()
    made, client = book(by), client_of(by)
    path = f"/hand-overs/{made.pk}/"
    sent = {"text": "The key is with the porter.", "number": overdue.number}
    assert client.post(f"{path}lines/", sent).status_code == 303
    line = made.lines.get(section="overdue")
    client.post(f"{path}lines/{line.pk}/", {"note": "He calls back at nine."})
    page = shown(by, path)
    assert "The key is with the porter." in page
    assert "He calls back at nine." in page
    client.post(f"{path}lines/{line.pk}/leave-out/")
    assert "He calls back at nine." not in shown(by, path)
    assert "He calls back at nine." in shown(by, f"{path}?all")
    client.post(f"{path}lines/{line.pk}/leave-out/", {"in": "1"})
    assert "He calls back at nine." in shown(by, path)


def test_a_record_that_the_writer_does_not_see_is_not_named() -> None:
    by = leader()
    made = book(by)
    answer = client_of(by).post(f"/hand-overs/{made.pk}/lines/", {"text": "Look.", "number": "CPL0000001"})
    assert answer.status_code == 400
    assert not made.lines.filter(section="own").exists()


def test_a_line_of_an_unseen_record_is_changed_by_nobody_who_does_not_see_it() -> None:
    made, incident = book(), late()
    line = Line.objects.create(book=made, section="overdue", record=incident, told={"title": incident.title})
    stranger = leader()
    stranger.roles.get().sights.filter(kind="incident").update(scope="none")
    client = client_of(User.objects.get(pk=stranger.pk))
    assert client.post(f"/hand-overs/{made.pk}/lines/{line.pk}/", {"note": "x"}).status_code == 404
    assert client.post(f"/hand-overs/{made.pk}/lines/{line.pk}/leave-out/").status_code == 404


def test_two_people_sign_and_then_nothing_can_be_changed() -> None:
    going, coming = leader(), leader()
    made = book(going)
    path = f"/hand-overs/{made.pk}/"
    assert client_of(going).post(f"{path}sign/", {"as": "outgoing", "note": "Quiet."}).status_code == 303
    assert client_of(going).post(f"{path}sign/", {"as": "incoming"}).status_code == 409
    assert "Sign and take over" not in shown(going, path)
    assert "Sign and take over" in shown(coming, path)
    assert client_of(coming).post(f"{path}sign/", {"as": "incoming", "note": "Read."}).status_code == 303
    page = shown(coming, path)
    assert "it cannot be changed any more" in page
    assert "Add a note" not in page
    assert client_of(coming).post(f"{path}lines/", {"text": "Later."}).status_code == 409
    assert client_of(coming).post(f"{path}open/", {"reason": "Later."}).status_code == 409


def test_the_signature_is_taken_back_with_a_reason_alone() -> None:
    by = leader()
    made = books.hand_over(book(by), by=by)
    client = client_of(by)
    assert client.post(f"/hand-overs/{made.pk}/open/", {"reason": " "}).status_code == 400
    assert client.post(f"/hand-overs/{made.pk}/open/", {"reason": "A line is missing"}).status_code == 303
    assert Book.objects.get(pk=made.pk).is_open


MAY_READ = ("agent", "shift_leader", "supervisor", "director", "incident_manager", "auditor", "administrator")
MAY_NOT = ("problem_manager", "field_engineer", "second_line", "developer", "purchaser", "api_client")


@pytest.mark.parametrize("role", MAY_READ)
def test_who_may_read_books(role: str) -> None:
    made = book()
    shown(cast.person(role), "/hand-overs/")
    shown(cast.person(role), f"/hand-overs/{made.pk}/")


@pytest.mark.parametrize("role", MAY_NOT)
def test_who_may_not(role: str) -> None:
    made, client = book(), client_of(cast.person(role))
    for path in ("/hand-overs/", f"/hand-overs/{made.pk}/", f"/hand-overs/{made.pk}/paper.pdf"):
        assert client.get(path).status_code == 403
    for path in ("gather/", "lines/", "sign/", "open/"):
        assert client.post(f"/hand-overs/{made.pk}/{path}", {"reason": "x", "text": "x"}).status_code == 403


@pytest.mark.parametrize("path", ["gather/", "lines/", "sign/", "open/"])
def test_a_reader_changes_nothing(path: str) -> None:
    made = book()
    client = client_of(cast.person("director"))
    answer = client.post(f"/hand-overs/{made.pk}/{path}", {"reason": "x", "text": "x", "as": "outgoing"})
    assert answer.status_code == 403


def test_the_paper_tells_the_lines_and_the_signatures() -> None:
    going, coming, overdue = leader(), leader(), late()
    made = book(going)
    books.add(made, by=going, text="The key is with the porter.")
    books.take_over(books.hand_over(made, by=going), by=coming)
    answer = client_of(going).get(f"/hand-overs/{made.pk}/paper.pdf")
    assert answer["Content-Type"] == "application/pdf"
    said = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    for words in (overdue.number, "The key is with the porter.", going.name, coming.name):
        assert words in " ".join(said.split())


def test_the_board_tells_of_a_shift_that_nobody_signed_for() -> None:
    by = leader()
    made = book(by)
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        assert [need.url for need in needs(by) if need.icon == "notebook"] == [f"/hand-overs/{made.pk}/"]
        assert "hand-over not signed" in shown(by, "/")


@pytest.mark.parametrize("number", [2, 12])
def test_pages_cost_the_same_however_much_there_is(number: int, django_assert_max_num_queries: Any) -> None:
    by = leader()
    for _time in range(number):
        late()
    made = book(by)
    for at in range(number):
        books.add(made, by=by, text=f"Note {at}")
    client = client_of(by)
    client.get("/hand-overs/")
    with django_assert_max_num_queries(18):
        client.get("/hand-overs/")
    with django_assert_max_num_queries(18):
        client.get(f"/hand-overs/{made.pk}/")
