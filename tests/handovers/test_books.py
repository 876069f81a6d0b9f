"""What stands in a hand-over book, who signs it, and that it stands afterwards."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from complaints.models import Complaint
from handovers import books
from handovers.gathering import RUNNING, WAITING
from handovers.models import Book, BookRules, Line
from handovers.reading import parts_of, unsigned
from handovers.shifts import next_after, shift_at
from handovers.tasks import make_those_that_are_due
from people.models import AccessLog, User
from people.rights import Forbidden
from records import follow_ups
from records.actions import advance, register
from records.errors import Refused
from records.kinds import kinds
from tests import cast
from tests.handovers.people import book, late, on_shift

pytestmark = pytest.mark.django_db


def leader() -> User:
    return cast.person("shift_leader")


def told(made: Book, user: User | None = None) -> dict[str, list[str]]:
    """Section → the numbers, or the texts of own lines, as a reader meets them."""
    parts = parts_of(made, user or cast.person("supervisor"))
    return {part.section: [one.number or one.line.text for one in part.lines] for part in parts}


def test_critical_and_high_ones_stand_in_it() -> None:
    high, low = cast.incident(impact=1, urgency=1), cast.incident(impact=3, urgency=3)
    shown = told(book())
    assert shown["open"] == [high.number]
    assert not any(low.number in numbers for part, numbers in shown.items() if part != "event")


def test_an_overdue_one_stands_in_it_once() -> None:
    high = late()
    type(high).objects.filter(pk=high.pk).update(priority=1)
    other = late()
    shown = told(book())
    assert (shown["open"], shown["overdue"]) == ([high.number], [other.number])


def test_what_was_promised_by_the_end_of_the_next_shift_stands_in_it() -> None:
    by, made = leader(), cast.incident()
    soon, later = timezone.now() + timedelta(hours=3), timezone.now() + timedelta(days=3)
    follow_ups.ask(made, by=by, asked_of=cast.agent(), what="Call the supplier", due_at=soon)
    follow_ups.ask(made, by=by, asked_of=cast.agent(), what="Next week", due_at=later)
    part = next(one for one in parts_of(book(), by) if one.section == "promised")
    assert [one.what for one in part.lines] == ["Call the supplier"]


def test_what_waits_for_others_stands_in_it() -> None:
    by = cast.agent()
    made = advance(cast.incident(by=by, impact=3, urgency=3), "assign", by=by, assignee=by, team=None)
    made = advance(made, "start", by=by)
    until = timezone.now() + timedelta(days=1)
    made = advance(made, "hold", by=by, hold_reason="supplier", hold_until=until)
    assert told(book())["waiting"] == [made.number]


def test_what_happened_in_the_shift_is_told_in_words() -> None:
    by = cast.agent(name="Wang Li")
    with time_machine.travel(timezone.now() - timedelta(days=2), tick=False):
        cast.incident(by=by, impact=1, urgency=1)
    with time_machine.travel(timezone.now() - timedelta(hours=2), tick=False):
        made = cast.incident(by=by, impact=1, urgency=1)
    part = next(one for one in parts_of(book(), by) if one.section == "event")
    assert [(one.number, one.what) for one in part.lines] == [(made.number, "Wang Li registered it")]


def test_states_that_are_asked_for_exist() -> None:
    declared = {kind.name: kind.states.keys() for kind in kinds()}
    for states in (RUNNING, WAITING):
        for kind, names in states.items():
            assert kind not in declared or set(names) <= declared[kind], kind


def test_a_line_about_what_a_reader_may_not_see_is_not_shown_to_him() -> None:
    made = late(desk=cast.team("other", is_desk=True))
    stranger = cast.person("agent", teams=("desk",))
    stranger.roles.get().sights.filter(kind="incident").update(scope="own")
    shift = book()
    Line.objects.create(book=shift, section="overdue", record=made, told={"title": made.title})
    assert told(shift)["overdue"] == [made.number]
    assert "overdue" not in told(shift, User.objects.get(pk=stranger.pk))


def test_the_person_complained_about_finds_no_trace_of_it() -> None:
    about, supervisor = leader(), cast.person("supervisor")
    complaint = register(
        Complaint, by=supervisor, title="He was rude", customer=cast.customer(), about_person=about
    )
    until = timezone.now() + timedelta(hours=2)
    advance(complaint, "give_promise", by=supervisor, promise="We call today.", promise_at=until)
    made = book(leader())
    assert complaint.number in told(made, supervisor)["promised"]
    made.lines.filter(record=complaint.pk).update(is_left_out=True)
    for user, count in ((supervisor, 1), (about, 0)):
        client = Client()
        client.force_login(user)
        page = client.get(f"/hand-overs/{made.pk}/").content.decode()
        assert ("left out: show" in page) is bool(count)
        page = client.get(f"/hand-overs/{made.pk}/?all").content.decode()
        assert (complaint.number in page) is bool(count)


def test_brought_up_to_date_it_keeps_notes_and_what_was_left_out() -> None:
    by, kept, out, gone = leader(), late(), late(), late()
    made = book(by)
    lines = {line.record_id: line for line in made.lines.filter(section="overdue")}
    books.annotate(lines[kept.pk], by=by, note="He calls back at nine.")
    books.leave_out(lines[out.pk], by=by)
    type(gone).objects.filter(pk=gone.pk).update(due_at=timezone.now() + timedelta(days=1))
    new = late()
    books.gather_anew(made, by=by)
    assert set(told(made)["overdue"]) == {kept.number, new.number}
    assert made.lines.get(record=kept.pk, section="overdue").note == "He calls back at nine."
    assert made.lines.get(record=out.pk, section="overdue").is_left_out


def test_own_lines_stay_as_they_were_written() -> None:
    by = leader()
    made = book(by)
    books.add(made, by=by, text="The key of the machine room is with the porter.")
    books.gather_anew(made, by=by)
    assert told(made)["own"] == ["The key of the machine room is with the porter."]


def test_an_empty_line_is_refused() -> None:
    by = leader()
    with pytest.raises(ValidationError):
        books.add(book(by), by=by, text="  ")


def signed() -> Book:
    by = leader()
    made = book(by)
    books.add(made, by=by, text="Look at the queue.")
    books.hand_over(made, by=by)
    return books.take_over(made, by=leader(), note="Read.")


def test_two_people_sign_it() -> None:
    made = signed()
    assert made.is_signed
    assert made.outgoing != made.incoming


def test_one_person_does_not_sign_for_both() -> None:
    by = leader()
    made = books.hand_over(book(by), by=by)
    with pytest.raises(Refused, match="somebody of the next shift"):
        books.take_over(made, by=by)


def test_the_outgoing_shift_signs_first() -> None:
    with pytest.raises(Refused, match="signs first"):
        books.take_over(book(), by=leader())


def test_handed_over_its_lines_are_closed_until_it_is_opened_again() -> None:
    by = leader()
    made = books.hand_over(book(by), by=by)
    with pytest.raises(Refused):
        books.add(made, by=by, text="Forgotten.")
    made = books.open_again(made, by=by, reason="Forgot the key.")
    books.add(made, by=by, text="The key.")
    assert AccessLog.objects.filter(event=AccessLog.Event.CHANGED, changes__reason="Forgot the key.").exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda made, by: books.add(made, by=by, text="Later."),
        lambda made, by: books.gather_anew(made, by=by),
        lambda made, by: books.open_again(made, by=by, reason="Why not"),
        lambda made, by: books.take_over(made, by=by),
        lambda made, by: books.annotate(made.lines.get(section="own"), by=by, note="Later."),
        lambda made, by: books.leave_out(made.lines.get(section="own"), by=by),
    ],
)
def test_signed_by_both_it_is_changed_by_nobody(change: Callable[[Book, User], object]) -> None:
    with pytest.raises(Refused, match="signed"):
        change(signed(), leader())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE handovers_line SET text = 'other'",
        "DELETE FROM handovers_line",
        "INSERT INTO handovers_line SELECT (l).* FROM (SELECT handovers_line l FROM handovers_line) AS rows",
        "UPDATE handovers_book SET incoming_note = 'other'",
        "UPDATE handovers_book SET incoming_at = NULL, incoming_id = NULL",
        "DELETE FROM handovers_book",
    ],
)
def test_the_database_itself_keeps_a_signed_book(statement: str) -> None:
    signed()
    with pytest.raises(IntegrityError, match="refused"), transaction.atomic():
        connection.cursor().execute(statement)


def test_the_database_itself_wants_two_people() -> None:
    by = leader()
    made = books.hand_over(book(by), by=by)
    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        Book.objects.filter(pk=made.pk).update(incoming=by, incoming_at=timezone.now())


@pytest.mark.parametrize("role", ["director", "auditor", "field_engineer"])
def test_who_does_not_work_at_the_desk_neither_makes_nor_signs_it(role: str) -> None:
    by = leader()
    made = book(by)
    other = cast.person(role)
    for change in (
        lambda: books.gather_anew(made, by=other),
        lambda: books.add(made, by=other, text="x"),
        lambda: books.hand_over(made, by=other),
    ):
        with pytest.raises(Forbidden):
            change()


def test_it_lies_ready_half_an_hour_before_the_shift_ends() -> None:
    on_shift(cast.agent(), -7.5, 0.4)
    assert len(make_those_that_are_due()) == 1
    assert make_those_that_are_due() == []


def test_it_is_not_made_long_before_nor_where_nobody_works() -> None:
    on_shift(cast.agent(), -1, 6)
    assert make_those_that_are_due() == []


def test_made_by_hand_alone_where_the_rules_say_so() -> None:
    BookRules.objects.update(lead_minutes=0)
    on_shift(cast.agent(), -7.5, 0.4)
    assert make_those_that_are_due() == []


def test_the_roster_tells_who_takes_over() -> None:
    going, coming = cast.agent(), cast.agent()
    on_shift(going, -7, 0.25)
    following = on_shift(coming, 0.25, 8.25)
    now = shift_at(cast.team("desk"), timezone.now())
    assert now is not None
    found = next_after(cast.team("desk"), now.ends_at)
    assert (now.people, found.people if found else ()) == ((going,), (coming,))
    assert found is not None
    assert found.starts_at == following.starts_at


def test_a_shift_that_is_over_and_unsigned_is_told_to_its_desk() -> None:
    by = leader()
    made = book(by)
    elsewhere = cast.person("shift_leader", teams=("other-desk",))
    elsewhere.teams.update(is_desk=True)
    assert unsigned(by) == []
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        assert unsigned(by) == [made]
        assert unsigned(cast.person("director", teams=())) == [made]
        assert unsigned(elsewhere) == []
        assert unsigned(cast.person("purchaser")) == []
        books.hand_over(made, by=by)
        books.take_over(made, by=leader())
        assert unsigned(by) == []


def test_gathering_costs_the_same_however_much_there_is(django_assert_max_num_queries: Any) -> None:
    by = leader()
    made = book(by)
    for _number in range(5):
        late(), cast.incident(impact=1, urgency=1)
    books.gather_anew(made, by=by)
    with django_assert_max_num_queries(24):
        books.gather_anew(made, by=by)
    with django_assert_max_num_queries(4):
        parts_of(made, by)
