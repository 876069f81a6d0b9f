"""What comes again: complaints by customer, by person and by cause, of what the reader sees."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from complaints.models import Cause, Complaint
from people.models import Customer, User

DAYS = 90
MOST = 8


@dataclass(frozen=True)
class Repeat:
    """Of whom or what there was more than one complaint: a row of its table, how many, and the latest."""

    subject: Any
    count: int
    open: int
    latest: Any


def seen_by(user: User) -> "QuerySet[Any]":
    # The manager is inherited, and django-stubs reads it as that of Record.
    rows: QuerySet[Any] = cast("Any", Complaint.objects).visible_to(user)
    return rows


def lately(user: User) -> "QuerySet[Any]":
    """The complaints of the last ninety days, but those that another one took in."""
    return seen_by(user).filter(opened_at__gte=since(), merged_into=None)


def since() -> datetime:
    """Ninety days ago, at the beginning of the day: a list that is opened a moment later counts the same."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=DAYS)


def repeats(user: User, column: str, model: type[Any], *, least: int = 2) -> list[Repeat]:
    """The most frequent first. Two queries."""
    found = lately(user).filter(**{f"{column}__isnull": False}).values(column)
    counted = found.annotate(number=Count("pk"), ended=Count("closed_at"), latest=Max("opened_at"))
    rows = list(counted.filter(number__gte=least).order_by("-number", column)[:MOST])
    subjects = model._default_manager.in_bulk([row[column] for row in rows])
    return [
        Repeat(subjects[row[column]], row["number"], row["number"] - row["ended"], row["latest"])
        for row in rows
    ]


def by_customer(user: User) -> list[Repeat]:
    return repeats(user, "customer", Customer)


def by_person(user: User) -> list[Repeat]:
    return repeats(user, "about_person", User)


def by_cause(user: User) -> list[Repeat]:
    return repeats(user, "cause", Cause, least=1)
