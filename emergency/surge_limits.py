"""Which limit a service needs: what its past says of how often a limit would have been reached."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import TruncSecond

from calls.models import Call
from emergency.models import SurgeRule, Watched
from emergency.surge_flow import Drop, quietest_limit, storms


def past_flows(begin: datetime, end: datetime, source: str | None = None) -> dict[int, list[Drop]]:
    """The calls that came in, by service and second. `source` narrows them to those of an import."""
    came = Call.objects.filter(
        direction=Call.Direction.IN, started_at__gte=begin, started_at__lt=end, service__isnull=False
    )
    if source is not None:
        came = came.filter(source=source)
    by_second = came.order_by().annotate(second=TruncSecond("started_at")).values("service", "second")
    flows: dict[int, list[Drop]] = defaultdict(list)
    rows = by_second.annotate(n=Count("pk")).order_by("service", "second")
    for service, second, many in rows.values_list("service", "second", "n").iterator():
        flows[service].append((second, many))
    return flows


def fit_limits(flows: dict[int, list[Drop]], *, at_most: int) -> dict[int, int]:
    """For each service that the general rule finds storming more often: the smallest limit that leaves so many."""
    general = SurgeRule.objects.filter(watched=Watched.SERVICE, service=None).first() or SurgeRule()
    fitted: dict[int, int] = {}
    for service, flow in flows.items():
        if len(storms(flow, limit=general.reports, window=general.window)) > at_most:
            fitted[service] = quietest_limit(
                flow, least=general.reports, window=general.window, at_most=at_most
            )
    return fitted


@transaction.atomic
def keep_limits(limits: Iterable[tuple[int, int]]) -> None:
    """Give each service a rule of its own with this limit; what else its rule says stays."""
    for service, limit in limits:
        SurgeRule.objects.update_or_create(
            watched=Watched.SERVICE, service_id=service, defaults={"reports": limit}
        )
