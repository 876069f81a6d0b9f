"""Surges on the board: how many there are, each with its height, and a surge that runs among what needs somebody."""

from collections.abc import Iterator
from typing import Any, cast

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from emergency.models import Surge
from people.models import User
from servicedesk.board.attention import MOST, Need, Rank, register_need
from servicedesk.board.boxes import WIDE, Box, register_box
from servicedesk.board.moments import Moment
from servicedesk.board.tiles import Tile, register_tile
from servicedesk.queues.counting import queue_url

KIND = "surge"

OPEN = register_tile(
    Tile(
        name="surges",
        label=_("Surges"),
        icon="storm",
        place=200,
        good="down",
        tone="alarm",
        kind=KIND,
        is_on_wall=True,
        now=lambda moment: {"show": "open"},
        then=lambda moment: {"show": "all", "open_at": moment.at},
    )
)


def _running(user: User) -> list[Surge]:
    # The manager is inherited, and django-stubs reads it as that of Record.
    rows = cast("Any", Surge.objects.visible_to(user)).filter(is_running=True)
    return list(rows.select_related("service", "item", "symptom").order_by("-reached_at", "-pk")[:MOST])


def surges_now(user: User, moment: Moment) -> dict[str, Any] | None:
    """What surges just now, and early warnings. One query."""
    running = _running(user) if moment.is_now else []
    if not running:
        return None
    return {"surges": running, "total": len(running), "url": queue_url(KIND, show="open")}


SURGES = register_box(
    Box(
        name="surges",
        title=_("Surges"),
        icon="storm",
        template="board/surges.html",
        column=WIDE,
        place=5,
        kind=KIND,
        context=surges_now,
    )
)


@register_need
def surges_that_run(user: User) -> Iterator[Need]:
    """For who leads: a surge is looked at before anything that is merely late."""
    if not user.rights.may(KIND, "point"):
        return
    for surge in _running(user):
        if surge.reached_at is not None:
            told = {"reports": surge.reports, "minutes": surge.window_minutes}
            yield Need(
                Rank.SURGE, surge.reached_at, _now("surge: %(reports)s reports") % told, surge.title,
                surge.number, surge.get_absolute_url(), "storm", "alarm",
                is_due=False,
            )  # fmt: skip
