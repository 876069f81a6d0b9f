"""From tidings to notices: what is of no record comes under the bell and by mail, with the same fate as the others."""

from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from notifications import wording
from notifications.channels import NO_ADDRESS, Channel, channel_named
from notifications.models import Notice, Template
from records.live import announce_to
from records.tidings import Tiding, untold

BATCH = 100
CHANNELS = ("in_app", "email")
Templates = dict[str, Template]


def tell_tidings() -> int:
    """Turn every untold tiding into notices. Returns how many were told."""
    told = 0
    while found := _tell_batch():
        told += found
    return told


@transaction.atomic
def _tell_batch() -> int:
    found = list(untold(BATCH))
    if not found:
        return 0
    rows = Template.objects.filter(key__in={one.template for one in found}).prefetch_related("wordings")
    templates = {template.key: template for template in rows}
    Notice.objects.bulk_create([notice for one in found for notice in _notices(one, templates)])
    announce_to({one.reader.pk for one in found})
    return len(found)


def _notices(tiding: Tiding, templates: Templates) -> Iterator[Notice]:
    template = templates.get(tiding.template)
    for name in CHANNELS:
        channel = channel_named(name)
        address = channel.address_of(tiding.reader) if channel is not None else None
        if template is not None and channel is not None and address is not None:
            notice = _addressed(tiding, channel, address)
            _put_words(notice, tiding, template)
            yield notice


def _addressed(tiding: Tiding, channel: Channel, address: str) -> Notice:
    notice = Notice(user=tiding.reader, path=tiding.path, channel=channel.name, address=address)
    if channel.is_immediate:
        notice.state, notice.sent_at, notice.next_try_at = Notice.State.SENT, timezone.now(), None
    elif not address:
        notice.state, notice.error, notice.next_try_at = Notice.State.FAILED, NO_ADDRESS, None
    return notice


def _put_words(notice: Notice, tiding: Tiding, template: Template) -> None:
    text = template.wording_in(tiding.reader.language)
    if text is None:
        return
    url = f"{settings.SITE_URL.rstrip('/')}{tiding.path}"
    values = {**tiding.values, "url": url, "reader": tiding.reader.name, "product": settings.ITSM_NAME}
    with translation.override(text.language):
        notice.subject = wording.subject_line(wording.fill(text.subject, values))
        notice.body = wording.fill(text.body, values)
    notice.language = text.language
