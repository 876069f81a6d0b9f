"""The product's own settings as an installation has them; beside it the address of the bare limit."""

from __future__ import annotations

from itsm.settings import *  # noqa: F403
from itsm.settings import CACHES

ROOT_URLCONF = "benchmarks.urls"
DEBUG = False
LIVE_CHANNEL = "bench:changes"
HEARTBEAT_KEY = "bench:heartbeat"
CACHES = {"default": CACHES["default"] | {"KEY_PREFIX": "bench"}}
REST_READS = "1000000/minute"  # a benchmark reads as fast as it can
