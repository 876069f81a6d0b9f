"""What stands beside a surge: its curve, its numbers with the lists behind them, and where callers are attached."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emergency.models import Surge
from emergency.surge_curve import curve_of
from emergency.surge_reports import calls_of, incidents_of
from people.models import User
from records.kinds import Panel
from records.models import Record


def curve(record: Record, user: User) -> dict[str, Any] | None:
    assert isinstance(record, Surge)
    return {"chart": curve_of(record, timezone.now()), "record": record}


def numbers(record: Record, user: User) -> dict[str, Any] | None:
    """Counted as the reader's lists count them."""
    assert isinstance(record, Surge)
    now = timezone.now()
    calls = calls_of(record, now).visible_to(user)  # type: ignore[attr-defined]
    return {
        "record": record,
        "calls": calls.count(),
        "customers": calls.filter(customer__isnull=False).values("customer").distinct().count(),
        "incidents": incidents_of(record, now).visible_to(user).count(),
        "usual": record.usual,
        "may_list_calls": user.rights.may("call", "see"),
    }


def attaching(record: Record, user: User) -> dict[str, Any] | None:
    """Where the call pad attaches the next caller; told only to who sees that record."""
    assert isinstance(record, Surge)
    seen = Record.objects.visible_to(user).filter(pk=record.attaches_to_id or 0).first()
    return {"parent": seen.specific} if seen is not None else None


CURVE = Panel(
    name="surge_curve",
    title=_("Reports over time"),
    template="emergency/surge_curve.html",
    context=curve,
    position=8,
)
REPORTS = Panel(
    name="surge_numbers",
    title=_("What belongs to it"),
    template="emergency/surge_numbers.html",
    context=numbers,
    position=9,
)
ATTACHES = Panel(
    name="surge_attaches",
    title=_("Callers are attached to"),
    template="emergency/surge_attaches.html",
    context=attaching,
    position=10,
)
