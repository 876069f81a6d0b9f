"""An advisory mailed: its audience is frozen with the step, and the notices tell what became of each mail."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from advisories.audience import audience, told
from advisories.models import Advisory, AdvisoryVersion, Mailing, Recipient
from notifications.models import Notice
from people.models import Contact, User
from records.models import JournalEntry, Record

STEP = "mail_out"
ARRIVED = (Notice.State.SENT, Notice.State.READ, Notice.State.ACKNOWLEDGED)


@dataclass(frozen=True)
class Fate:
    """What became of the mails of a mailing. `waiting`: not handed to the mail server yet."""

    people: int = 0
    sent: int = 0
    failed: int = 0

    @property
    def waiting(self) -> int:
        return max(0, self.people - self.sent - self.failed)


def freeze(advisory: Advisory, *, by: User, **criteria: Any) -> Mailing:
    """Keep who it goes to. Called in the transaction of the step, whose entry the notices hang on."""
    entry = JournalEntry.objects.filter(record=advisory.pk, step=STEP).order_by("-pk")[0]
    version = AdvisoryVersion.objects.get(advisory=advisory.pk, number=advisory.edition)
    mailing = Mailing.objects.create(
        advisory=advisory, version=version, entry=entry, by=by, criteria=told(criteria)
    )
    people = [Recipient(mailing=mailing, contact=contact) for contact in audience(**criteria)]
    Recipient.objects.bulk_create(people, batch_size=1_000)
    return mailing


def contacts_of(record: Record, entry: JournalEntry) -> Iterable[Contact]:
    """To whom the outbox mails what this entry tells of."""
    if record.kind != "advisory" or entry.step != STEP:
        return []
    return Contact.objects.filter(
        pk__in=Recipient.objects.filter(mailing__entry=entry.pk).values("contact")
    ).select_related("customer")


def fates(mailings: Iterable[Mailing]) -> dict[int, Fate]:
    """By key of the mailing. Two queries."""
    entries = {mailing.entry_id: mailing.pk for mailing in mailings}
    people = dict(
        Recipient.objects.filter(mailing__in=entries.values())
        .order_by()
        .values_list("mailing")
        .annotate(Count("pk"))
    )
    notices = (
        Notice.objects.filter(entry__in=entries, contact__isnull=False)
        .order_by()
        .values("entry")
        .annotate(
            sent=Count("pk", filter=Q(state__in=ARRIVED)),
            failed=Count("pk", filter=Q(state=Notice.State.FAILED)),
        )
    )
    found = {entries[row["entry"]]: (row["sent"], row["failed"]) for row in notices}
    return {pk: Fate(people.get(pk, 0), *found.get(pk, (0, 0))) for pk in entries.values()}


def notices_of(mailing: Mailing) -> dict[int, Notice]:
    """The notice of each contact, by the contact's key."""
    found = Notice.objects.filter(entry=mailing.entry_id, contact__isnull=False)
    return {notice.contact_id or 0: notice for notice in found}
