"""The journal on the page: newest first, older entries by key, so that a record with thousands stays as fast."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from people.models import User
from records.models import JournalEntry, Record
from records.sight import sees_internal
from records.telling import Told, tell_all
from servicedesk.queues.reading import BadFilter

AT_ONCE = 30
# A page left open for weeks follows this far; what lies between is found below "older".
MOST_FOLLOWED = 300


@dataclass(frozen=True)
class Page:
    entries: list[Told]
    # Where older entries go on, and from where this page began: keys, or nothing.
    older: str
    since: str

    @property
    def since_quoted(self) -> str:
        """For an address: the "+" of a time zone would arrive as a space."""
        return quote(self.since)


def newest(record: Record, user: User, since: str = "") -> Page:
    """The newest entries; with `since`, everything from that key on, so that a followed page leaves no gap."""
    entries = seen_entries(record, user)
    if since:
        found = list(entries.filter(_beyond(since, "gt", or_equal=True))[: MOST_FOLLOWED + 1])
        has_more = len(found) > MOST_FOLLOWED or entries.filter(_beyond(since, "lt")).exists()
        return _page(record, found[:MOST_FOLLOWED], has_more=has_more)
    return _cut(record, list(entries[: AT_ONCE + 1]))


def older(record: Record, user: User, before: str) -> Page:
    return _cut(record, list(seen_entries(record, user).filter(_beyond(before, "lt"))[: AT_ONCE + 1]))


def seen_entries(record: Record, user: User) -> "QuerySet[JournalEntry]":
    entries = JournalEntry.objects.filter(record_id=record.pk).select_related("by").order_by("-at", "-id")
    return entries if sees_internal(user.rights, record.kind) else entries.filter(is_public=True)


def _cut(record: Record, found: list[JournalEntry]) -> Page:
    return _page(record, found[:AT_ONCE], has_more=len(found) > AT_ONCE)


def _page(record: Record, entries: list[JournalEntry], *, has_more: bool) -> Page:
    last = key_of(entries[-1]) if entries else ""
    return Page(tell_all(entries, record.declared), older=last if has_more else "", since=last)


def key_of(entry: JournalEntry) -> str:
    return f"{entry.at.isoformat()}_{entry.pk}"


def _beyond(key: str, way: str, *, or_equal: bool = False) -> Q:
    """Entries on one side of a key. The plain bound on `at` lets the index find them."""
    at, pk = _read(key)
    edge = "e" if or_equal else ""
    return Q(**{f"at__{way}e": at}) & (Q(**{f"at__{way}": at}) | Q(at=at, **{f"id__{way}{edge}": pk}))


def _read(key: str) -> tuple[datetime, int]:
    at, _sign, pk = key.partition("_")
    try:
        moment = parse_datetime(at)
        number = int(pk)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not 0 < number < 2**63:
        raise BadFilter("before", _("it is no place in this journal."))
    return moment, number


def journal_context(request: HttpRequest, record: Record, user: User) -> dict[str, Any]:
    if before := request.GET.get("before"):
        return {"page": older(record, user, before), "is_older": True}
    return {"page": newest(record, user, request.GET.get("since", "")), "is_older": False}
