from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from itsm.lives import drawing, place_of
from records.kinds import kinds


class Command(BaseCommand):
    help = "Draw the life of every kind of record into docs/lives, from its declaration. Needs no database."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for kind in kinds():
            place_of(kind).write_text(drawing(kind), encoding="utf-8")
            self.stdout.write(f"drawn: {place_of(kind).name}")
