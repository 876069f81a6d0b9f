"""What is reported on something, and when: calls that came in, and incidents that no call brought.

A call and the incident it led to are one report. Each question is a walk along an index on subject and time.
"""

from collections import Counter, defaultdict
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import TruncSecond

from calls.models import Call
from emergency.models import Surge, Watched
from emergency.surge_flow import Drop
from incidents.models import Incident

# What a subject is called on a call and on an incident.
OF_CALL = {Watched.SERVICE: "service", Watched.ITEM: "item", Watched.SYMPTOM: "record__incident__symptom"}
OF_INCIDENT = {Watched.SERVICE: "service", Watched.ITEM: "item", Watched.SYMPTOM: "symptom"}


def calls_in(begin: datetime, end: datetime) -> QuerySet[Call]:
    """Both ends belong to it."""
    came = Call.objects.filter(direction=Call.Direction.IN, started_at__gte=begin, started_at__lte=end)
    return came.order_by()


def incidents_in(begin: datetime, end: datetime) -> Any:
    """Those that came by themselves: from another tool, by mail, from an engineer."""
    called = Call.objects.filter(record=OuterRef("pk"), direction=Call.Direction.IN)
    incidents: Any = Incident.objects.filter(opened_at__gte=begin, opened_at__lte=end)
    return incidents.filter(~Exists(called)).order_by()


def levels(watched: str, begin: datetime, end: datetime) -> Counter[int]:
    """How many reports each subject has between two moments. Two queries, as dear as what came in between."""
    found: Counter[int] = Counter()
    sources = ((calls_in(begin, end), OF_CALL), (incidents_in(begin, end), OF_INCIDENT))
    for rows, names in sources:
        name = names[Watched(watched)]
        of_something = rows.filter(**{f"{name}__isnull": False})
        found.update(dict(of_something.values(name).annotate(n=Count("pk")).values_list(name, "n")))
    return found


def flow_of(watched: str, key: int, begin: datetime, end: datetime) -> list[Drop]:
    """The subject's reports between two moments, by the second."""
    drops: dict[datetime, int] = defaultdict(int)
    sources: tuple[tuple[Any, str], ...] = (
        (calls_in(begin, end).filter(**{OF_CALL[Watched(watched)]: key}), "started_at"),
        (incidents_in(begin, end).filter(**{OF_INCIDENT[Watched(watched)]: key}), "opened_at"),
    )
    for rows, moment in sources:
        by_second = rows.annotate(second=TruncSecond(moment)).values("second").annotate(n=Count("pk"))
        for second, many in by_second.values_list("second", "n"):
            drops[second] += many
    return sorted(drops.items())


def key_of(surge: Surge) -> int:
    return int(getattr(surge, f"{surge.watched}_id"))


def calls_of(surge: Surge, now: datetime) -> QuerySet[Call]:
    """The calls that belong to the surge."""
    came = calls_in(surge.began_at, surge.ended_at or now)
    return came.filter(**{OF_CALL[Watched(surge.watched)]: key_of(surge)})


def incidents_of(surge: Surge, now: datetime) -> Any:
    """The incidents that were opened on the subject meanwhile, by whatever way they came."""
    end = surge.ended_at or now
    opened: Any = Incident.objects.filter(opened_at__gte=surge.began_at, opened_at__lte=end)
    return opened.filter(**{OF_INCIDENT[Watched(surge.watched)]: key_of(surge)})


def reports_of(surge: Surge, now: datetime) -> int:
    """Calls, and incidents that no call brought."""
    alone = incidents_in(surge.began_at, surge.ended_at or now)
    alone = alone.filter(**{OF_INCIDENT[Watched(surge.watched)]: key_of(surge)})
    return int(calls_of(surge, now).count() + alone.count())
