"""My promises: what is asked of me, what I asked for, what customers were promised; late ones on the board."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from complaints.models import Complaint
from people.models import User
from records import follow_ups
from records.actions import advance, register
from servicedesk.board.moments import Moment
from servicedesk.board.promises import late_promises
from servicedesk.queues.promises import count_late, promises_of
from tests import cast
from tests.client import client_of
from tests.visits import people as visits

pytestmark = pytest.mark.django_db


def asked(by: User, of: User, hours: float = 2, what: str = "Call the supplier") -> Any:
    due_at = timezone.now() + timedelta(hours=hours)
    return follow_ups.ask(cast.incident(), by=by, asked_of=of, what=what, due_at=due_at)


def told(user: User) -> list[tuple[str, str]]:
    return [(one.sort, one.what) for one in promises_of(user)]


def later(hours: float) -> Any:
    return time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False)


def test_what_is_asked_of_me_and_by_me_stands_by_due_time() -> None:
    me, other = cast.agent(), cast.agent()
    asked(me, other, 5, "Mine to remind")
    asked(other, me, 3, "Mine to do")
    asked(other, cast.agent(), 1, "Not mine")
    assert told(me) == [("mine", "Mine to do"), ("asked", "Mine to remind")]


def test_what_is_answered_or_withdrawn_is_gone() -> None:
    me, other = cast.agent(), cast.agent()
    follow_ups.answer(asked(other, me), by=me, text="Done.")
    follow_ups.withdraw(asked(me, other), by=me)
    assert told(me) == []


def test_a_promise_to_a_customer_stands_there_until_it_is_kept() -> None:
    supervisor = cast.person("supervisor")
    made = register(Complaint, by=supervisor, title="Nobody calls back", customer=cast.customer())
    made = advance(made, "acknowledge", by=supervisor)
    until = timezone.now() + timedelta(hours=4)
    made = advance(made, "give_promise", by=supervisor, promise="We call today.", promise_at=until)
    assert told(supervisor) == [("customer", "We call today.")]


def test_of_a_record_that_i_no_longer_see_nothing_is_told() -> None:
    me = cast.agent()
    asked(cast.agent(), me)
    me.roles.get().sights.filter(kind="incident").update(scope="none")
    assert told(User.objects.get(pk=me.pk)) == []


def test_the_page_parts_late_from_what_is_to_come() -> None:
    me, other = cast.agent(), cast.agent()
    asked(other, me, 1, "Late one")
    asked(other, me, 100, "Next week")
    with later(2):
        client = client_of(me)
        page = client.get("/my-work/promises/").content.decode()
        assert page.index("Overdue") < page.index("Late one") < page.index("Next week")
        late = client.get("/my-work/promises/?due=late").content.decode()
        assert "Late one" in late
        assert "Next week" not in late


def test_the_page_narrows_to_one_sort() -> None:
    me, other = cast.agent(), cast.agent()
    asked(other, me, what="Mine to do")
    asked(me, other, what="Mine to remind")
    page = client_of(me).get("/my-work/promises/?sort=asked").content.decode()
    assert "Mine to remind" in page
    assert "Mine to do" not in page


@pytest.mark.parametrize("asked_for", ["sort=x", "due=x", "sort=%00", ""])
def test_what_cannot_be_read_does_not_narrow(asked_for: str) -> None:
    me = cast.agent()
    asked(cast.agent(), me)
    assert "Call the supplier" in client_of(me).get(f"/my-work/promises/?{asked_for}").content.decode()


def test_the_boards_figure_counts_the_rows_of_its_list() -> None:
    me, other = cast.agent(), cast.agent()
    asked(other, me), asked(me, other), asked(other, me, 50)
    with later(3):
        figure = late_promises(me, Moment(timezone.now(), is_now=True))
        assert figure is not None
        assert figure.count == 2
        assert client_of(me).get(figure.href).content.decode().count("data-row-link") == 2


def test_the_figure_counts_every_sort() -> None:
    engineer, supervisor = visits.engineer(), cast.person("supervisor")
    asked(cast.agent(), supervisor)
    made = advance(visits.sent(engineer), "set_out", by=engineer, eta_at=timezone.now() + timedelta(hours=1))
    made = register(Complaint, by=supervisor, title="Nobody calls back", customer=cast.customer())
    until = timezone.now() + timedelta(hours=1)
    advance(made, "give_promise", by=supervisor, promise="We call today.", promise_at=until)
    with later(3):
        assert (count_late(engineer), count_late(supervisor)) == (1, 2)


def test_it_costs_the_same_however_much_there_is(django_assert_max_num_queries: Any) -> None:
    me, other = cast.agent(), cast.agent()
    for _number in range(8):
        asked(other, me), asked(me, other)
    client = client_of(me)
    client.get("/my-work/promises/")
    with django_assert_max_num_queries(14):
        client.get("/my-work/promises/")
