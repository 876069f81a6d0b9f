"""How many reports are usual on a service at this hour of the week, and how improbable a number is.

A negative binomial whose mean is learned per service and hour of the week; docs/algorithms/surge.md tells how, and
what its false-alarm rate was found to be.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

HOURS = 7 * 24
HOUR = timedelta(hours=1)
# Weeks that a guess from the service's own total and the whole desk's week weighs against what was counted.
GUESS_WEEKS = 3.0
# A mean below this is taken for it: of a service that nobody ever calls about, one call proves nothing.
LEAST_MEAN = 0.05

Counted = Mapping[tuple[int, int], int]
"""(week, hour of the week) → reports."""


@dataclass(frozen=True)
class Band:
    """`rates`: reports an hour, by hour of the week. Variance = mean + mean² × `spread`."""

    rates: list[float]
    spread: float

    def expected(self, begin: datetime, end: datetime) -> float:
        """The mean number of reports between two moments."""
        total, at = 0.0, begin
        while at < end:
            local = timezone.localtime(at)
            next_hour = (
                at
                + HOUR
                - timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
            )
            until = min(end, next_hour)
            total += self.rates[hour_of_week(local)] * ((until - at) / HOUR)
            at = until
        return total

    def odds(self, reports: int, begin: datetime, end: datetime) -> float:
        """How probable so many reports or more are between two moments, 0 to 1."""
        return tail(reports, max(self.expected(begin, end), LEAST_MEAN), self.spread)


def hour_of_week(local: datetime) -> int:
    return local.weekday() * 24 + local.hour


def tail(reports: int, mean: float, spread: float) -> float:
    """P(X ≥ reports) of a negative binomial with variance mean + mean² × spread; of a Poisson where spread is 0.

    Summed from `reports` upward: one minus the sum from below would drown small odds in rounding.
    """
    if reports <= 0:
        return 1.0
    if reports <= mean:
        return 0.5  # well within the band; nobody asks how well
    term = _probability(reports, mean, spread)
    total, at = 0.0, reports
    while term > total * 1e-12 and at < reports + 100_000:
        total += term
        term *= _ratio(at, mean, spread)
        at += 1
    return min(total, 1.0)


def _probability(k: int, mean: float, spread: float) -> float:
    if spread <= 0:
        return math.exp(k * math.log(mean) - mean - math.lgamma(k + 1))
    size = 1 / spread
    return math.exp(
        math.lgamma(k + size) - math.lgamma(size) - math.lgamma(k + 1)
        + size * math.log(size / (size + mean)) + k * math.log(mean / (size + mean))
    )  # fmt: skip


def _ratio(k: int, mean: float, spread: float) -> float:
    """P(X = k + 1) ÷ P(X = k)."""
    if spread <= 0:
        return mean / (k + 1)
    size = 1 / spread
    return (k + size) / (k + 1) * mean / (size + mean)


def learn(counted: Mapping[int, Counted], weeks: int) -> dict[int, Band]:
    """The band of every service, from what was counted in so many whole weeks.

    A service's hour is a mean of what was counted in it and of a guess: the service's reports a week, spread over
    the week as the whole desk's are. So a quiet service borrows the shape of the day from the desk.
    """
    shape = _shape(counted.values())
    return {service: _band(own, shape, weeks) for service, own in counted.items()}


def _shape(all_counted: Iterable[Counted]) -> list[float]:
    """The share of the desk's week that each hour has; summing to 1."""
    hours = [0.0] * HOURS
    for counted in all_counted:
        for (_week, hour), many in counted.items():
            hours[hour] += many
    total = sum(hours) or 1.0
    return [hour / total for hour in hours]


def _band(counted: Counted, shape: list[float], weeks: int) -> Band:
    by_hour: dict[int, int] = defaultdict(int)
    for (_week, hour), many in counted.items():
        by_hour[hour] += many
    a_week = sum(by_hour.values()) / weeks
    rates = [
        (by_hour[hour] + GUESS_WEEKS * a_week * shape[hour]) / (weeks + GUESS_WEEKS) for hour in range(HOURS)
    ]
    return Band([round(rate, 4) for rate in rates], round(_spread(counted, rates, weeks), 4))


def _spread(counted: Counted, rates: list[float], weeks: int) -> float:
    """By moments: what the squared residuals have beyond a Poisson's, over the squared means."""
    # An hour in which nothing was counted has the residual of its whole mean.
    squares = weeks * sum(rate * rate for rate in rates)
    beyond = 0.0
    for (_week, hour), many in counted.items():
        rate = rates[hour]
        beyond += (many - rate) ** 2 - rate * rate
    beyond += squares - weeks * sum(rates)
    return max(0.0, beyond / squares) if squares else 0.0
