"""Complaints on the board, for whoever sees any: how many, those that went up, and those whose week is nearly over."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from complaints.models import Limit
from complaints.models.reference import hours_by_limit
from complaints.repeats import seen_by
from people.models import User
from servicedesk.board.attention import MOST, Need, Rank, my_level, register_need
from servicedesk.board.tiles import Tile, register_tile

KIND = "complaint"
AT_THE_TOP = 3

OPEN = register_tile(
    Tile(
        name="complaints",
        label=_("Complaints"),
        icon="mood-sad",
        place=300,
        good="down",
        kind=KIND,
        now=lambda moment: {"show": "open"},
        then=lambda moment: {"show": "all", "open_at": moment.at},
    )
)
ESCALATED = register_tile(
    Tile(
        name="complaints-escalated",
        label=_("Complaints that went up"),
        icon="arrow-up-circle",
        place=310,
        tone="alarm",
        kind=KIND,
        now=lambda moment: {"show": "escalated"},
    )
)


@register_need
def complaints_near_their_week(user: User) -> Iterator[Need]:
    """What was warned of and is not closed, and for the director what is with him. Two queries, for who sees any."""
    if not user.rights.scopes_for(KIND):
        return
    now, hours = timezone.now(), hours_by_limit()
    warn, week = (timedelta(hours=hours[one]) for one in (Limit.What.WARN, Limit.What.DIRECTOR))
    pressing = seen_by(user).filter(closed_at__isnull=True, week_since__lte=now - warn)
    for complaint in pressing.order_by("week_since", "pk")[:MOST]:
        yield _need(complaint, complaint.week_since + week, is_mine=my_level(user) >= AT_THE_TOP)


def _need(complaint: Any, ends_at: Any, *, is_mine: bool) -> Need:
    if complaint.is_with_director:
        text = _now("complaint is with you") if is_mine else _now("complaint is with the director")
    elif ends_at <= timezone.now():
        text = _now("complaint: its week is over")
    else:
        text = _now("complaint: its week is nearly over")
    return Need(
        Rank.COMPLAINT, ends_at, text, complaint.title, complaint.number, complaint.get_absolute_url(),
        "mood-sad", "alarm",
    )  # fmt: skip
