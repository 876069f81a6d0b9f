"""What the one-command start shows: stages with their time, and each program's lines under its name."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from itsm.places import truth

COLOURS = {"web-1": 36, "web-2": 36, "worker": 35, "beat": 34, "postgres": 33, "redis": 31}
WIDTH = 9


class Terminal:
    def __init__(self) -> None:
        self.is_coloured = sys.stdout.isatty() and "NO_COLOR" not in os.environ

    def say(self, name: str, line: str) -> None:
        """One line of a program; the nameless one speaks for the start itself."""
        if not name:
            self._print(line)
        elif line:
            self._print(self._tinted(f"{name:<{WIDTH}}", COLOURS.get(name, 37)) + "│ " + line)

    def stage(self, text: str) -> None:
        self._print(f"{self._tinted('==>', 32)} {text}")

    @contextmanager
    def timed(self, text: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.stage(f"{text} ({time.monotonic() - began:.1f} s)")

    def trouble(self, text: str) -> None:
        self._print(f"{self._tinted('!!!', 31)} {text}")

    def welcome(self, address: str) -> None:
        lines = [f"Ready: {address}"]
        if truth("ITSM_DEMO"):
            lines.append("Sign in by one click as any role, on the first page.")
        lines.append("Stop: Ctrl-C")
        self._print("")
        for line in lines:
            self._print(f"    {self._tinted(line, 1)}")
        self._print("")

    def _tinted(self, text: str, colour: int) -> str:
        return f"\x1b[{colour}m{text}\x1b[0m" if self.is_coloured else text

    @staticmethod
    def _print(line: str) -> None:
        print(line, flush=True)
