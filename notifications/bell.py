"""What stands under the bell: what is still to be acknowledged on top, then the rest, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from notifications.models import Notice
from people.models import User

PAGE = 100
SHOWN = ("record", "rule", "entry__by")
# Notices of one rule that came this close together stand as one line that opens: a storm stays readable.
TOGETHER = timedelta(seconds=60)
FEW = 3


@dataclass(frozen=True)
class Group:
    """Notices that came together by one rule, newest first; most often a single one."""

    notices: list[Notice]

    @property
    def is_storm(self) -> bool:
        return len(self.notices) > FEW

    @property
    def first(self) -> Notice:
        return self.notices[0]

    @property
    def last(self) -> Notice:
        return self.notices[-1]


@dataclass(frozen=True)
class Stand:
    """One page under the bell. `before` is the key of the next page, None on the last."""

    awaiting: list[Notice]
    groups: list[Group]
    before: int | None

    @property
    def is_empty(self) -> bool:
        return not self.awaiting and not self.groups


def stand_of(user: User, *, is_all: bool, before: int | None = None) -> Stand:
    """Unread notices, or all; what awaits an acknowledgement is on the first page in any case."""
    mine = Notice.objects.shown_to(user).select_related(*SHOWN).order_by("-id")
    awaiting = list(mine.awaiting_acknowledgement()[:PAGE]) if before is None else []
    rest = (mine if is_all else mine.unread()).exclude(
        needs_acknowledgement=True, acknowledged_at__isnull=True
    )
    if before is not None:
        rest = rest.filter(pk__lt=before)
    found = list(rest[: PAGE + 1])
    page = found[:PAGE]
    return Stand(awaiting, grouped(page), page[-1].pk if len(found) > PAGE else None)


def grouped(notices: Iterable[Notice]) -> list[Group]:
    groups: list[Group] = []
    for notice in notices:
        if groups and _belongs(notice, groups[-1]):
            groups[-1].notices.append(notice)
        else:
            groups.append(Group([notice]))
    # A few of one kind are easier to read one by one.
    return [part for group in groups for part in ([group] if group.is_storm else _apart(group))]


def _belongs(notice: Notice, group: Group) -> bool:
    # What the roster tells comes by no rule, and each says something else.
    is_alike = notice.rule_id is not None and notice.rule_id == group.first.rule_id
    return is_alike and group.last.created_at - notice.created_at <= TOGETHER


def _apart(group: Group) -> list[Group]:
    return [Group([notice]) for notice in group.notices]
