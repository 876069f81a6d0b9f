from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand

from itsm.terminal import stage


class Command(BaseCommand):
    help = "Make the files that are made from the code: translations and static files. Needs no database."

    def handle(self, *args: Any, **options: Any) -> None:
        with stage("translations"):
            call_command("compile_translations", verbosity=0)
        with stage("static files"):
            collect_static_files()


def collect_static_files() -> None:
    """Collects, hashes and compresses the static files, when any has changed since the last time."""
    stamp = settings.STATIC_ROOT / ".collected"
    now = fingerprint_of_static_files()
    if not stamp.exists() or stamp.read_text() != now:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(now)


def fingerprint_of_static_files() -> str:
    """Changes with the way they are kept, and with the name, size or time of any of them.

    An image's layers keep times to the second.
    """
    digest = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            changed_at = int(storage.get_modified_time(path).timestamp())
            digest.update(f"{path} {storage.size(path)} {changed_at}\n".encode())
    return digest.hexdigest()
