"""From the outbox to notices: each untold entry meets the rules, and its notices are written in the transaction that
marks it told. So an entry is told exactly once, with any number of workers and whichever of them dies.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Prefetch
from django.utils import timezone, translation

from notifications import recipients, wording
from notifications.channels import NO_ADDRESS, Channel, channel_named
from notifications.channels.webhook import body_of, event_type
from notifications.conditions import holds
from notifications.directory import Directory, may_be_told
from notifications.facts import SHOWN, Facts
from notifications.models import Notice, Preference, Rule, Urgency, Webhook
from notifications.placeholders import Reader, Values
from notifications.rule_checks import INTERNAL_STEPS, WEBHOOK
from people.models import Contact, User
from records.live import announce_to
from records.models import OutboxEvent
from records.models.journal import Via

BATCH = 100
WATCHING = {"watchers"}
logger = logging.getLogger(__name__)


def tell_all() -> int:
    """Turn every untold entry into notices. Returns how many entries were told.

    An entry that cannot be told is logged and left for the next run, and does not hold up the others.
    """
    told, left = 0, set[int]()
    while events := _tell_batch(left):
        told += events
    return told


@transaction.atomic
def _tell_batch(left: set[int]) -> int:
    """Tell the next batch, past what other workers hold. Returns how many entries were looked at."""
    events = list(
        OutboxEvent.objects.filter(told_at__isnull=True)
        .exclude(pk__in=left)
        .select_related("entry__by", *(f"entry__record__{name}" for name in SHOWN))
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("pk")[:BATCH]
    )
    if not events:
        return 0
    composer = Composer()
    composer.directory.load_watchers(event.entry.record for event in events)
    notices: list[Notice] = []
    told = []
    for event in events:
        try:
            with transaction.atomic():
                notices += composer.notices_of(Facts(event.entry.record, event.entry))
            told.append(event.pk)
        except (InterfaceError, OperationalError):
            # The connection is gone and the transaction with it: nothing of this batch is told.
            raise
        except Exception:
            logger.exception("Entry %s of the journal could not be told.", event.entry_id)
            left.add(event.pk)
    Notice.objects.bulk_create(notices, batch_size=500)
    OutboxEvent.objects.filter(pk__in=told).update(told_at=timezone.now())
    announce_to({notice.user_id for notice in notices if notice.channel == "in_app" and notice.user_id})
    return len(events)


@dataclass
class Plan:
    """What one reader will be told on one channel: by the rule that came first, for all the reasons there are."""

    rule: Rule
    reader: Reader
    tokens: set[str] = field(default_factory=set)
    urgency: int = Urgency.LOW
    needs_acknowledgement: bool = False

    def add(self, rule: Rule, token: str) -> None:
        self.tokens.add(token)
        self.urgency = max(self.urgency, rule.urgency)
        self.needs_acknowledgement |= rule.needs_acknowledgement


Plans = dict[tuple[str, str], Plan]


class Composer:
    """Rules, texts and people of one batch, each read once."""

    def __init__(self) -> None:
        self.directory = Directory()
        wordings = Prefetch("template__wordings")
        rules = Rule.objects.filter(is_active=True).select_related("template").prefetch_related(wordings)
        # A rule for this step says more than one for every step, and an urgent one comes first.
        self.rules = sorted(rules, key=lambda rule: (rule.is_for_every_step, -rule.urgency, rule.position))
        self.webhooks = list(Webhook.objects.filter(is_active=True).select_related("owner"))
        muted = Preference.objects.filter(mails_watched=False)
        self.muted = set(muted.values_list("user_id", flat=True))

    def notices_of(self, facts: Facts) -> list[Notice]:
        rules = [rule for rule in self.rules if _fits(rule, facts)]
        plans: Plans = {}
        for rule in rules:
            self._plan(rule, facts, plans)
        notices = [notice for plan in plans.items() if (notice := self._notice(plan[0][0], plan[1], facts))]
        webhook_rules = [rule for rule in rules if WEBHOOK in rule.channels]
        return notices + (list(self._webhook_notices(webhook_rules[0], facts)) if webhook_rules else [])

    def _plan(self, rule: Rule, facts: Facts, plans: Plans) -> None:
        channels = [name for name in rule.channels if name != WEBHOOK]
        for token in rule.recipients:
            for reader in self._readers(rule, token, facts):
                for channel in channels:
                    key = (channel, f"{type(reader).__name__}:{reader.pk}")
                    plans.setdefault(key, Plan(rule, reader)).add(rule, token)

    def _readers(self, rule: Rule, token: str, facts: Facts) -> Iterator[Reader]:
        known = self.directory.known
        readers = [
            known(one) if isinstance(one, User) else one
            for one in recipients.find(token, facts, self.directory)
        ]
        self.directory.read_rights(one for one in readers if isinstance(one, User))
        for reader in readers:
            if isinstance(reader, User):
                if self._is_told(rule, reader, facts):
                    yield reader
            elif _may_hear_outside(reader, facts):
                yield reader

    def _is_told(self, rule: Rule, user: User, facts: Facts) -> bool:
        if user.pk == facts.entry.by_id and not rule.tells_actor:
            return False
        return may_be_told(user, facts.record, is_public=facts.entry.is_public)

    def _notice(self, channel_name: str, plan: Plan, facts: Facts) -> Notice | None:
        channel = channel_named(channel_name)
        reader, template = plan.reader, plan.rule.template
        is_muted = channel_name == "email" and plan.tokens == WATCHING and reader.pk in self.muted
        address = channel.address_of(reader) if channel is not None else None
        if channel is None or template is None or address is None or is_muted:
            return None
        notice = _addressed(channel, plan, facts, address)
        text = template.wording_in(reader.language)
        if text is not None:
            with translation.override(text.language):
                values = Values(facts, reader, encloses=channel.encloses)
                notice.subject = wording.subject_line(wording.fill(text.subject, values))
                notice.body = wording.fill(text.body, values)
            notice.language = text.language
        return notice

    def _webhook_notices(self, rule: Rule, facts: Facts) -> Iterator[Notice]:
        for webhook in self.webhooks:
            owner = self.directory.known(webhook.owner)
            is_wanted = webhook.wants(facts.record.kind, facts.entry.step)
            if is_wanted and may_be_told(owner, facts.record, is_public=facts.entry.is_public):
                yield Notice(
                    rule=rule,
                    record=facts.record,
                    entry=facts.entry,
                    webhook=webhook,
                    channel=WEBHOOK,
                    address=webhook.url,
                    subject=event_type(facts),
                    body=body_of(facts),
                    urgency=rule.urgency,
                )


def _fits(rule: Rule, facts: Facts) -> bool:
    if rule.kind not in ("", facts.record.kind):
        return False
    if not rule.is_for_every_step and rule.step != facts.entry.step:
        return False
    return holds(rule.condition, facts)


def _may_hear_outside(contact: Contact, facts: Facts) -> bool:
    """A customer hears of public remarks and of steps, never of what is internal, and of no imported history."""
    entry = facts.entry
    if not contact.is_active or entry.via == Via.IMPORT or entry.step in INTERNAL_STEPS:
        return False
    return entry.is_public or entry.step in facts.kind.steps or entry.step == "register"


def _addressed(channel: Channel, plan: Plan, facts: Facts, address: str) -> Notice:
    """The notice but for its words. In the app it has arrived; without an address it has failed, for all to see."""
    notice = Notice(
        rule=plan.rule,
        record=facts.record,
        entry=facts.entry,
        user=plan.reader if isinstance(plan.reader, User) else None,
        contact=plan.reader if isinstance(plan.reader, Contact) else None,
        channel=channel.name,
        address=address,
        urgency=plan.urgency,
        needs_acknowledgement=plan.needs_acknowledgement,
    )
    if channel.is_immediate:
        notice.state, notice.sent_at, notice.next_try_at = Notice.State.SENT, timezone.now(), None
    elif not address:
        notice.state, notice.error, notice.next_try_at = Notice.State.FAILED, NO_ADDRESS, None
    return notice
