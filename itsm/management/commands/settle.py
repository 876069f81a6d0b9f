from __future__ import annotations

from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from itsm.terminal import stage
from records.planner import join_as_written


class Command(BaseCommand):
    help = (
        "Bring this installation up to the code: tables, reference data, translations, static files and,"
        " where ITSM_DEMO is set, the demo company. Safe to repeat."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with stage("tables"):
            call_command("migrate", interactive=False, verbosity=0)
            if join_as_written():
                connection.close()  # what follows is done in a session of the new kind
        with stage("reference data"):
            call_command("install_defaults", stdout=StringIO())
            # A release of the holiday library may move what is due: open clocks are counted again.
            call_command("adopt_holidays", stdout=StringIO())
        call_command("settle_files")
        if settings.IS_DEMO:
            with stage("demo company, which lives its last weeks first: some minutes, once"):
                call_command("demo")
