"""Visits on the board: who is out, where, until when; and who should be there by now."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from people.models import User
from servicedesk.board.attention import Need, Rank, register_need
from servicedesk.board.boxes import SIDE, Box, register_box
from servicedesk.board.moments import Moment
from servicedesk.board.tiles import Tile, register_tile
from servicedesk.queues.counting import queue_url
from visits.lifecycle import UNDER_WAY
from visits.models import Visit

KIND = "visit"
MOST = 8
# So long a request may lie before somebody is told that nobody was sent.
UNSENT = timedelta(minutes=10)


def _seen(user: User) -> Any:
    # The manager is inherited, and django-stubs reads it as that of Record.
    return cast("Any", Visit.objects.visible_to(user))


OUT = register_tile(
    Tile(
        name="visits",
        label=_("Visits under way"),
        icon="truck",
        place=500,
        kind=KIND,
        now=lambda moment: {"show": "open", "state": list(UNDER_WAY)},
    )
)
WAITING = register_tile(
    Tile(
        name="visits-unsent",
        label=_("Visits nobody was sent to"),
        icon="user-question",
        place=510,
        tone="waiting",
        kind=KIND,
        now=lambda moment: {"show": "open", "state": "requested"},
    )
)


def visits_out(user: User, moment: Moment) -> dict[str, Any] | None:
    """Whoever should have arrived first; those that are on site last. One query."""
    if not moment.is_now:
        return None
    rows = _seen(user).filter(is_under_way=True).select_related("engineer", "site", "customer")
    visits = list(rows.order_by("arrived_at", "eta_at", "pk")[: MOST + 1])
    if not visits:
        return None
    url = queue_url(KIND, show="open", state=list(UNDER_WAY))
    return {"visits": visits[:MOST], "url": url, "has_more": len(visits) > MOST, "now": timezone.now()}


UNDER_WAY_BOX = register_box(
    Box(
        name="visits",
        title=_("On the road"),
        icon="truck",
        template="board/visits.html",
        place=40,
        column=SIDE,
        kind=KIND,
        context=visits_out,
    )
)


@register_need
def visits_that_wait(user: User) -> Iterator[Need]:
    """For who may send: an engineer who is later than he said, and a visit that nobody was sent to. One query."""
    if not user.rights.may(KIND, "dispatch"):
        return
    now = timezone.now()
    late = Q(state="travelling", eta_at__lt=now)
    unsent = Q(state="requested", opened_at__lt=now - UNSENT) & (
        Q(planned_at__isnull=True) | Q(planned_at__lt=now)
    )
    for visit in _seen(user).filter(late | unsent).select_related("engineer").order_by("opened_at")[:MOST]:
        is_late = visit.state == "travelling"
        if is_late:
            text = _now("%(person)s has not arrived") % {"person": visit.engineer}
        else:
            text = _now("nobody was sent")
        yield Need(
            Rank.VISIT, visit.eta_at if is_late else visit.opened_at, text, visit.title, visit.number,
            reverse("desk:record", args=[visit.number]), "truck", "alarm" if is_late else "waiting",
            is_due=is_late,
        )  # fmt: skip
