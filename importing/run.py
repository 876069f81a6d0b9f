"""The frame around every import command: one at a time, recorded, reported, summed up."""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any
from zlib import crc32

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from importing.loading import ROWS_READ, Loading
from importing.models import ImportRun
from importing.report import ImportReport
from importing.source import WrongSource
from people.models import Team

REASONS_SHOWN = 20


class ImportCommand(BaseCommand):
    """A source's command gives `source` and `load`."""

    source: str

    def load(self, loading: Loading, **options: Any) -> None:
        raise NotImplementedError

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--desk", metavar="CODE", help="the desk that answers for what is still open")
        parser.add_argument(
            "--report", type=Path, help="where to write the rows that did not come in whole: *.csv, or *.json"
        )
        parser.add_argument("--no-progress", action="store_true", help="no progress bars")

    def handle(
        self, *args: Any, desk: str | None, report: Path | None, no_progress: bool, **options: Any
    ) -> None:
        started = perf_counter()
        with _alone(self.source), ImportReport(report or default_path(self.source)) as written:
            loading = Loading(self.source, written, desk=_desk(desk), shows_progress=not no_progress)
            run = ImportRun.objects.create(source=self.source)
            self._load(loading, **options)
            run.finished_at, run.counts = timezone.now(), loading.counts
            run.save()
        self._sum_up(loading, perf_counter() - started)

    def _load(self, loading: Loading, **options: Any) -> None:
        try:
            self.load(loading, **options)
        except WrongSource as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError(_("Stopped. What came in stays; run it again to go on.")) from None
        finally:
            loading.report.finish(loading.counts)
        if loading.is_anything_new:
            with connection.cursor() as cursor:
                # The planner would take the tables for empty until the database gets round to it by itself.
                cursor.execute("ANALYZE")

    def _sum_up(self, loading: Loading, seconds: float) -> None:
        for what, number in loading.counts.items():
            self.stdout.write(f"{number:>10,}  {_(what)}")
        if not loading.is_anything_new:
            self.stdout.write(_("Nothing was new: nothing was changed."))
        self._sum_up_problems(loading.report)
        speed = {"seconds": f"{seconds:.1f}", "speed": f"{loading.counts[ROWS_READ] / seconds:,.0f}"}
        self.stdout.write(_("It took %(seconds)s seconds: %(speed)s rows a second.") % speed)
        self.stdout.write(_("No notice was sent and no clock was started for what is over."))

    def _sum_up_problems(self, report: ImportReport) -> None:
        if not report.reasons:
            self.stdout.write(_("Every row came in whole."))
            return
        for (file, column, reason, is_taken), number in report.reasons.most_common(REASONS_SHOWN):
            fate = _("taken, with this exception") if is_taken else _("left out")
            self.stdout.write(f"{number:>10,}  {file}: {column} {reason} ({fate})")
        totals = {
            "taken": f"{sum(report.reasons.values()) - report.left_out:,}",
            "left_out": f"{report.left_out:,}",
        }
        self.stdout.write(_("Left out: %(left_out)s. Taken with an exception: %(taken)s.") % totals)
        self.stdout.write(_("Each with its line and reason in %(path)s") % {"path": report.path})


def default_path(source: str) -> Path:
    return settings.VAR / "reports" / f"{source}-{timezone.now():%Y%m%dT%H%M%S}.csv"


def _desk(code: str | None) -> Team | None:
    if code is None:
        return None
    desk = Team.objects.filter(code=code, is_desk=True).select_related("lead").first()
    if desk is None:
        raise CommandError(_("There is no desk with the code %(code)s.") % {"code": code})
    return desk


@contextmanager
def _alone(source: str) -> Iterator[None]:
    """Two runs of one import at once would each think the other's rows absent."""
    lock = crc32(f"import {source}".encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [lock])
        if not cursor.fetchone()[0]:
            raise CommandError(_("This import is running already."))
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [lock])
