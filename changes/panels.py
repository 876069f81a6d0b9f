"""What stands beside a change, and beside what led to one."""

from typing import Any, cast

from django.utils.translation import gettext_lazy as _

from changes import judging
from changes.models import Change
from changes.parts_lifecycle import MISSING
from changes.scheduling import freezes_during
from changes.tested import seen_cover_of
from changes.votes import quorum_of
from people.models import User
from records.kinds import Panel
from records.models import Record


def approvals_of(record: Record, user: User) -> dict[str, Any] | None:
    assert isinstance(record, Change)
    seats = list(record.approvals.filter(round=record.voting_round).select_related("member", "by"))
    if not seats:
        return None
    agreed = sum(seat.vote == "yes" for seat in seats)
    is_awaited = record.state == "assessed" and user.rights.may("changes", "see")
    return {"seats": seats, "agreed": agreed, "quorum": quorum_of(record), "is_awaited": is_awaited}


def reach_of(record: Record, user: User) -> dict[str, Any] | None:
    assert isinstance(record, Change)
    reach = judging.reach_of(record)
    # Of one item alone the panel of its equipment tells the same.
    return {"reach": reach} if len(reach.items) > 1 else None


def risk_of(record: Record, user: User) -> dict[str, Any] | None:
    assert isinstance(record, Change)
    if record.risk is None:
        return None
    return {
        "level": record.get_risk_display(),
        "tone": judging.TONES[record.risk],
        "reasons": record.risk_reasons,
    }


def tests_of(record: Record, user: User) -> dict[str, Any] | None:
    assert isinstance(record, Change)
    cover = seen_cover_of(record, user)
    return {"cover": cover} if cover.tested or cover.models else None


def window_of(record: Record, user: User) -> dict[str, Any] | None:
    """Who else changes the same, or is busy elsewhere, in its window; and what freezes it."""
    assert isinstance(record, Change)
    if record.starts_at is None or record.ends_at is None or not record.is_open:
        return None
    conflicts = judging.seen_conflicts(record, user)
    freezes = list(freezes_during(record, record.starts_at, record.ends_at))
    return {"conflicts": conflicts, "freezes": freezes} if conflicts or freezes else None


def parts_of(record: Record, user: User) -> dict[str, Any] | None:
    assert isinstance(record, Change)
    # The manager is inherited, and django-stubs reads it as that of Record.
    rows = cast("Any", record.parts_orders.filter(pk__in=Record.objects.visible_to(user)))
    orders = list(rows.select_related("supplier").order_by("pk"))
    may_ask = record.is_open and user.rights.may("parts_order", "register")
    if not orders and not may_ask:
        return None
    return {"orders": orders, "missing": sum(order.state in MISSING for order in orders), "may_ask": may_ask}


APPROVALS = Panel(
    name="approvals",
    title=_("Board"),
    template="changes/approvals_panel.html",
    context=approvals_of,
    position=5,
)
RISK = Panel(name="risk", title=_("Risk"), template="changes/risk_panel.html", context=risk_of, position=6)
TESTS = Panel(
    name="tests",
    title=_("Tested on"),
    template="changes/tests_panel.html",
    context=tests_of,
    position=8,
)
REACH = Panel(
    name="reach",
    title=_("All that it touches"),
    template="changes/reach_panel.html",
    context=reach_of,
    position=18,
)
WINDOW = Panel(
    name="window",
    title=_("In the same window"),
    template="changes/window_panel.html",
    context=window_of,
    position=7,
)
PARTS = Panel(
    name="parts", title=_("Parts"), template="changes/parts_panel.html", context=parts_of, position=30
)
