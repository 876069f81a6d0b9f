"""The kinds of this app, as `records` finds them."""

from emergency.surge_kind import SURGE

__all__ = ["SURGE"]
