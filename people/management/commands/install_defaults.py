from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand

from people.defaults import install_all


class Command(BaseCommand):
    help = "Lay down reference data that is not there yet: roles, rights, calendars, targets, templates."

    def handle(self, *args: Any, **options: Any) -> None:
        # INSTALLED_APPS stands in floor order, so lower floors install first.
        for app in apps.get_app_configs():
            if find_spec(f"{app.name}.defaults"):
                import_module(f"{app.name}.defaults")
        for key in install_all():
            self.stdout.write(f"installed {key}")
