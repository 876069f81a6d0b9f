"""The fault share of a release with a thousand pilot customers, by REST with its list and curve, and as a page."""

from __future__ import annotations

from benchmarks.desk import Desk
from benchmarks.fill.pilots import built_once
from benchmarks.measurements.reading import Reading


def _share(desk: Desk) -> list[str]:
    return [f"/api/v1/releases/{built_once()}/fault-share/"]


def _page(desk: Desk) -> list[str]:
    return [f"/releases/{built_once()}/"]


SHARES = [
    Reading("fault-share", _share, reader="release-manager", is_tool=True),
    Reading("release-page", _page, reader="release-manager"),
]
