"""Beside a change that is over: the incidents on its items since then."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from changes.aftermath import WINDOWS
from changes.models import Change
from people.models import User
from records.kinds import Panel, register_panel
from records.models import Record
from servicedesk.figures_pages.sentences import within
from servicedesk.queues.counting import queue_url

# Each stands in the address of the list.
MOST_ITEMS = 60


def since_then(record: Record, user: User) -> dict[str, Any] | None:
    if not isinstance(record, Change) or record.resolved_at is None or not user.rights.scopes_for("incident"):
        return None
    items = [item.pk for item in record.all_items]
    if not 0 < len(items) <= MOST_ITEMS:
        return None
    ended, now = record.resolved_at, timezone.now()
    until = {days: ended + timedelta(days=days) for days in WINDOWS}
    counts = _counts(items, ended, until, user)
    lines = [
        {
            "label": within(days),
            "count": counts[f"within_{days}"],
            "url": queue_url("incident", show="all", item=items, opened_from=ended, opened_until=end),
            "is_so_far": now < end,
        }
        for days, end in until.items()
    ]
    return {"lines": lines, "may_compare": user.rights.may("figures", "see")}


def _counts(items: list[int], ended: datetime, until: dict[int, datetime], user: User) -> dict[str, int]:
    """In one query; reading the lists' own words would look every item up."""
    seen = Record.objects.visible_to(user).filter(kind="incident", item__in=items, opened_at__gte=ended)
    counts = {f"within_{days}": Count("pk", filter=Q(opened_at__lt=end)) for days, end in until.items()}
    return seen.filter(opened_at__lt=max(until.values())).aggregate(**counts)


SINCE = register_panel(
    Panel(
        name="since_then",
        title=_("Incidents on these items since"),
        template="figures/since_panel.html",
        context=since_then,
        position=35,
    )
)
