"""What is usual at an hour of the week: learned, judged, and how often it warns of nothing on real calls."""

import math
from collections import Counter, defaultdict, deque
from datetime import datetime, timedelta
from random import Random

import pytest
from django.utils import timezone

from emergency.surge_learning import bands_from
from emergency.usual_band import HOURS, Band, learn, tail
from emergency.watching import LEAST_TO_WARN, USUAL_AGAIN
from importing.bpic14.reader import CALLS
from tests.importing.sources import AMSTERDAM, REAL_DATA, needs_bpic14, read

WINDOW = timedelta(minutes=30)
ODDS = 10_000


def test_the_tail_is_that_of_a_poisson_without_spread():
    by_hand = 1 - sum(math.exp(-2) * 2**k / math.factorial(k) for k in range(6))
    assert tail(6, 2.0, 0.0) == pytest.approx(by_hand)


def test_the_tail_is_that_of_a_negative_binomial_with_spread():
    size, mean = 2.0, 3.0
    below = sum(
        math.gamma(k + size) / (math.gamma(size) * math.factorial(k))
        * (size / (size + mean)) ** size * (mean / (size + mean)) ** k
        for k in range(10)
    )  # fmt: skip
    assert tail(10, mean, 1 / size) == pytest.approx(1 - below)


def test_small_odds_do_not_drown_in_rounding():
    assert 0 < tail(60, 1.0, 0.0) < 1e-80


def test_a_window_over_two_hours_expects_of_each_its_part():
    rates = [0.0] * HOURS
    monday_nine = datetime(2026, 11, 23, 9, 45, tzinfo=AMSTERDAM)
    rates[9], rates[10] = 4.0, 8.0
    with timezone.override(AMSTERDAM):
        assert Band(rates, 0).expected(monday_nine, monday_nine + WINDOW) == pytest.approx(1 + 2)


def test_a_quiet_service_borrows_the_shape_of_the_day_from_the_desk():
    busy = {(week, 9): 40 for week in range(8)}
    quiet = {(2, 9): 1}
    bands = learn({1: busy, 2: quiet}, 8)
    assert bands[2].rates[9] > 0 == bands[2].rates[3]
    assert bands[1].rates[9] == pytest.approx(40, rel=0.01)


def test_the_spread_of_even_counts_is_none_and_of_wild_ones_is_what_made_them():
    dice = Random(1)
    even = {(week, hour): 9 for week in range(12) for hour in range(HOURS)}
    wild = {
        (week, hour): _poisson(dice, 9 * dice.gammavariate(2, 1 / 2))
        for week in range(12)
        for hour in range(HOURS)
    }
    bands = learn({1: even, 2: wild}, 12)
    assert bands[1].spread == 0
    assert bands[2].spread == pytest.approx(0.5, abs=0.15)


def _poisson(dice: Random, mean: float) -> int:
    count, product = 0, dice.random()
    while product > math.exp(-mean):
        count, product = count + 1, product * dice.random()
    return count


@needs_bpic14
def test_on_real_calls_it_warns_less_than_twice_a_day_of_nothing():
    """Learned anew every night from the twelve weeks before, January 2014 watched call by call."""
    begin, split = datetime(2013, 10, 1, tzinfo=AMSTERDAM), datetime(2014, 1, 1, tzinfo=AMSTERDAM)
    rows, _problems = read(CALLS, REAL_DATA / "bpic2014")
    calls = [(row.component, row.started_at) for row in rows if row.component and row.started_at >= begin]  # type: ignore[union-attr]
    with timezone.override(AMSTERDAM):
        bands = bands_by_day(calls, split, 31)
        unusual = unusual_half_hours(calls, bands)
        warnings = warned_of(calls, bands)
    looked_at = len(bands[split.date()]) * 31 * 48
    # The odds say one in ten thousand; what is found holds the storms too.
    assert unusual / looked_at < 2 / ODDS
    assert len(warnings) == 53
    assert (len(warnings) - 3) / 31 < 2
    led_to = {
        service for service, most in warnings if most >= {"WBS000073": 49, "WBS000292": 27}.get(service, 20)
    }
    assert led_to == {"WBS000073", "WBS000292", "WBS000089"}


Calls = list[tuple[str, datetime]]
Bands = dict[object, dict[str, Band]]


def bands_by_day(calls: Calls, first: datetime, days: int) -> Bands:
    hours = Counter((service, at.replace(minute=0, second=0)) for service, at in calls)
    bands: Bands = {}
    for place in range(days):
        night = first + timedelta(days=place)
        before = [
            (service, hour, many)
            for (service, hour), many in hours.items()
            if night - timedelta(weeks=12) <= hour < night
        ]
        bands[night.date()] = bands_from(before, night)[0]  # type: ignore[arg-type,assignment]
    return bands


def unusual_half_hours(calls: Calls, bands: Bands) -> int:
    cells = Counter(
        (service, at.replace(minute=at.minute // 30 * 30, second=0))
        for service, at in calls
        if at.date() in bands
    )
    return sum(
        1
        for (service, at), many in cells.items()
        if many >= LEAST_TO_WARN
        and service in bands[at.date()]
        and bands[at.date()][service].odds(many, at, at + WINDOW) * ODDS < 1
    )


def warned_of(calls: Calls, bands: Bands) -> list[tuple[str, int]]:
    """Each warning as service and the most calls within a window while it lasted."""
    by_service: dict[str, list[datetime]] = defaultdict(list)
    for service, at in calls:
        if at.date() in bands and service in bands[at.date()]:
            by_service[service].append(at)
    return [
        (service, most) for service, times in by_service.items() for most in _warned(service, times, bands)
    ]


def _warned(service: str, times: list[datetime], bands: Bands) -> list[int]:
    lies: deque[datetime] = deque()
    found: list[int] = []
    is_warned = False
    for at in sorted(times):
        lies.append(at)
        while lies[0] < at - WINDOW:
            lies.popleft()
        band = bands[at.date()][service]
        odds = band.odds(len(lies), at - WINDOW, at) if len(lies) >= LEAST_TO_WARN else 1.0
        if not is_warned and odds * ODDS < 1:
            is_warned = True
            found.append(len(lies))
        is_warned = is_warned and odds <= USUAL_AGAIN
        if is_warned:
            found[-1] = max(found[-1], len(lies))
    return found
