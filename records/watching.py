"""Watching a record: hearing of its changes. It gives no sight, and is no part of the record's history."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from people.models import User
from records.models import Record, Watch
from records.sight import DECIDING, admits


def watch(record: Record, *, by: User, user: User | None = None) -> None:
    """Let `by`, or somebody else, hear of changes. Raises DoesNotExist for who does not see the record himself."""
    who = user or by
    _require_sight(record, by)
    if who.pk != by.pk:
        by.rights.require(record.kind, "remark")
        if not _sees(who, record):
            told = {"watcher": [_("This person cannot see the record: choose somebody who can.")]}
            raise ValidationError(told)
    Watch.objects.get_or_create(record_id=record.pk, user=who)


def unwatch(record: Record, *, by: User, user: User | None = None) -> None:
    who = user or by
    _require_sight(record, by)
    if who.pk != by.pk:
        by.rights.require(record.kind, "remark")
    Watch.objects.filter(record_id=record.pk, user=who).delete()


def watchers(record: Record) -> list[User]:
    return list(User.objects.filter(watches__record=record.pk).order_by("name", "pk"))


def _require_sight(record: Record, by: User) -> None:
    if not _sees(by, record):
        raise Record.DoesNotExist(record.number)


def _sees(user: User, record: Record) -> bool:
    return admits(user.rights, {name: getattr(record, name) for name in DECIDING})
