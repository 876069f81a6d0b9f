"""Stopping a roll-out by itself, once, as soon as too many of those who have it reported."""

import logging
from typing import Any

from people.accounts import system_user
from records.actions import advance
from records.errors import Refused
from releases.deploying import SPREADING
from releases.fault_share import Share, share_of
from releases.models import HaltRule, Release

logger = logging.getLogger(__name__)


def watched_share(release: Release, rule: HaltRule | None = None) -> Share:
    """What counts for halting: the pilot customers during the pilot, everybody who has it from the roll-out on."""
    return share_of(release, is_pilot=release.rolled_out_at is None, rule=rule)


def limit_of(release: Release, rule: HaltRule | None = None) -> int:
    """Per cent: its own after it went on once, else what the settings say of its service."""
    return release.own_limit or (rule or HaltRule.of(release.service_id)).percent


def is_over(share: Share, limit: int, rule: HaltRule) -> bool:
    return share.reported >= rule.least_reports and 100 * share.reported >= limit * share.deployed


def halt_where_too_many_reported() -> int:
    """Look at every release that spreads. Returns how many were halted. Cost grows with these, not with what exists.

    Exactly once: the door locks the release's row and refuses the step once it is halted, whoever was first.
    """
    running = Release.objects.filter(kind="release", state__in=SPREADING, closed_at__isnull=True)
    return sum(_halted(release) for release in running)  # type: ignore[arg-type]


def halt_if_over(release: Release) -> None:
    """In the step that crosses the threshold, and in its transaction: whoever took it reads that it has halted.

    An incident that only its customer and service tell of has no step here: for those the beat looks.
    """
    if release.state in SPREADING and (share := _share_over_limit(release)) is not None:
        _stop(release, share)
        release.refresh_from_db()


def _share_over_limit(release: Release) -> Share | None:
    rule = HaltRule.of(release.service_id)
    share = watched_share(release, rule)
    return share if is_over(share, limit_of(release, rule), rule) else None


def _stop(release: Release, share: Share) -> None:
    told: dict[str, Any] = {"reported": share.reported, "deployed": share.deployed}
    advance(release, "stop_itself", by=system_user(), via="clock", **told)


def _halted(release: Release) -> bool:
    share = _share_over_limit(release)
    if share is None:
        return False
    try:
        _stop(release, share)
    except Refused:
        # Another worker, or a person, was first.
        return False
    except Exception:
        logger.exception("%s could not be halted.", release.number)
        return False
    return True
