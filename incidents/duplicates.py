"""Which open incidents a call may be about: same words, same service, same customer; and what storms just now.

The cost is bounded whatever the desk has open and however long its history: the newest open incidents are looked at,
and those of the same caller, customer and service, each found by an index.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Func, QuerySet, Value
from django.db.models.fields import FloatField
from django.utils import timezone

from calls.models import Call
from cmdb.models import Service
from incidents.models import HintPolicy, Incident
from people.models import User
from records.models import Record
from records.quoting import says_something
from records.words import query_words, words

NEWEST = 1_000
NEAREST = 100  # of the same caller, customer or service
QUERY_WORDS = 24
FAMILY = 5  # rows read for each one shown, since children stand behind their parent
# PostgreSQL's ts_rank of one word out of one, every weight at 1 and no positions: tsrank.c, calc_rank_or.
WHOLE_RANK = 0.607927
LEAST_SHARE = 1 / 3
FRESH_HOURS = 24


@dataclass(frozen=True, kw_only=True)
class Report:
    """What is known of the call so far."""

    text: str = ""
    contact_id: int | None = None
    customer_id: int | None = None
    service_id: int | None = None
    except_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Similar:
    """An open incident and why it may be the same. `share` of the reported words stand in it too, 0 to 1."""

    incident: Incident
    share: float
    same_words: list[str]
    is_same_contact: bool
    is_same_customer: bool
    is_same_service: bool
    score: float
    children: int = 0


@dataclass(kw_only=True)
class Storm:
    """Several calls on one service within the policy's minutes, and the open incident most of them are about."""

    service: Service
    calls: int
    minutes: int
    incident: Incident | None = None
    children: int = 0
    record_ids: Counter[int] = field(default_factory=Counter)


def open_incidents(user: User) -> Any:
    """A queryset of the open incidents that the person sees."""
    return Incident.objects.visible_to(user).open().filter(kind="incident")


def similar_open(user: User, report: Report, *, limit: int = 5) -> list[Similar]:
    """The open incidents that the report may be about, likeliest first. Three queries."""
    told = _told(report.text)
    rows = _candidates(user, report, told)
    found = [_weigh(row, report) for row in rows if row[0] not in report.except_ids]
    likely = sorted(filter(_is_likely, found), key=lambda hint: -hint["score"])
    return _complete(likely[: FAMILY * limit], told, report.except_ids)[:limit]


_COLUMNS = ("pk", "contact_id", "customer_id", "service_id", "opened_at", "share")


def _told(text: str) -> list[str]:
    """The words that are compared: the first ones that say something."""
    return [word for word in query_words(text[:2_000]) if says_something(word)][:QUERY_WORDS]


def _candidates(user: User, report: Report, told: list[str]) -> QuerySet[Any]:
    """Rows of `_COLUMNS`. Each part is a walk along one index that ends at its limit; joined, the planner would
    rather read whole tables."""
    seen = Record.objects.visible_to(user).open().filter(kind="incident").order_by("-opened_at", "-id")
    told_of = seen.annotate(share=_share(told)).values_list(*_COLUMNS)
    near = {"contact": report.contact_id, "customer": report.customer_id, "service": report.service_id}
    parts = [told_of.filter(**{name: key})[:NEAREST] for name, key in near.items() if key]
    return told_of[:NEWEST].union(*parts) if parts else told_of[:NEWEST]


def _share(told: list[str]) -> Any:
    """The share of the words told that stand in the record."""
    if not told:
        return Value(0.0, output_field=FloatField())
    query = " | ".join("'{}'".format(word.replace("'", "''")) for word in told)
    rank = Func(
        Value("{1,1,1,1}"),
        F("words__words"),
        Value(query),
        template="ts_rank(%(expressions)s)",
        arg_joiner=", ",
        output_field=FloatField(),
    )
    return rank / Value(WHOLE_RANK)


def _weigh(row: tuple[Any, ...], report: Report) -> dict[str, Any]:
    pk, contact, customer, service, opened_at, share = row
    same = {
        "is_same_contact": contact is not None and contact == report.contact_id,
        "is_same_customer": customer is not None and customer == report.customer_id,
        "is_same_service": service is not None and service == report.service_id,
    }
    weights = (2.0, 0.75, 1.5)
    score = 3.0 * (share or 0) + sum(w for w, is_same in zip(weights, same.values(), strict=True) if is_same)
    age = _age_hours(opened_at)
    return {"pk": pk, "share": share or 0.0, "age": age, **same} | {
        "score": score + max(0.0, 1 - age / FRESH_HOURS)
    }


def _age_hours(opened_at: datetime) -> float:
    return (timezone.now() - opened_at).total_seconds() / 3600


def _is_likely(hint: dict[str, Any]) -> bool:
    """Words in common, or the same fault by place: same service today, or the same person again."""
    return (
        hint["share"] >= LEAST_SHARE
        or hint["is_same_contact"]
        or (hint["is_same_service"] and hint["age"] <= FRESH_HOURS)
    )


def _complete(likely: list[dict[str, Any]], told: list[str], except_ids: frozenset[int]) -> list[Similar]:
    """The rows that are shown, with what their line prints. A family is told once, by its open parent."""
    incidents = shown(hint["pk"] for hint in likely)
    heads: dict[int, tuple[Incident, dict[str, Any]]] = {}
    for hint in likely:
        if (incident := incidents.get(hint["pk"])) is not None:
            head = incident.parent if incident.parent is not None and incident.parent.is_open else incident
            heads.setdefault(head.pk, (head, hint))
    children = count_children(heads)
    return [
        Similar(
            incident=head,
            children=children.get(head.pk, 0),
            same_words=_common(told, incidents[hint["pk"]]),
            **{name: value for name, value in hint.items() if name in _TOLD},
        )
        for head, hint in heads.values()
        if head.pk not in except_ids
    ]


_TOLD = ("share", "score", "is_same_contact", "is_same_customer", "is_same_service")


def shown(keys: Iterable[int]) -> dict[int, Incident]:
    """Incidents by key, with what one line of a hint prints. One query."""
    related = ("customer", "service", "assignee", "team")
    families = [*related, *(f"parent__{name}" for name in related)]
    found: dict[int, Any] = Incident.objects.select_related(*families).in_bulk(list(keys))
    return found


def count_children(keys: Iterable[int]) -> dict[int, int]:
    children: Any = Incident.objects.all()
    counted = children.filter(parent__in=list(keys)).values("parent").annotate(n=Count("pk"))
    return dict(counted.order_by().values_list("parent", "n"))


def _common(told: list[str], incident: Incident) -> list[str]:
    own = set(words(f"{incident.title} {incident.description[:2_000]}"))
    return [word for word in told if word in own]


def storms(user: User, policy: HintPolicy | None = None) -> list[Storm]:
    """Services on which calls pile up just now, worst first. Three or four queries."""
    policy = policy or HintPolicy.current()
    since = timezone.now() - timedelta(minutes=policy.storm_minutes)
    calls = Call.objects.visible_to(user).filter(
        started_at__gte=since, direction=Call.Direction.IN, service__isnull=False
    )
    counted = calls.order_by().values("service").annotate(n=Count("pk")).filter(n__gte=policy.storm_calls)
    found = dict(counted.order_by("-n").values_list("service", "n")[:3])
    if not found:
        return []
    services = Service.objects.in_bulk(list(found))
    running = {
        key: Storm(service=services[key], calls=n, minutes=policy.storm_minutes) for key, n in found.items()
    }
    _point_at_incidents(user, calls.filter(service__in=list(found), record__isnull=False), running)
    return list(running.values())


def _point_at_incidents(user: User, calls: QuerySet[Call], running: dict[int, Storm]) -> None:
    """Where most of the storm's calls hang together, that incident is what to attach the next one to."""
    led_to = list(calls.values_list("service", "record")[:1_000])
    roots = dict(
        open_incidents(user)
        .filter(pk__in={record for _, record in led_to})
        .annotate(root_id=Func(F("parent_id"), F("pk"), function="COALESCE"))
        .values_list("pk", "root_id")
    )
    for service, record in led_to:
        if record in roots:
            running[service].record_ids[roots[record]] += 1
    leading = {storm.record_ids.most_common(1)[0][0] for storm in running.values() if storm.record_ids}
    incidents = {
        row.pk: row for row in open_incidents(user).filter(pk__in=leading).select_related("customer")
    }
    children = count_children(incidents)
    for storm in running.values():
        head = storm.record_ids.most_common(1)[0][0] if storm.record_ids else None
        storm.incident, storm.children = incidents.get(head or 0), children.get(head or 0, 0)
