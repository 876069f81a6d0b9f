"""Distance and travel time, by a stated model: great circle × road factor, at the speed of its band of distance."""

from bisect import bisect_left
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from visits.models import TravelSpeed, VisitRules

EARTH_KM = 6371.0088  # mean radius, IUGG
SPEED_WHERE_NONE_IS_SET = 40


class Place(NamedTuple):
    """Degrees, WGS 84."""

    latitude: float
    longitude: float


def straight_km(one: Place, other: Place) -> float:
    """The great circle between two places (haversine)."""
    lat, other_lat = radians(one.latitude), radians(other.latitude)
    d_lat, d_lon = other_lat - lat, radians(other.longitude - one.longitude)
    half = sin(d_lat / 2) ** 2 + cos(lat) * cos(other_lat) * sin(d_lon / 2) ** 2
    return 2 * EARTH_KM * asin(min(sqrt(half), 1.0))


@dataclass(frozen=True)
class Roads:
    """The travel model in force; two queries to read, none to ask."""

    rules: VisitRules
    bounds: tuple[int, ...]
    speeds: tuple[int, ...]

    @classmethod
    def current(cls) -> "Roads":
        rows = list(TravelSpeed.objects.order_by("up_to_km").values_list("up_to_km", "km_per_hour"))
        return cls(VisitRules.current(), tuple(row[0] for row in rows), tuple(row[1] for row in rows))

    def km(self, one: Place, other: Place) -> float:
        return straight_km(one, other) * self.rules.road_factor

    def minutes(self, km: float) -> float:
        """Minutes on the road for so many kilometres by road; beyond the last band at its speed."""
        if not self.speeds:
            return km / SPEED_WHERE_NONE_IS_SET * 60
        band = min(bisect_left(self.bounds, km), len(self.speeds) - 1)
        return km / self.speeds[band] * 60
