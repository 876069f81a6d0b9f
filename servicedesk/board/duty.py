"""Duty on the board: who fills each post now, or filled it at the moment that is looked at."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from people.models import User
from roster.areas import AREA
from roster.duty import active_posts, fillings
from servicedesk.board.attention import Need, Rank, register_need
from servicedesk.board.boxes import SIDE, Box, register_box
from servicedesk.board.moments import Moment


def duty_at(user: User, moment: Moment) -> dict[str, Any] | None:
    """Four queries. The holders are those of today: who held a post then is not kept."""
    found = fillings(active_posts(), moment.at)
    return {"fillings": found, "url": reverse("desk:roster-duty")} if found else None


DUTY = register_box(
    Box(
        name="duty",
        title=_("On duty"),
        icon="user-shield",
        template="board/duty.html",
        column=SIDE,
        place=30,
        needs=(AREA, "see"),
        context=duty_at,
    )
)


@register_need
def posts_that_nobody_fills(user: User) -> Iterator[Need]:
    """For who plans the roster."""
    if not user.rights.may(AREA, "plan"):
        return
    now = timezone.now()
    for found in fillings(active_posts(), now):
        if found.person is None:
            yield Need(
                Rank.DUTY, now, _now("nobody fills this post"), found.post.label, found.post.code,
                reverse("desk:roster-duty"), "user-shield", "alarm", is_due=False,
            )  # fmt: skip
