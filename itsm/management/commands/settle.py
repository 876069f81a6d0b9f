from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from io import StringIO
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = (
        "Bring this installation up to the code: tables, reference data, translations, static files and,"
        " where ITSM_DEMO is set, the demo company. Safe to repeat."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self._stage("tables", lambda: call_command("migrate", interactive=False, verbosity=0))
        self._stage("reference data", lambda: call_command("install_defaults", stdout=StringIO()))
        self._stage("translations", lambda: call_command("compile_translations", verbosity=0))
        self._stage("static files", collect_static_files)
        if settings.IS_DEMO:
            self._stage("demo company", lambda: call_command("demo"))

    def _stage(self, name: str, work: Callable[[], object]) -> None:
        began = time.monotonic()
        work()
        self.stdout.write(f"==> {name} ({time.monotonic() - began:.1f} s)")
        self.stdout.flush()


def collect_static_files() -> None:
    """Collects, hashes and compresses the static files, when any has changed since the last time."""
    stamp = settings.STATIC_ROOT / ".collected"
    now = fingerprint_of_static_files()
    if not stamp.exists() or stamp.read_text() != now:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(now)


def fingerprint_of_static_files() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = f"{path} {storage.size(path)} {storage.get_modified_time(path).timestamp()}\n"
            digest.update(facts.encode())
    return digest.hexdigest()
