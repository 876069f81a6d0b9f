"""The chain's page: of an incident of which a problem, a change and a parts order came, and of a hub."""

from __future__ import annotations

from benchmarks.desk import Desk
from benchmarks.fill.chains import FEW, hung_together
from benchmarks.measurements.reading import Reading
from records.models.links import Link


def _incidents(desk: Desk) -> list[str]:
    _hub, *problems = hung_together()
    links = Link.objects.filter(later__number__in=problems, earlier__kind="incident")
    numbers = links.order_by("later", "earlier").values_list("earlier__number", flat=True)
    return [_path(number) for number in numbers[: FEW * len(problems)]]


def _hub(desk: Desk) -> list[str]:
    return [_path(hung_together()[0])]


def _path(number: str) -> str:
    return f"/records/{number}/chain/"


CHAINS = [Reading("chain", _incidents), Reading("chain-hub", _hub)]
