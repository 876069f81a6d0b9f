"""Releases that are spreading or were halted: how many of who has them reported, and what halts or was halted."""

from collections.abc import Iterator
from typing import Any, cast

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from people.models import User
from releases.deploying import SPREADING
from releases.fault_share import share_of
from releases.halting import limit_of
from releases.models import HaltRule, Release
from servicedesk.board.attention import MOST, Need, Rank, register_need
from servicedesk.board.boxes import WIDE, Box, register_box
from servicedesk.board.moments import Moment
from servicedesk.board.tiles import Tile, register_tile
from servicedesk.queues.counting import queue_url

KIND = "release"
RUNNING = [*SPREADING, "halted"]
# Whose share is reckoned on the board, the latest pilots first; the others stand behind the link of the head.
SHOWN = 5


def _running(user: User) -> Any:
    # The manager is inherited, and django-stubs reads it as that of Record.
    return cast("Any", Release.objects.visible_to(user)).filter(state__in=RUNNING, closed_at__isnull=True)


OUT = register_tile(
    Tile(
        name="pilots",
        label=_("Releases in pilot or roll-out"),
        icon="rocket",
        place=400,
        kind=KIND,
        now=lambda moment: {"show": "open", "state": RUNNING},
    )
)


def pilots(user: User, moment: Moment) -> dict[str, Any] | None:
    """The shares as they stand now. A query, and four for each release shown."""
    if not moment.is_now:
        return None
    found = list(_running(user).order_by("-pilot_started_at", "-pk")[: SHOWN + 1])
    if not found:
        return None
    return {
        "lines": [_line(release) for release in found[:SHOWN]],
        "has_more": len(found) > SHOWN,
        "url": queue_url(KIND, show="open", state=RUNNING),
    }


def _line(release: Release) -> dict[str, Any]:
    rule, page = HaltRule.of(release.service_id), reverse("desk:release", args=[release.number])
    share, limit = share_of(release, rule=rule), limit_of(release, rule)
    return {
        "release": release,
        "share": share,
        "limit": limit,
        "is_over": bool(share.deployed) and 100 * share.reported >= limit * share.deployed,
        "page_url": page,
        "reported_url": f"{page}?show=reported#customers",
    }


BOX = register_box(
    Box(
        name="pilots",
        title=_("Releases in pilot or roll-out"),
        icon="rocket",
        template="board/pilots.html",
        place=20,
        column=WIDE,
        kind=KIND,
        context=pilots,
    )
)


@register_need
def releases_that_halted(user: User) -> Iterator[Need]:
    """For who may go on with one or take it back. One query."""
    if not user.rights.may(KIND, "halt"):
        return
    for release in _running(user).filter(state="halted").order_by("-halted_at", "-pk")[:MOST]:
        if release.halted_reports is None:
            text = _now("release is halted")
        else:
            told = {"reported": release.halted_reports, "deployed": release.halted_deployed}
            text = _now("release halted itself: %(reported)s of %(deployed)s reported") % told
        url = reverse("desk:release", args=[release.number])
        yield Need(
            Rank.RELEASE, release.halted_at, text, release.title, release.number, url, "hand-stop", "alarm",
            is_due=False,
        )  # fmt: skip
