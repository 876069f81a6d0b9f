"""What the one-command start shows: its stages, and each program's lines under the program's name."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from itsm.places import truth

COLOURS = {"web-1": 36, "web-2": 36, "worker": 35, "beat": 34, "postgres": 33, "redis": 31}
WIDTH = 9
WORTH_TELLING_SECONDS = 2.0
# What demo/staff.py lays down, told without loading Django.
DEMO_NAMES = "agent, shift-leader, supervisor, director, second-line, administrator, …"
DEMO_PASSWORD = "service-desk-demo"  # noqa: S105 - told to everybody, and only to a demo


def announce(text: str) -> None:
    print(f"{tinted('==>', 32)} {text}", flush=True)


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Tells what is being done and, where somebody had to wait for it, how long it took."""
    announce(name)
    began = time.monotonic()
    yield
    seconds = time.monotonic() - began
    if seconds > WORTH_TELLING_SECONDS:
        print(f"    {seconds:.1f} s", flush=True)


def say(name: str, line: str) -> None:
    """One line of a program."""
    if line:
        print(f"{tinted(f'{name:<{WIDTH}}', COLOURS.get(name, 37))}│ {line}", flush=True)


def trouble(text: str) -> None:
    print(f"{tinted('!!!', 31)} {text}", flush=True)


def welcome(address: str) -> None:
    print(f"\n    {tinted(f'Ready: {address}', 1)}")
    if truth("ITSM_DEMO"):
        print("    Sign in as any role by one click on the first page, or by name:")
        print(f"    {DEMO_NAMES}; password {DEMO_PASSWORD}")
    print("    Stop: Ctrl-C\n", flush=True)


def tinted(text: str, colour: int) -> str:
    is_coloured = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    return f"\x1b[{colour}m{text}\x1b[0m" if is_coloured else text
