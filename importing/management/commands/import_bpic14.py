from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from importing.bpic14.load import load
from importing.bpic14.reader import SOURCE
from importing.loading import Loading
from importing.run import ImportCommand


class Command(ImportCommand):
    help = (
        "Brings in the four exports of BPI Challenge 2014: calls, incidents with their activities, changes, items. "
        "May be stopped and run again at any time; what is here already stays as it is."
    )
    source = SOURCE

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", type=Path, help="the folder with the four files, plain or compressed by xz"
        )
        super().add_arguments(parser)

    def load(self, loading: Loading, *, folder: Path, **options: Any) -> None:  # type: ignore[override]
        load(folder, loading)
