"""The nearest of a thousand engineers: `python -m benchmarks.nearest_engineer`, in a transaction that is undone.

Printed: the median and the 95th of a hundred answers, in milliseconds, with skills, shifts, leave, bases, and visits
under way and finished.
"""

import os
import random
import statistics
import time
from datetime import timedelta
from typing import Any

ENGINEERS = 1000
ROUNDS = 100
SEED = 7


def fill(dice: random.Random) -> None:
    """A thousand engineers round the Yangtze delta: every other one able, one in twenty away, two in three on shift."""
    from django.utils import timezone

    from people.models import Role, Skill, User
    from roster.models import Leave, Shift
    from visits.models import Base

    now, role = timezone.now(), Role.objects.get(slug="field_engineer")
    people = User.objects.bulk_create(
        User(username=f"bench-{number}", name=f"Engineer {number}") for number in range(ENGINEERS)
    )
    User.roles.through.objects.bulk_create(User.roles.through(user=one, role=role) for one in people)
    skill = Skill.objects.get_or_create(code="bench", defaults={"name": "Bench"})[0]
    skill.holders.add(*people[::2])
    Base.objects.bulk_create(
        Base(user=one, latitude=dice.uniform(29.8, 32.1), longitude=dice.uniform(118.8, 121.9))
        for one in people
    )
    span = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=7)}
    Shift.objects.bulk_create(Shift(user=one, **span) for one in people if dice.random() < 2 / 3)
    Leave.objects.bulk_create(Leave(user=one, **span) for one in people[::20])


def visit_some(dice: random.Random) -> None:
    """Two hundred visits of the last days, the last fifty of them under way, through the real doors."""
    from django.utils import timezone

    from incidents.models import Incident
    from people.accounts import system_user
    from people.models import Customer, Site, Team, User
    from records.actions import advance, register
    from visits.models import Visit

    by, people = (
        system_user(),
        list(User.objects.filter(username__startswith="bench-").order_by("pk")[1:402:2]),
    )
    desk = Team.objects.get_or_create(code="bench-desk", defaults={"name": "Bench", "is_desk": True})[0]
    customer = Customer.objects.create(code="bench", name="Bench")
    for number, engineer in enumerate(people[:200]):
        site = Site.objects.create(
            customer=customer, code=f"bench-{number}", name=f"Site {number}", latitude=dice.uniform(29.8, 32.1),
            longitude=dice.uniform(118.8, 121.9),
        )  # fmt: skip
        known: dict[str, Any] = {"customer": customer, "site": site, "owner": by, "desk": desk}
        origin = register(Incident, by=by, title="Bench", **known)
        visit = register(Visit, by=by, for_record=origin, title="Bench", owner=by, desk=desk)
        visit = advance(visit, "dispatch", by=by, engineer=engineer)
        if number < 150:
            visit = advance(visit, "arrive", by=by)
            advance(visit, "finish", by=by, outcome="fixed", findings=f"Bench {timezone.now():%H:%M}")


def measure() -> list[float]:
    from people.models import Skill
    from visits.nearest import nearest
    from visits.travel import Place

    skill, times = Skill.objects.get(code="bench"), []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        answer = nearest(Place(31.2304, 121.4737), skill)
        assert answer.best is not None, "nobody was found"
        assert all(option.reasons for option in [answer.best, *answer.runners_up])
        times.append((time.perf_counter() - begun) * 1000)
    return sorted(times)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "itsm.settings")
    import django

    django.setup()
    from django.db import connection, transaction

    from people.defaults import install_all

    with transaction.atomic():
        install_all()
        dice = random.Random(SEED)
        fill(dice)
        visit_some(dice)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        times = measure()
        transaction.set_rollback(True)
    middle, late = statistics.median(times), times[int(ROUNDS * 0.95)]
    print(f"nearest of {ENGINEERS} engineers: median {middle:.1f} ms, 95th {late:.1f} ms")


if __name__ == "__main__":
    main()
