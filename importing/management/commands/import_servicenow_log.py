from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from importing.loading import Loading
from importing.run import ImportCommand
from importing.servicenow.load import load
from importing.servicenow.reader import SOURCE


def zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ArgumentTypeError(f"there is no time zone {name!r}") from error


class Command(ImportCommand):
    help = (
        "Brings in the incident audit log of a ServiceNow instance: an incident per number, a journal entry per "
        "update. May be stopped and run again at any time; what is here already stays as it is."
    )
    source = SOURCE

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the log, or the folder of incident_event_log.csv(.xz)")
        parser.add_argument(
            "--time-zone",
            type=zone,
            default=ZoneInfo("UTC"),
            help="of the log's times, which name none (UTC)",
        )
        super().add_arguments(parser)

    def load(self, loading: Loading, *, file: Path, time_zone: ZoneInfo, **options: Any) -> None:  # type: ignore[override]
        load(file, time_zone, loading)
