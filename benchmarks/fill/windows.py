"""Ten thousand changes with their windows in one month, on items of the plant, put into the working copy once."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from benchmarks.fill.plant import ITEMS
from benchmarks.fill.plant import built_once as plant_built_once
from changes.models import Change
from people.models import User
from records.bulk import Past, PastStep, bring_in

CHANGES = 10_000
SOURCE = "bulk"
SEED = 20140127
AT_ONCE = 1_000


def built_once() -> date:
    """A day of their month, which is this one."""
    # The manager is inherited, and django-stubs reads it as that of Record.
    made: Any = Change.objects.filter(source=SOURCE)
    found: Change | None = made.order_by("pk").first()
    if found is None:
        _build()
        found = made.earliest("pk")
    assert found is not None
    assert found.starts_at is not None
    return timezone.localtime(found.starts_at).date()


def _build() -> None:
    dice, first = random.Random(SEED), plant_built_once()
    people = list(User.objects.filter(is_active=True, is_system=False).order_by("pk"))
    month = timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    by = User.objects.get(username="change-manager")
    pasts = [_past(number, month, first, people, dice) for number in range(CHANGES)]
    for start in range(0, CHANGES, AT_ONCE):
        bring_in(Change, pasts[start : start + AT_ONCE], by=by)


def _past(number: int, month: datetime, first: int, people: list[User], dice: random.Random) -> Past:
    begin = month - timedelta(days=20)
    starts_at = month + timedelta(minutes=15 * dice.randrange(27 * 96))
    fields = {
        "title": f"Change {number} in bulk",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=dice.choice((30, 60, 120, 240))),
        "item_id": first + dice.randrange(ITEMS),
        "assignee": dice.choice(people),
    }
    told = (("register", "draft"), ("submit", "submitted"), ("assess", "assessed"), ("approve", "approved"))
    steps = [
        PastStep(at=begin + timedelta(days=day), step=step, to_state=state)
        for day, (step, state) in enumerate((*told, ("schedule", "scheduled")))
    ]
    return Past(source=SOURCE, source_key=str(number), owner=dice.choice(people), fields=fields, steps=steps)
