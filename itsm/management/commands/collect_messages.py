from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from itsm.messages import catalogues, collect, read_catalogue, write_catalogue


class Command(BaseCommand):
    help = (
        "Bring locale/*.po up to the texts of the sources: new ones come in empty, those no longer used go."
        " For developers; it needs Babel, which an installation has not."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        messages = collect()
        for path in catalogues():
            known = read_catalogue(path)
            write_catalogue(path, messages, known)
            new, gone = messages.keys() - known.keys(), known.keys() - messages.keys()
            name = path.relative_to(settings.BASE_DIR)
            self.stdout.write(f"{name}: {len(messages)} texts, {len(new)} new, {len(gone)} gone")
