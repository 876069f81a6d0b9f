"""A change that waits for parts: shown, timed, and set going again by itself."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from changes.models import Change, PartsOrder
from changes.parts_forms import OrderForm
from notifications.composing import tell_all
from notifications.models import Notice
from people.models import User
from records.actions import advance
from records.chain import chain_of
from records.models import Clock, JournalEntry
from records.sweep import sweep
from tests import cast
from tests.changes.people import approved, board, change, manager, part_for, supplier, tomorrow, window
from tests.client import client_of

pytestmark = pytest.mark.django_db


def purchaser() -> User:
    return cast.person("purchaser", teams=("purchasing",))


def state_of(record: Change) -> str:
    return Change.objects.get(pk=record.pk).state


def test_a_change_waits_for_its_parts_and_goes_on_by_itself_with_the_last_one() -> None:
    lead, buyer = manager(), purchaser()
    held_up = advance(approved(lead), "schedule", by=lead, **window(days=9))
    first, second = part_for(held_up, lead), part_for(Change.objects.get(), lead)
    assert state_of(held_up) == "waiting_for_parts"
    advance(first, "receive", by=buyer)
    assert state_of(held_up) == "waiting_for_parts"
    advance(second, "order", by=buyer, supplier=supplier(), promise_at=tomorrow())
    advance(PartsOrder.objects.get(pk=second.pk), "receive", by=buyer)
    assert state_of(held_up) == "scheduled"


def test_who_owns_the_change_is_told_that_its_parts_are_there() -> None:
    lead = manager()
    order = part_for(approved(lead), lead)
    advance(order, "receive", by=purchaser())
    tell_all()
    told = Notice.objects.filter(user=lead, rule__code="change_go_on").first()
    assert told is not None
    assert told.subject.startswith("Parts are there: CHG")


def test_a_change_whose_window_passed_while_it_waited_is_left_to_be_scheduled() -> None:
    lead, buyer = manager(), purchaser()
    held_up = advance(approved(lead), "schedule", by=lead, **window(days=1))
    order = part_for(held_up, lead)
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        advance(order, "receive", by=buyer)
        assert state_of(held_up) == "approved"
        assert not Clock.objects.filter(record=held_up.pk, stopped_at=None).exists()
        assert advance(held_up, "schedule", by=lead, **window()).state == "scheduled"


def test_a_part_nobody_wants_any_more_holds_nothing_up() -> None:
    lead, buyer = manager(), purchaser()
    held_up = approved(lead)
    order = part_for(held_up, lead)
    advance(order, "cancel", by=buyer, reason="Found one in the store")
    assert state_of(held_up) == "approved"


def test_a_part_asked_for_early_makes_the_change_wait_once_it_is_approved() -> None:
    lead = manager()
    judge = manager()
    board(judge, quorum=1)
    made = change(lead)
    part_for(made, lead)
    assert state_of(made) == "draft"
    made = advance(advance(made, "submit", by=lead), "assess", by=lead)
    advance(made, "vote", by=judge, vote="yes")
    assert state_of(made) == "waiting_for_parts"


def test_the_promise_warns_before_and_marks_late_once() -> None:
    lead, buyer = manager(), purchaser()
    start = timezone.now()
    with time_machine.travel(start, tick=False) as now:
        order = part_for(approved(lead), lead)
        order = advance(order, "order", by=buyer, supplier=supplier(), promise_at=start + timedelta(days=8))
        for days in (4, 2.1, 2, 1):
            now.shift(timedelta(days=days))
            sweep()
    steps = JournalEntry.objects.filter(record=order.pk, step__startswith="clock_").order_by("id")
    assert list(steps.values_list("step", flat=True)) == ["clock_warned", "clock_warned", "clock_breached"]


def test_a_new_promise_moves_the_clock_and_not_the_lateness() -> None:
    lead, buyer = manager(), purchaser()
    start = timezone.now()
    with time_machine.travel(start, tick=False) as now:
        order = part_for(approved(lead), lead)
        order = advance(order, "order", by=buyer, supplier=supplier(), promise_at=start + timedelta(days=2))
        later = start + timedelta(days=20)
        order = advance(order, "promise_anew", by=buyer, promise_at=later, reason="Out of stock")
        assert abs(Clock.objects.get(record=order.pk, stopped_at=None).due_at - later) < timedelta(seconds=1)
        now.shift(timedelta(days=8, hours=1))
        blocking = chain_of(Change.objects.get(), lead).blocking
        assert blocking is not None
        assert (blocking.record.number, blocking.days_late) == (order.number, 6)
        assert blocking.record.standing == "North"


def test_a_promise_lies_ahead() -> None:
    form = OrderForm({"supplier": supplier().pk, "promise_at": "2020-01-01T10:00"})
    assert "still to come" in str(form.errors["promise_at"])


def test_a_part_is_asked_for_in_a_quantity() -> None:
    lead = manager()
    with pytest.raises(ValidationError) as error:
        part_for(approved(lead), lead, quantity=0)
    assert set(error.value.message_dict) == {"quantity"}


def test_purchasing_is_told_of_a_part_that_is_asked_for() -> None:
    buyer = purchaser()
    order = part_for(change(manager()), manager(), quantity=3)
    tell_all()
    told = Notice.objects.get(record=order.pk, user=buyer, channel="email")
    assert "3 × Communication board" in told.body
    assert order.for_change.number in told.body


def test_the_purchasers_queue_says_what_is_bought_where_and_what_waits_for_it(
    django_assert_max_num_queries: object,
) -> None:
    lead, buyer = manager(), purchaser()
    held_up = approved(lead)
    order = part_for(held_up, lead, quantity=12)
    advance(order, "order", by=buyer, supplier=supplier("huadong"), promise_at=tomorrow())
    address, client = "/queues/parts-orders/", client_of(buyer)
    shown = client.get(address).content.decode()
    for name, words in (
        ("part", "Communication board"), ("quantity", "12"), ("supplier", "Huadong"),
        ("for_change", held_up.number),
    ):  # fmt: skip
        assert f'data-cell="{name}">{words}<' in shown
    # Who buys the part may not see the change: its number is enough to ask after it.
    assert held_up.title not in shown
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _ in range(3):
        part_for(Change.objects.get(), lead)
    with django_assert_max_num_queries(len(one)):  # type: ignore[operator]
        client.get(address)


def test_what_a_parts_order_alone_has_stands_in_no_other_list() -> None:
    client = client_of(purchaser())
    assert "supplier" in client.get("/queues/columns/?plural=parts-orders").content.decode()
    for address in ("/queues/?columns=number,supplier", "/queues/changes/?columns=number,supplier"):
        assert client.get(address).status_code == 400
