"""The week of a complaint: wall time from its receipt until it is closed, never paused, whatever changes meanwhile.

Two clocks carry it: one that warns, one that takes it to the director. Their times follow from `week_since` and the
limits alone, so starting them again moves nothing.
"""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from records import clocks
from records.metrics import Metric, register_metric
from records.models import Clock

if TYPE_CHECKING:
    from complaints.models import Complaint

ACKNOWLEDGEMENT, WARNING, WEEK, PROMISE = (
    "complaint_ack",
    "complaint_warning",
    "complaint_week",
    "complaint_promise",
)


def begin(complaint: "Complaint") -> None:
    """Start the clocks of what was just received."""
    from complaints.models.reference import Limit, time_until

    since = complaint.week_since
    assert since is not None
    clocks.count_to(complaint, ACKNOWLEDGEMENT, since + time_until(Limit.What.ACKNOWLEDGE), since=since)
    count(complaint)


def count(complaint: "Complaint") -> None:
    """Let both clocks of the week count from its beginning; one that has struck in this week strikes no more."""
    from complaints.models.reference import Limit, time_until

    since = complaint.week_since
    assert since is not None
    clocks.stop(complaint, WARNING, WEEK)
    for metric, what in ((WARNING, Limit.What.WARN), (WEEK, Limit.What.DIRECTOR)):
        until = since + time_until(what)
        if not _has_struck(complaint, metric):
            clocks.count_to(complaint, metric, until, since=since)


def _has_struck(complaint: "Complaint", metric: str) -> bool:
    """By the sweep, within this week. What was stopped unswept after its time is struck by the next sweep."""
    since: Any = complaint.week_since
    fired = Clock.objects.filter(record_id=complaint.pk, metric=metric, stage=Clock.Stage.BREACHED)
    return fired.filter(started_at=since).exists()


def is_over(complaint: "Complaint") -> bool:
    """Whether a week has passed since its beginning: a later reopening begins another."""
    from complaints.models.reference import Limit, time_until

    since = complaint.week_since
    return since is not None and since + time_until(Limit.What.DIRECTOR) <= timezone.now()


register_metric(Metric(name=ACKNOWLEDGEMENT, label=_("acknowledgement of the complaint"), is_target=False))
register_metric(
    Metric(name=WARNING, label=_("warning of the week"), is_promise=False, is_target=False, warns=False)
)
register_metric(Metric(name=WEEK, label=_("week of the complaint"), is_target=False, warns=False))
register_metric(Metric(name=PROMISE, label=_("promise to the customer"), is_target=False))
