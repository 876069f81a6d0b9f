"""Keeps a handful of programs running in one terminal: shows what they say, restarts what dies, leaves nothing behind.

One thread: programs are forked and signals are heard in it, so there is no lock to be held at the wrong moment.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType
from typing import IO

from itsm.embedded.unprivileged import tied

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 60.0  # who lived this long begins anew with the shortest pause
STOP_SECONDS = 15.0
TICK_SECONDS = 0.2
READ_BYTES = 1 << 16  # as much as a pipe holds
LAST_READS = 4

Launch = Callable[[int], "subprocess.Popen[bytes]"]
Say = Callable[[str, str], None]


@dataclass(eq=False)
class Program:
    """Something to keep running. `launch` starts it, writing to the given file descriptor."""

    name: str
    launch: Launch
    stop_signal: int = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = None
    output: IO[bytes] | None = None
    pause: float = FIRST_PAUSE_SECONDS
    started_at: float = 0.0
    again_at: float | None = None
    unfinished: bytes = field(default=b"", repr=False)

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None


def command(words: list[str], *, keep: tuple[int, ...] = (), **variables: str) -> Launch:
    """How to launch a command that dies with us; `keep` are open file descriptors it inherits."""

    def launch(output: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            tied(words),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=os.environ | {"PYTHONUNBUFFERED": "1"} | variables,
            pass_fds=keep,
            start_new_session=True,  # Ctrl-C reaches us alone, and we stop the rest in order
        )

    return launch


class Supervisor:
    def __init__(self, say: Say) -> None:
        self.say = say
        self.programs: list[Program] = []
        self.is_stopping = False
        self.selector = selectors.DefaultSelector()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._hear)

    def keep(self, program: Program) -> None:
        """Starts `program` and keeps it running."""
        self.programs.append(program)
        self._launch(program)

    def adopt(self, program: Program, process: subprocess.Popen[bytes], output: IO[bytes]) -> None:
        """Keeps a program running that was started, and writes to `output`, already."""
        self.programs.append(program)
        self._watch(program, process, output)

    def run_to_end(self, launch: Launch) -> int:
        """Runs a program once, beside those kept, and returns its exit code.

        Its words go straight to our output, so that a progress bar is one. When we are told to stop it is ended.
        """
        program = Program("", launch, process=launch(sys.stdout.fileno()))
        while program.is_running and not self.is_stopping:
            self.turn()
        self._end(program)
        assert program.process is not None
        return program.process.returncode

    def turn(self) -> None:
        """One round: pass on what was said, restart what died and has paused."""
        for key, _ in self.selector.select(TICK_SECONDS):
            self._read(key.data)
        now = time.monotonic()
        for program in self.programs:
            if program.again_at is not None and now >= program.again_at:
                self._launch(program)
            elif program.again_at is None and not program.is_running:
                self._plan_restart(program, now)

    def stop(self) -> None:
        """Stops everything, last started first."""
        self.is_stopping = True
        for program in reversed(self.programs):
            self._end(program)

    def _hear(self, number: int, frame: FrameType | None) -> None:
        self.is_stopping = True

    def _launch(self, program: Program) -> None:
        reading, writing = os.pipe()
        try:
            process = program.launch(writing)
        finally:
            os.close(writing)
        self._watch(program, process, os.fdopen(reading, "rb", buffering=0))

    def _watch(self, program: Program, process: subprocess.Popen[bytes], output: IO[bytes]) -> None:
        self._let_go(program)
        program.process, program.output = process, output
        program.started_at, program.again_at = time.monotonic(), None
        os.set_blocking(output.fileno(), False)
        self.selector.register(output, selectors.EVENT_READ, program)

    def _read(self, program: Program) -> bool:
        """Passes on the lines that have come, and tells whether any may follow. At the end lets the pipe go."""
        if program.output is None:
            return False
        chunk = program.output.read(READ_BYTES)
        if chunk is None:
            return False
        if not chunk:
            self._let_go(program)
            chunk = b"\n" if program.unfinished else b""
        *lines, program.unfinished = (program.unfinished + chunk).split(b"\n")
        for line in lines:
            self.say(program.name, line.decode(errors="replace").rstrip())
        return program.output is not None

    def _read_last_words(self, program: Program) -> None:
        """What it said before it died. What it left running elsewhere may hold its pipe open and go on talking."""
        for _ in range(LAST_READS):
            if not self._read(program):
                return

    def _let_go(self, program: Program) -> None:
        if program.output is not None:
            self.selector.unregister(program.output)
            program.output.close()
            program.output = None

    def _plan_restart(self, program: Program, now: float) -> None:
        assert program.process is not None
        self._sweep(program)
        self._read_last_words(program)
        if now - program.started_at > STEADY_SECONDS:
            program.pause = FIRST_PAUSE_SECONDS
        code = program.process.returncode
        self.say(program.name, f"stopped with code {code}; starts again in {program.pause:.0f} s")
        program.again_at = now + program.pause
        program.pause = min(program.pause * 2, LONGEST_PAUSE_SECONDS)

    def _end(self, program: Program) -> None:
        """Asks the program to stop, goes on passing on its words, and in the end insists."""
        if program.process is not None and program.is_running:
            program.process.send_signal(program.stop_signal)
            deadline = time.monotonic() + STOP_SECONDS
            while program.is_running and time.monotonic() < deadline:
                for key, _ in self.selector.select(TICK_SECONDS / 4):
                    self._read(key.data)
        self._sweep(program)
        self._read_last_words(program)

    @staticmethod
    def _sweep(program: Program) -> None:
        """Ends whatever the program left in its process group."""
        if program.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(program.process.pid, signal.SIGKILL)
            program.process.wait()
