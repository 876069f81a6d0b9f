"""Conditions about what was: open or overdue at a past moment, solved within the promised time or not."""

from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from records.models import Clock

KEPT, BROKEN = "kept", "broken"
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
