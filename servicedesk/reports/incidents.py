"""The figures of incidents over a period, each with the list it counts, beside the period before."""

from datetime import datetime
from typing import Any

from django.db.models import Avg, Count, DurationField, F, Q
from django.db.models.aggregates import Aggregate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from calls.models import Call
from people.models import User
from records.models import Record
from servicedesk.board.shares import of_words, share
from servicedesk.call_list.selection import Selection
from servicedesk.queues.counting import queue_counts, queue_url
from servicedesk.reports.parts import Figure
from servicedesk.reports.periods import Period
from servicedesk.spans import span_words

KIND = "incident"
BEFORE = "before "
Words = dict[str, Any]


class Median(Aggregate):
    """Half of the values are smaller. One that lasted for months does not move it."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def words_of(period: Period) -> dict[str, Words]:
    """The lists of a period by name, as words of `queue_url`."""
    start, end = period.start, period.end
    opened = {"show": "all", "opened_from": start, "opened_until": end}
    resolved = {"show": "all", "resolved_from": start, "resolved_until": end}
    return {
        "opened": opened,
        "resolved": resolved,
        "open": {"show": "all", "open_at": end},
        "overdue": {"show": "all", "overdue_at": end},
        "kept": {**resolved, "promise": "kept"},
        "promised": {**resolved, "promise": ["kept", "broken"]},
        "answered": {**opened, "response": "kept"},
        "to answer": {**opened, "response": ["kept", "broken"]},
        "reopened": {"show": "all", "reopened_in": span(start, end)},
        "responded": {**opened, "responded_until": end},
    }


def span(start: datetime, end: datetime) -> str:
    return f"{start.isoformat()}/{end.isoformat()}"


def incident_figures(user: User, period: Period) -> list[Figure]:
    """Eleven at most, in seven queries, each bounded by what happened in the two periods or was open at their ends."""
    words = words_of(period)
    earlier = {f"{BEFORE}{name}": told for name, told in words_of(period.before).items()}
    numbers = queue_counts(user, words | earlier, KIND)
    return [
        *_counts(words, numbers),
        *_shares(words, numbers),
        *_times(user, period, words, numbers),
        *first_calls(user, period),
    ]


def _counts(words: dict[str, Words], numbers: dict[str, int]) -> list[Figure]:
    told = (
        ("opened", _("New"), "inbox", "", ""),
        ("resolved", pgettext("how many were", "Resolved"), "check", "up", ""),
        ("open", _("Open at the end"), "folder-open", "down", ""),
        ("overdue", _("Overdue at the end"), "alert-triangle", "down", "alarm"),
        ("reopened", _("Reopened"), "rotate-clockwise", "down", ""),
    )
    return [
        Figure(
            name=name, label=label, icon=icon, value=numbers[name], count=numbers[name],
            href=queue_url(KIND, **words[name]), good=good, tone=tone if numbers[name] else "",
            before=numbers[f"{BEFORE}{name}"],
        )
        for name, label, icon, good, tone in told
    ]  # fmt: skip


def _shares(words: dict[str, Words], numbers: dict[str, int]) -> list[Figure]:
    told = (
        ("kept", "promised", _("Resolved in time"), "target-arrow"),
        ("answered", "to answer", _("Answered in time"), "message-check"),
    )
    return [
        Figure(
            name=name, label=label, icon=icon, value=share(numbers[name], numbers[whole]), unit="%",
            count=numbers[name], href=queue_url(KIND, **words[name]), good="up",
            note=of_words(numbers[name], numbers[whole]),
            before=share(numbers[f"{BEFORE}{name}"], numbers[f"{BEFORE}{whole}"]),
        )
        for name, whole, label, icon in told
    ]  # fmt: skip


def _times(user: User, period: Period, words: dict[str, Words], numbers: dict[str, int]) -> list[Figure]:
    """Mean time to acknowledge and to resolve, in hours of the clock on the wall; the median beside it."""
    told = (
        ("responded", _("Time to answer"), "hourglass-low", "responded_at"),
        ("resolved", _("Time to resolve"), "hourglass", "resolved_at"),
    )
    return [
        _time(
            name,
            label,
            icon,
            _spent(user, period, column),
            _spent(user, period.before, column),
            words,
            numbers,
        )
        for name, label, icon, column in told
    ]


def _time(
    name: str,
    label: str,
    icon: str,
    spent: Any,
    before: Any,
    words: dict[str, Words],
    numbers: dict[str, int],
) -> Figure:
    return Figure(
        name=f"time-{name}",
        label=label,
        icon=icon,
        value=_hours(spent["mean"]),
        unit=_("h"),
        count=numbers[name],
        href=queue_url(KIND, **words[name]),
        good="down",
        note=_("half within %(span)s") % {"span": span_words(spent["half"].total_seconds())}
        if spent["half"]
        else "",
        before=_hours(before["mean"]),
    )


def _spent(user: User, period: Period, column: str) -> dict[str, Any]:
    """From opening to the moment in the column, of what was opened (answers) or resolved (solutions) in the period."""
    by = "opened_at" if column == "responded_at" else column
    within = Q(**{f"{by}__gte": period.start, f"{by}__lt": period.end, f"{column}__lt": period.end})
    took = F(column) - F("opened_at")
    seen = Record.objects.visible_to(user).filter(within, kind=KIND).order_by()
    return seen.aggregate(mean=Avg(took, output_field=DurationField()), half=Median(took))


def _hours(mean: Any) -> float | None:
    return round(mean.total_seconds() / 3600, 1) if mean is not None else None


def first_calls(user: User, period: Period) -> list[Figure]:
    """How many callers were helped at once, for whoever may open the list of calls. One query."""
    if not user.rights.may("call", "see"):
        return []
    earlier = period.before
    now, then = _calls_within(period), _calls_within(earlier)
    at_once = Q(is_first_call_resolution=True)
    counted = (
        Call.objects.visible_to(user)
        .filter(now | then, direction=Call.Direction.IN)
        .order_by()
        .aggregate(
            calls=Count("pk", filter=now),
            answered=Count("pk", filter=now & at_once),
            calls_before=Count("pk", filter=then),
            answered_before=Count("pk", filter=then & at_once),
        )
    )
    listed = Selection(
        user=user, on=None, since=period.start, until=period.end, direction=str(Call.Direction.IN)
    )
    return [
        Figure(
            name="calls", label=_("Calls in"), icon="phone-incoming", value=counted["calls"], count=counted["calls"],
            href=listed.url(), before=counted["calls_before"],
        ),
        Figure(
            name="first-call", label=_("Answered at once"), icon="checks",
            value=share(counted["answered"], counted["calls"]), unit="%", count=counted["answered"],
            href=listed.url(result="answered"), good="up", note=of_words(counted["answered"], counted["calls"]),
            before=share(counted["answered_before"], counted["calls_before"]),
        ),
    ]  # fmt: skip


def _calls_within(period: Period) -> Q:
    return Q(started_at__gte=period.start, started_at__lt=period.end)
