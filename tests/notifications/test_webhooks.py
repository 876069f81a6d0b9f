"""Webhooks: signed, tried again, logged, and never led into the house."""

import base64
import hashlib
import hmac
import json
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from notifications import posting
from notifications.channels.webhook import sweep, try_out
from notifications.composing import tell_all
from notifications.models import Delivery, Notice, Webhook
from records.actions import remark
from tests import cast
from tests.notifications.receiver import drip, receiver
from tests.notifications.telling import webhook

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _receivers_are_here(settings: object) -> None:
    settings.ITSM_WEBHOOK_ALLOW_PRIVATE = True  # type: ignore[attr-defined]


def queued_for(hook: Webhook, number: int = 1) -> list[Notice]:
    """So many entries, told to the webhook and not yet delivered."""
    incident = cast.incident()
    for count in range(number - 1):
        remark(incident, by=incident.owner, text=f"Remark {count}")
    tell_all()
    return list(Notice.objects.filter(webhook=hook).order_by("pk"))


def verify(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """A receiver's own check, written out from the specification of Standard Webhooks."""
    key = base64.b64decode(secret.split("_", 1)[1])
    signed = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(one == f"v1,{expected}" for one in headers["webhook-signature"].split(" "))


def test_it_carries_the_entry_signed() -> None:
    with receiver() as there:
        hook = webhook(there.url)
        (notice,) = queued_for(hook)
        sweep()
    got = there.got[0]
    assert verify(hook.secret, got.headers, got.body)
    assert not verify(hook.secret, got.headers, got.body + b" ")
    told = json.loads(got.body)
    assert told["type"] == "incident.register"
    assert told["data"]["record"]["number"] == notice.record.number
    notice.refresh_from_db()
    assert (notice.state, Delivery.objects.get().answer) == ("sent", "thank you")


def test_a_repetition_has_the_same_id_and_each_attempt_is_in_the_log() -> None:
    with receiver(statuses=[500, 503, 200]) as there:
        hook = webhook(there.url)
        (notice,) = queued_for(hook)
        with time_machine.travel(timezone.now(), tick=False) as now:
            for _ in range(3):
                sweep()
                now.shift(timedelta(minutes=3))
    assert len(there.got) == 3
    assert len({got.headers["webhook-id"] for got in there.got}) == 1
    uuid.UUID(there.got[0].headers["webhook-id"])
    log = Delivery.objects.order_by("pk").values_list("attempt", "status")
    assert list(log) == [(1, 500), (2, 503), (3, 200)]
    notice.refresh_from_db()
    assert notice.state == "sent"


def test_between_attempts_the_wait_doubles_with_jitter() -> None:
    with receiver(statuses=[500] * 8) as there:
        hook = webhook(there.url)
        (notice,) = queued_for(hook)
        waits = []
        with time_machine.travel(timezone.now(), tick=False) as now:
            for _ in range(8):
                sweep()
                notice.refresh_from_db()
                assert notice.next_try_at is not None
                waits.append((notice.next_try_at - timezone.now()).total_seconds())
                now.shift(timedelta(hours=2))
    expected = [min(30 * 2**count, 3600) for count in range(8)]
    assert all(0.8 * want <= wait <= 1.2 * want for wait, want in zip(waits, expected, strict=True))


def test_after_a_day_it_has_failed_and_says_why() -> None:
    with receiver(statuses=[500]) as there:
        (notice,) = queued_for(webhook(there.url))
        with time_machine.travel(timezone.now() + timedelta(hours=25)):
            sweep()
    notice.refresh_from_db()
    assert (notice.state, notice.error) == ("failed", "HTTP 500")


def test_what_is_gone_for_good_is_not_tried_again() -> None:
    with receiver(statuses=[410]) as there:
        (notice,) = queued_for(webhook(there.url))
        sweep()
    notice.refresh_from_db()
    assert (notice.state, notice.error) == ("failed", "gone")


def test_a_redirect_is_not_followed() -> None:
    with receiver() as secret, receiver(statuses=[302]) as there:
        there.headers["location"] = secret.url
        queued_for(webhook(there.url))
        sweep()
    assert secret.got == []
    assert Delivery.objects.get().error == "redirect"


def test_one_attempt_on_a_dead_address_puts_all_its_notices_off() -> None:
    with receiver() as gone:
        hook = webhook(gone.url)
    notices = queued_for(hook, 25)
    sweep()
    assert Delivery.objects.count() == 1
    assert "ConnectError" in Delivery.objects.get().error
    for notice in notices:
        notice.refresh_from_db()
    assert {notice.state for notice in notices} == {"queued"}
    assert all(notice.next_try_at and notice.next_try_at > timezone.now() for notice in notices)
    assert sorted(notice.attempts for notice in notices) == [0] * 24 + [1]


def test_a_dead_address_holds_up_no_other() -> None:
    with receiver() as gone:
        dead = webhook(gone.url)
    with receiver() as there:
        alive = webhook(there.url, owner=dead.owner)
        queued_for(alive, 12)
        sweep()
    assert Notice.objects.filter(webhook=alive, state="sent").count() == 12
    assert Notice.objects.filter(webhook=dead, state="queued").count() == 12


def test_one_refused_message_holds_up_no_other_message() -> None:
    with receiver(statuses=[422]) as there:
        hook = webhook(there.url)
        queued_for(hook, 3)
        sweep()
    states = Notice.objects.filter(webhook=hook).order_by("pk").values_list("state", flat=True)
    assert list(states) == ["queued", "sent", "sent"]


def test_a_slow_receiver_is_given_up_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "DEADLINE_SECONDS", 0.3)
    with receiver(before=drip(1.5)) as there:
        (notice,) = queued_for(webhook(there.url))
        sweep()
    notice.refresh_from_db()
    assert (notice.state, notice.error) == ("queued", "timeout")
    assert Delivery.objects.get().milliseconds < 1_500


def test_a_huge_answer_is_cut_and_what_no_log_can_hold_left_out() -> None:
    with receiver(answer=b"\x00\x1b[31m<script>" + b"x" * 5_000_000) as there:
        queued_for(webhook(there.url))
        sweep()
    answer = Delivery.objects.get().answer
    assert len(answer) <= 500
    assert answer.startswith("[31m<script>")


def test_it_is_told_of_the_kinds_and_steps_it_asked_for() -> None:
    hook = webhook("https://tool.example/", kinds=["incident"], steps=["remark"])
    other = webhook("https://tool.example/", kinds=["problem"], owner=hook.owner)
    queued_for(hook, 3)
    assert Notice.objects.filter(webhook=hook).count() == 2
    assert not Notice.objects.filter(webhook=other).exists()


def test_it_is_told_of_nothing_that_its_owner_may_not_see() -> None:
    hook = webhook("https://tool.example/", owner=cast.engineer("network"))
    assert queued_for(hook) == []


def test_a_customers_webhook_reads_no_internal_remark() -> None:
    customer = cast.customer()
    owner = cast.person("api_client", teams=())
    owner.customers.set([customer])
    hook = webhook("https://tool.example/", owner=owner)
    incident = cast.incident(customer=customer)
    remark(incident, by=incident.owner, text="He is difficult.")
    remark(incident, by=incident.owner, text="On its way.", is_public=True)
    tell_all()
    bodies = [notice.body for notice in Notice.objects.filter(webhook=hook)]
    assert len(bodies) == 1
    assert "On its way." in bodies[0]


def test_one_that_was_switched_off_ends_what_waits_for_it() -> None:
    hook = webhook("https://tool.example/")
    (notice,) = queued_for(hook)
    Webhook.objects.update(is_active=False)
    sweep()
    notice.refresh_from_db()
    assert (notice.state, notice.error) == ("failed", "inactive")


def test_into_the_house_it_does_not_call(settings: object) -> None:
    settings.ITSM_WEBHOOK_ALLOW_PRIVATE = False  # type: ignore[attr-defined]
    with receiver() as inside:
        (notice,) = queued_for(webhook(inside.url))
        sweep()
    assert inside.got == []
    notice.refresh_from_db()
    assert notice.state == "queued"
    assert "inside the house" in notice.error


def test_a_trial_is_sent_and_logged_at_once() -> None:
    with receiver() as there:
        hook = webhook(there.url)
        (delivery,) = try_out([hook])
    assert delivery.has_succeeded
    assert verify(hook.secret, there.got[0].headers, there.got[0].body)
    assert json.loads(there.got[0].body)["type"] == "trial"
