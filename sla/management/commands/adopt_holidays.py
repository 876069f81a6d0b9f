from typing import Any

from django.core.management.base import BaseCommand

from sla.days import release
from sla.services import adopt_holidays


class Command(BaseCommand):
    help = "After an upgrade of the holiday data: mark the calendars that use it as changed. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        for calendar in adopt_holidays():
            self.stdout.write(f"{calendar.name}: public holidays as of release {release()}")
