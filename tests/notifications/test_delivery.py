"""Handing over: lent, taken over, given up, sent again; and ways that others add."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import psycopg2
import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from notifications import channels, delivery, tasks
from notifications.channels import Channel, Undeliverable, register_channel
from notifications.composing import tell_all
from notifications.health import oldest_unsent_seconds
from notifications.models import Notice
from people.models import Contact, User
from records.actions import remark
from tests import cast
from tests.notifications.telling import notices, queued, reporter, rule, silence, told

pytestmark = pytest.mark.django_db


class Gateway:
    """What a company would write for its SMS provider."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.trouble: list[Exception] = []

    def number_of(self, reader: User | Contact) -> str | None:
        if isinstance(reader, User):
            return "+8613800000000"
        return reader.phone_numbers.values_list("e164", flat=True).first() or ""

    def send(self, notice: Notice) -> None:
        if self.trouble:
            raise self.trouble.pop(0)
        self.sent.append(f"{notice.address} {notice.subject}")


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    made = Gateway()
    register_channel(
        Channel(name="sms", label="SMS", icon="message", address_of=made.number_of, send=made.send)
    )
    yield made
    channels._channels.pop("sms")


def by_sms() -> tuple[User, Notice]:
    """A person who is told of remarks by SMS, and the notice that waits for him."""
    silence()
    agent, owner = cast.agent(), cast.agent()
    rule("remark", "owner", channels=("sms",))
    remark(cast.incident(by=owner), by=agent, text="Look at it.")
    tell_all()
    return owner, Notice.objects.get(channel="sms")


def fate(notice: Notice) -> tuple[str, str]:
    notice.refresh_from_db()
    return notice.state, notice.error


def test_a_way_that_a_company_adds_is_served_like_ours(gateway: Gateway) -> None:
    _owner, notice = by_sms()
    tasks.deliver("sms")
    assert gateway.sent == [f"+8613800000000 {notice.record.number}"]
    assert fate(notice) == ("sent", "")


def test_what_can_never_arrive_is_final_and_anything_else_is_tried_again(gateway: Gateway) -> None:
    _owner, notice = by_sms()
    gateway.trouble = [RuntimeError("provider is away"), Undeliverable("number is not in use")]
    delivery.deliver("sms")
    assert fate(notice) == ("queued", "RuntimeError: provider is away")
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        delivery.deliver("sms")
    assert fate(notice) == ("failed", "number is not in use")


def test_a_way_that_is_no_longer_installed_fails_what_waits_for_it(gateway: Gateway) -> None:
    _owner, notice = by_sms()
    channels._channels.pop("sms")
    delivery.deliver("sms")
    assert fate(notice) == ("failed", "no_channel")
    register_channel(Channel(name="sms", label="SMS", icon="message", address_of=gateway.number_of))


def test_what_a_worker_died_with_is_taken_over_when_its_loan_runs_out() -> None:
    (notice,) = queued(cast.agent(), 1)
    assert delivery.claim_due("email") == [notice]
    assert delivery.claim_due("email") == []
    with time_machine.travel(timezone.now() + delivery.LENT_FOR + timedelta(seconds=1)):
        (again,) = delivery.claim_due("email")
    assert again.attempts == 2


def test_a_worker_that_was_only_slow_does_not_overrule_the_one_that_took_over() -> None:
    queued(cast.agent(), 1)
    (slow,) = delivery.claim_due("email")
    with time_machine.travel(timezone.now() + delivery.LENT_FOR + timedelta(seconds=1)):
        (quick,) = delivery.claim_due("email")
        delivery.arrived(quick)
        delivery.put_off(slow, "timeout")
    assert fate(slow) == ("sent", "")


def test_urgent_ones_are_handed_over_first() -> None:
    usual, urgent = queued(cast.agent(), 1), queued(cast.agent(), 1, urgency=2)
    assert delivery.claim_due("email") == [*urgent, *usual]


def test_what_failed_can_be_sent_again_and_has_a_day_again() -> None:
    (notice,) = queued(cast.agent(), 1)
    with time_machine.travel(timezone.now() + timedelta(hours=30)):
        (claimed,) = delivery.claim_due("email")
        delivery.put_off(claimed, "server is away")
        assert fate(notice) == ("failed", "server is away")
        assert delivery.send_again(notice)
        (claimed,) = delivery.claim_due("email")
        delivery.put_off(claimed, "server is away")
    assert fate(notice)[0] == "queued"
    assert not delivery.send_again(notice)


def test_who_has_an_address_by_now_is_sent_what_could_not_be_sent() -> None:
    contact = reporter(email="")
    cast.incident(customer=contact.customer, contact=contact)
    told(contact, "email")
    (notice,) = notices(contact, "email")
    assert not delivery.send_again(notice)
    Contact.objects.filter(pk=contact.pk).update(email="zhang@customer.example")
    notice = Notice.objects.get(pk=notice.pk)
    assert delivery.send_again(notice)
    notice.refresh_from_db()
    assert (notice.state, notice.address) == ("queued", "zhang@customer.example")


def test_the_age_of_what_waits_is_known() -> None:
    assert oldest_unsent_seconds() == 0
    queued(cast.agent(), 1)
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert 119 < oldest_unsent_seconds() < 122


def test_telling_has_what_is_due_delivered(monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[tuple[str, ...]] = []
    monkeypatch.setattr(tasks.deliver, "apply_async", lambda args, **options: handed.append(args))
    queued(cast.agent(), 1)
    tasks.tell()
    assert handed == [("email",)]


def test_what_a_dead_worker_had_in_its_hands_is_taken_up_by_the_next_run(gateway: Gateway) -> None:
    _owner, notice = by_sms()
    assert delivery.claim_due("sms") == [notice]
    assert delivery.due_channels() == ["sms"]
    tasks.deliver("sms")
    assert fate(notice) == ("sent", "")
    assert len(gateway.sent) == 1


def test_who_is_not_alone_with_a_channel_leaves_it_alone(gateway: Gateway) -> None:
    _owner, notice = by_sms()
    where = connection.get_connection_params() | {"cursor_factory": None}
    with closing(psycopg2.connect(**where)) as another, another.cursor() as cursor:
        lock = ["notifications.delivering.sms"]
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", lock)
        tasks.deliver("sms")
        assert gateway.sent == []
        cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", lock)
        tasks.deliver("sms")
        assert len(gateway.sent) == 1
        assert fate(notice) == ("sent", "")
