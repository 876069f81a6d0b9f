"""The storms of the real calls of BPI Challenge 2014: exactly those that are known, and no ninth. About two minutes."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from calls.models import Call
from cmdb.models import Service
from emergency.models import Surge, SurgeRule
from emergency.surge_flow import storms
from emergency.surge_limits import fit_limits, keep_limits, past_flows
from emergency.watching import look
from importing.bpic14.reader import CALLS, SOURCE
from people.accounts import system_user
from tests.importing.sources import AMSTERDAM, REAL_DATA, STORMS_OF_CALLS, needs_bpic14, read

pytestmark = [pytest.mark.django_db, needs_bpic14]

BEGIN = datetime(2013, 10, 1, tzinfo=AMSTERDAM)
END = datetime(2014, 2, 1, tzinfo=AMSTERDAM)


def bring_in() -> None:
    """The calls of the four months as the import brings them: in, on a service, with their time."""
    by = system_user("importer")
    rows, _problems = read(CALLS, REAL_DATA / "bpic2014")
    told: list[Any] = [row for row in rows if BEGIN <= row.started_at < END and row.component]
    services = {
        name: Service.objects.create(code=name.lower(), name=name) for name in {row.component for row in told}
    }
    Call.objects.bulk_create(
        (
            Call(
                agent=by, service=services[row.component], started_at=row.started_at, source=SOURCE,
                source_key=row.key,
            )
            for row in told
        ),
        batch_size=5_000,
    )  # fmt: skip


def watch_every_hour() -> None:
    """The watch of a working desk, as if it had been there; it looks back over what came since its last look."""
    now = BEGIN
    while now < END:
        now += timedelta(hours=1)
        with time_machine.travel(now, tick=False):
            look()


def first_of_the_height(surge: Surge) -> str:
    calls = Call.objects.filter(
        service=surge.service, started_at__gte=surge.peak_at - surge.window, started_at__lte=surge.peak_at
    )
    first = calls.order_by("started_at").values_list("started_at", flat=True)[0]
    return f"{first.astimezone(AMSTERDAM):%Y-%m-%d %H:%M}"


def test_with_limits_fitted_to_busy_services_the_watch_finds_the_eight_storms_and_no_ninth():
    bring_in()
    limits = fit_limits(past_flows(BEGIN, END), at_most=1)
    keep_limits(limits.items())
    names = dict(Service.objects.values_list("pk", "name"))
    assert {names[service]: limit for service, limit in limits.items()} == {
        "WBS000073": 49,
        "WBS000292": 27,
        "WBS000128": 21,
    }
    SurgeRule.objects.update(warns=False)
    watch_every_hour()
    surges: list[Surge] = list(Surge.objects.all())  # type: ignore[arg-type]
    assert all(surge.state == "ended" for surge in surges)
    assert len(surges) == len(STORMS_OF_CALLS)
    found = {
        surge.service.name: (surge.peak, first_of_the_height(surge)) for surge in surges if surge.service
    }
    assert found == STORMS_OF_CALLS


def test_with_the_limit_of_twenty_exactly_the_eight_services_surge():
    """One of them, the busiest, reaches twenty on an ordinary day: that is why the limit is data per service."""
    rows, _problems = read(CALLS, REAL_DATA / "bpic2014")
    flows: dict[str, dict[datetime, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        if isinstance(row.component, str) and row.started_at >= BEGIN:  # type: ignore[union-attr]
            flows[row.component][row.started_at] += 1  # type: ignore[union-attr]
    found = {
        name: storms(sorted(flow.items()), limit=20, window=timedelta(minutes=30))
        for name, flow in flows.items()
    }
    surging = {name: max(storm.peak for storm in one) for name, one in found.items() if one}
    assert surging == {name: peak for name, (peak, _first) in STORMS_OF_CALLS.items()}
    assert {name: len(one) for name, one in found.items() if len(one) > 1} == {
        "WBS000073": 167,
        "WBS000292": 2,
        "WBS000128": 2,
    }
