"""What the log holds, and at which level."""

from __future__ import annotations

import logging
from typing import Any

PROBES = ("/healthz", "/readyz")


class WithoutProbes(logging.Filter):
    """Leaves out what a probe was answered: "not ready yet" is no error, and is asked for every few seconds."""

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(getattr(record, "request", None), "path", "") not in PROBES


def configuration(level: str) -> dict[str, Any]:
    """Django's LOGGING: one line each to the console, from this level on where a logger has none of its own."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
        "filters": {"without_probes": {"()": "itsm.logs.WithoutProbes"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "level": "INFO", "propagate": True},
            # Each 4xx would be a warning; what a caller did wrong is no news to us.
            "django.request": {"level": "ERROR", "filters": ["without_probes"]},
            # Whoever looks for holes asks by names that are not ours, and would fill the log with a traceback each.
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            "axes": {"level": "WARNING"},
            # It would log the address of each webhook, with the secret that may stand in its path.
            "httpx": {"level": "WARNING"},
        },
    }
