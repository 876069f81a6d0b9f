"""Conditions about what was: open or overdue at a past moment, answered or solved within the promised time or not."""

from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from changes.models import Change
from records.models import Clock, JournalEntry

KEPT, BROKEN = "kept", "broken"
REOPEN = "reopen"
SUCCESS = {"yes": _("as planned"), "no": _("failed or backed out")}
PROMISES = {KEPT: _("kept"), BROKEN: _("broken")}


def was_open_at(moment: datetime) -> Q:
    """What was open at a past moment, as far as the columns still tell: a reopening hides the solution before it."""
    return Q(opened_at__lte=moment) & (
        Q(resolved_at__isnull=True, closed_at__isnull=True)
        | Q(resolved_at__gt=moment)
        | Q(resolved_at__isnull=True, closed_at__gt=moment)
    )


def was_overdue_at(moment: datetime) -> Q:
    """What was open at a past moment with a promise already broken and not yet made good."""
    broken = Clock.objects.filter(
        Q(stopped_at__isnull=True) | Q(stopped_at__gt=moment),
        breached_at__isnull=False,
        breached_at__lte=moment,
        follow_up__isnull=True,
    )
    return was_open_at(moment) & Q(pk__in=broken.values("record"))


def promise_was(words: list[str]) -> Q:
    """What was resolved within the time promised for it, or not; without a promise it is neither."""
    counted = Clock.objects.filter(record=OuterRef("pk"), metric="resolution")
    was_late = Q(Exists(counted.filter(breached_at__isnull=False)))
    was_promised = Q(Exists(counted))
    told = {KEPT: was_promised & ~was_late, BROKEN: was_late}
    # Said as "kept or broken" it would send the database through every clock there is.
    asked = was_promised if told.keys() <= set(words) else reduce(or_, (told[word] for word in words))
    return Q(resolved_at__isnull=False) & asked


def response_was(words: list[str]) -> Q:
    """What was answered within the time promised for it, or later, or not at all though the time is over."""
    counted = Clock.objects.filter(record=OuterRef("pk"), metric="response")
    was_late = Q(Exists(counted.filter(breached_at__isnull=False)))
    told = {KEPT: Q(responded_at__isnull=False) & Q(Exists(counted)) & ~was_late, BROKEN: was_late}
    return reduce(or_, (told[word] for word in words))


def went_well(words: list[str]) -> Q:
    """Changes that were carried out, and went as planned or not."""
    done = Change.objects.filter(resolved_at__isnull=False, has_failed__in=[word == "no" for word in words])
    return Q(pk__in=done.values("pk"))


def was_reopened(spans: list[tuple[datetime, datetime]]) -> Q:
    """What came back within a span, as the journal tells: how often it did so since does not matter."""
    within = reduce(or_, (Q(at__gte=begun, at__lt=ended) for begun, ended in spans))
    return Q(pk__in=JournalEntry.objects.filter(within, step=REOPEN).values("record"))


def span_of(text: str) -> tuple[str, tuple[datetime, datetime], str]:
    """Two moments with a stroke between them (ISO 8601), their meaning, and the words of the chip."""
    begun, ended = (parse_datetime(one.replace(" ", "+")) for one in text.split("/"))
    if begun is None or ended is None or timezone.is_naive(begun) or timezone.is_naive(ended):
        raise ValueError(text)
    # The end is not part of it: a day's span ends at the midnight after it.
    days = [timezone.localtime(one) for one in (begun, ended - timedelta(microseconds=1))]
    label = gettext("%(first)s to %(last)s") % {
        "first": date_format(days[0], "Y-m-d H:i"),
        "last": date_format(days[1], "Y-m-d H:i"),
    }
    return text, (begun, ended), label
