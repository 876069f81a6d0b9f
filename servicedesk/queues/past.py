"""Conditions about what was: open or overdue at a past moment, answered or solved within the promised time or not."""

from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import (
    BooleanField,
    Exists,
    F,
    Func,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import In
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from changes.models import Change
from records.kinds import kinds
from records.models import Clock, JournalEntry, Record

KEPT, BROKEN = "kept", "broken"
REOPEN = "reopen"
# Pauses are [from, to, why], in universal time and so in the order of their letters. Not strict, a filter would look
# into each pause.
RESTING = "strict $[*] ? (@[0] <= $at && (@[1] == null || @[1] > $at))"
SUCCESS = {"yes": _("as planned"), "no": _("failed or backed out")}
PROMISES = {KEPT: _("kept"), BROKEN: _("broken")}


class Rested(Func):
    """Whether a clock was paused: its pauses, a path, and the path's variables."""

    function = "jsonb_path_exists"
    output_field = BooleanField()


def was_open_at(moment: datetime) -> Q:
    """What was open at a past moment. What came back since was over at the moment where the journal says so."""
    as_columns_tell = (
        Q(resolved_at__isnull=True, closed_at__isnull=True)
        | Q(resolved_at__gt=moment)
        | Q(resolved_at__isnull=True, closed_at__gt=moment)
    )
    return Q(opened_at__lte=moment) & as_columns_tell & ~Q(pk__in=_over_then_and_back_since(moment))


def _over_then_and_back_since(moment: datetime) -> QuerySet[JournalEntry, int]:
    """A reopening empties the columns of the solution before it. Costs what came back since the moment."""
    entries = JournalEntry.objects.filter(record=OuterRef("record"), at__lte=moment).order_by("-at", "-id")
    back = JournalEntry.objects.filter(step=REOPEN, at__gt=moment)
    was_over = back.annotate(state_then=Subquery(entries.values("to_state")[:1])).filter(
        state_then__in=_over()
    )
    return was_over.values_list("record", flat=True)


def column_at(column: str, moment: datetime) -> Coalesce:
    """The text of what a column held at a past moment, empty for nothing: what the first change since then says of
    before, else what it holds now. Costs each record that is asked the journal it has written since."""
    changed, is_row = KeyTransform(column, "changes"), Record._meta.get_field(column).is_relation
    before = KeyTextTransform("id", KeyTransform("0", changed)) if is_row else KeyTextTransform("0", changed)
    since = JournalEntry.objects.filter(record=OuterRef("pk"), at__gt=moment, changes__has_key=column)
    first = (
        since.order_by("at", "id")
        .annotate(before=Coalesce(before, Value(""), output_field=TextField()))
        .values("before")[:1]
    )
    return Coalesce(Subquery(first), Cast(F(column), TextField()), Value(""), output_field=TextField())


def held(column: str, keys: set[int | None], moment: datetime) -> Q:
    """Records whose column held one of these keys at a past moment."""
    texts = ["" if key is None else str(key) for key in keys]
    return Q(In(column_at(column, moment), texts))


def _over() -> set[str]:
    """The states that something is reopened from."""
    reopened = [kind for kind in kinds() if REOPEN in kind.steps]
    return {
        name for kind in reopened for name, state in kind.states.items() if state.tone in ("done", "ended")
    }


def was_overdue_at(moment: datetime) -> Q:
    """What was open at a past moment with a promise broken, not yet made good, and not resting just then."""
    at = moment.astimezone(UTC).isoformat()
    broken = Clock.objects.filter(
        Q(stopped_at__isnull=True) | Q(stopped_at__gt=moment),
        ~Rested(F("pauses"), Value(RESTING), Value({"at": at}, JSONField())),
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
