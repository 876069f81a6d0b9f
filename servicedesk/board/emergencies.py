"""Emergencies on the board: what is proposed or in force comes before everything else that needs somebody."""

from collections.abc import Iterator
from typing import Any, cast

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from emergency.models import Emergency
from people.models import User
from servicedesk.board.attention import MOST, Need, Rank, register_need
from servicedesk.board.tiles import Tile, register_tile

KIND = "emergency"

OPEN = register_tile(
    Tile(
        name="emergencies",
        label=_("Emergencies"),
        icon="urgent",
        place=100,
        good="down",
        tone="alarm",
        kind=KIND,
        is_on_wall=True,
        now=lambda moment: {"show": "open"},
        then=lambda moment: {"show": "all", "open_at": moment.at},
    )
)


@register_need
def emergencies_that_run(user: User) -> Iterator[Need]:
    """One query. A drill says that it is one."""
    # The manager is inherited, and django-stubs reads it as that of Record.
    seen = cast("Any", Emergency.objects.visible_to(user)).open().order_by("opened_at")
    for emergency in seen.defer("description")[:MOST]:
        words = {"state": emergency.state_label}
        text = (
            _now("drill: %(state)s") % words if emergency.is_drill else _now("emergency: %(state)s") % words
        )
        yield Need(
            Rank.EMERGENCY,
            emergency.opened_at,
            text,
            emergency.title,
            emergency.number,
            emergency.get_absolute_url(),
            "urgent",
            "waiting" if emergency.is_drill else "alarm",
            is_due=False,
        )
