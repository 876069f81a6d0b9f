from __future__ import annotations

import logging

PROBES = ("/healthz", "/readyz")


class WithoutProbes(logging.Filter):
    """Leaves out what a probe was answered: "not ready yet" is no error, and is asked for every few seconds."""

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(getattr(record, "request", None), "path", "") not in PROBES
