"""The kinds of this app, as `records` finds them."""

from emergency.emergency_kind import EMERGENCY
from emergency.surge_kind import SURGE

__all__ = ["EMERGENCY", "SURGE"]
