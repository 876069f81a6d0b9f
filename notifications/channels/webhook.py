"""Webhooks: each entry as data, signed, to the systems that asked for it."""

import json
import time
import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications import delivery, posting
from notifications.channels import Channel, register_channel
from notifications.facts import Facts
from notifications.models import Delivery, Notice, Webhook
from notifications.placeholders import address_of
from notifications.posting import Letter, Reply
from people.models import Contact, User
from records.telling import value_words

PER_WEBHOOK = 10
TRIAL = {"type": "trial", "data": {}}


def body_of(facts: Facts) -> str:
    """The message, laid out as Standard Webhooks suggests: type, timestamp, data."""
    record, entry = facts.record, facts.entry
    told = {
        "type": event_type(facts),
        "timestamp": entry.at.isoformat(),
        "data": {
            "record": {
                "number": record.number,
                "kind": record.kind,
                "title": record.title,
                "state": entry.to_state,
                "priority": facts.after("priority"),
                "escalation_level": facts.after("escalation_level"),
                "owner": str(facts.row("owner") or ""),
                "assignee": str(facts.row("assignee") or ""),
                "team": _code(facts, "team"),
                "customer": _code(facts, "customer"),
                "service": _code(facts, "service"),
                "version": entry.version,
                "url": address_of(record.number),
            },
            "entry": {
                "id": entry.pk,
                "step": entry.step,
                "by": str(entry.by),
                "via": entry.via,
                "from_state": entry.from_state,
                "changes": _changes(facts),
                "note": entry.note,
                "is_public": entry.is_public,
            },
        },
    }
    return json.dumps(told, ensure_ascii=False)


def event_type(facts: Facts) -> str:
    return f"{facts.record.kind}.{facts.entry.step}"


def _changes(facts: Facts) -> dict[str, list[Any]]:
    return {
        name: [_plain(facts, name, value) for value in pair] for name, pair in facts.entry.changes.items()
    }


def _plain(facts: Facts, name: str, value: Any) -> Any:
    """A value as the journal keeps it; of another record the number alone."""
    if isinstance(value, dict):
        return value | {"label": value_words(facts.kind, name, value)}
    return value


def _code(facts: Facts, column: str) -> str | None:
    row = facts.row(column)
    return row.code if row is not None else None


def request_id(notice: Notice) -> uuid.UUID:
    """The notice's own name in the world: the same on each attempt, another in each installation."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{settings.SITE_URL}/notices/{notice.pk}")


def sweep() -> int:
    """Deliver to all webhooks side by side, for about a minute at most. Returns how many notices were tried."""
    tried, ends_at = 0, time.monotonic() + delivery.RUN_SECONDS
    while time.monotonic() < ends_at and (batches := _claim()):
        replies = posting.post_all([[_letter(notice) for notice in batch] for batch in batches])
        by_notice = {reply.letter.key: reply for reply in replies}
        for batch in batches:
            _settle(batch, by_notice)
        tried += len(replies)
    return tried


def _claim() -> list[list[Notice]]:
    """A few notices for each webhook that has some due; those of one that was switched off are ended."""
    waiting = Notice.objects.due("webhook")
    waiting.filter(webhook__is_active=False).update(
        state=Notice.State.FAILED, next_try_at=None, error="inactive"
    )
    pks = waiting.order_by().values_list("webhook", flat=True).distinct()
    return [batch for pk in pks if (batch := _claim_for(pk))]


@transaction.atomic
def _claim_for(webhook_pk: int | None) -> list[Notice]:
    return delivery.claim(
        Notice.objects.due("webhook")
        .filter(webhook=webhook_pk)
        .select_related("webhook")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("-urgency", "next_try_at", "pk")[:PER_WEBHOOK]
    )


def _letter(notice: Notice) -> Letter:
    assert notice.webhook is not None
    return Letter(
        key=notice.pk,
        url=notice.webhook.url,
        secret=notice.webhook.secret,
        body=notice.body.encode(),
        request_id=request_id(notice),
    )


def _settle(batch: list[Notice], replies: dict[int, Reply]) -> None:
    closed: Reply | None = None
    for notice in batch:
        reply = replies.get(notice.pk)
        if reply is not None:
            _settle_one(notice, reply)
            closed = reply if reply.is_down else closed
    untried = [notice for notice in batch if notice.pk not in replies]
    if closed is None:
        delivery.give_back(untried, until=timezone.now())
        return
    # One attempt tells for all: the rest waits with the notice that found the door closed.
    first = next(notice for notice in batch if notice.pk == closed.letter.key)
    until = first.next_try_at or timezone.now() + delivery.wait_after(1)
    delivery.give_back(untried, until=until)
    everything = Notice.objects.due("webhook").filter(webhook=first.webhook)
    delivery.put_off_all(everything, closed.error, until=until)


@transaction.atomic
def _settle_one(notice: Notice, reply: Reply) -> None:
    assert notice.webhook is not None
    log(notice.webhook, reply, notice=notice)
    if reply.has_arrived:
        delivery.arrived(notice)
    elif reply.status == posting.GONE:
        delivery.failed(notice, reply.error)
    else:
        delivery.put_off(notice, reply.error)


def log(webhook: Webhook, reply: Reply, *, notice: Notice | None = None) -> Delivery:
    return Delivery.objects.create(
        webhook=webhook,
        notice=notice,
        request_id=reply.letter.request_id,
        attempt=notice.attempts if notice is not None else 1,
        status=reply.status,
        milliseconds=reply.milliseconds,
        answer=reply.answer,
        error=reply.error[:300],
    )


def try_out(webhooks: Iterable[Webhook]) -> list[Delivery]:
    """Send each a trial message now, and log what it answers."""
    by_key = {webhook.pk: webhook for webhook in webhooks}
    body = json.dumps(TRIAL | {"timestamp": timezone.now().isoformat()}).encode()
    letters = [
        [Letter(key=key, url=webhook.url, secret=webhook.secret, body=body, request_id=uuid.uuid4())]
        for key, webhook in by_key.items()
    ]
    return [log(by_key[reply.letter.key], reply) for reply in posting.post_all(letters)]


def address_of_reader(reader: User | Contact) -> str | None:
    """Nobody reads a webhook: its rules name webhooks, not people."""
    return None


WEBHOOK = register_channel(
    Channel(name="webhook", label=_("webhook"), icon="webhook", address_of=address_of_reader, sweep=sweep)
)
