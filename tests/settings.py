"""The real settings, less what makes a test slow or lets two test runs meet."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

# A bare `pytest` finds its servers too. Before the settings, which ask on which port they listen; and once,
# not again in each worker of pytest-xdist.
if "PYTEST_XDIST_WORKER" not in os.environ:
    subprocess.run([sys.executable, "-m", "itsm.embedded", "start"], check=True, stdout=subprocess.DEVNULL)

from itsm.settings import *  # noqa: F403
from itsm.settings import CACHES, LOGGING, STORAGES

RUN = f"{os.environ.get('TEST_DATABASE', 'test_itsm')}-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# Not where a desk in this checkout keeps them: tests keep them under their plain names.
STATIC_ROOT = Path(tempfile.mkdtemp(prefix=f"{RUN}-static-"))
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix=f"{RUN}-media-"))

CACHES = {"default": CACHES["default"] | {"KEY_PREFIX": RUN}}
HEARTBEAT_KEY = f"{RUN}:heartbeat"
LIVE_CHANNEL = f"{RUN}:changes"
BROKER_URL = "memory://"
TESTING = True
LOGGING["loggers"]["httpx"] = {"level": "WARNING"}  # it tells every request
