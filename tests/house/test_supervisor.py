from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from itsm import supervisor
from itsm.supervisor import Program, Supervisor, command

WAIT_SECONDS = 60

# A supervisor of two programs in a process of its own, so that it can be stopped and killed.
DESK = """
import sys
from itsm.supervisor import Program, Supervisor, command
desk = Supervisor(lambda name, line: print(name, line, flush=True))
for name in ("first", "second"):
    desk.keep(Program(name, command([sys.executable, "-c", sys.argv[1], name])))
while not desk.is_stopping:
    desk.turn()
desk.stop()
print("desk stopped", flush=True)
"""
SLEEPER = "import os, sys, time; print(os.getpid()); time.sleep(600)"


@pytest.fixture
def said() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def desk(said: list[tuple[str, str]]) -> Iterator[Supervisor]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    made = Supervisor(lambda name, line: said.append((name, line)))
    yield made
    made.stop()
    for number, handler in before.items():
        signal.signal(number, handler)


def turn_until(desk: Supervisor, is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "it did not come to pass"
        desk.turn()


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.05)


def test_it_starts_again_what_died_and_says_so(desk: Supervisor, said: list[tuple[str, str]]) -> None:
    dying = command([sys.executable, "-c", "print('here'); raise SystemExit(3)"])
    desk.keep(Program("dying", dying, pause=0.1))
    turn_until(desk, lambda: said.count(("dying", "here")) == 3)
    assert ("dying", "stopped with code 3; starts again in 0 s") in said


def test_it_waits_longer_each_time(desk: Supervisor, said: list[tuple[str, str]]) -> None:
    program = Program("dying", command([sys.executable, "-c", ""]), pause=0.1)
    desk.keep(program)
    turn_until(desk, lambda: len(said) == 3)
    assert program.pause == pytest.approx(0.8)


def test_it_passes_on_whole_lines_under_the_name(desk: Supervisor, said: list[tuple[str, str]]) -> None:
    text = "import sys; sys.stdout.write('one\\ntw'); sys.stdout.flush(); sys.stdout.write('o\\nthree')"
    desk.keep(Program("speaker", command([sys.executable, "-c", text]), pause=60))
    turn_until(desk, lambda: len(said) == 4)
    assert [line for _, line in said[:3]] == ["one", "two", "three"]


def test_it_gives_the_exit_code_of_what_ran_to_its_end(desk: Supervisor) -> None:
    assert desk.run_to_end(command([sys.executable, "-c", "raise SystemExit(7)"])) == 7


def test_it_insists_on_the_end_of_a_program_that_does_not_hear(
    desk: Supervisor, said: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "STOP_SECONDS", 0.3)
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf'); time.sleep(600)"
    program = Program("deaf", command([sys.executable, "-c", deaf]))
    desk.keep(program)
    turn_until(desk, lambda: ("deaf", "deaf") in said)
    desk.stop()
    assert program.process is not None
    assert program.process.returncode == -signal.SIGKILL


def test_it_ends_what_a_dead_program_left_behind(desk: Supervisor, said: list[tuple[str, str]]) -> None:
    parent = (
        "import os, subprocess, sys;"
        f"print(subprocess.Popen([sys.executable, '-c', {SLEEPER!r}], stdout=subprocess.DEVNULL).pid)"
    )
    desk.keep(Program("parent", command([sys.executable, "-c", parent]), pause=60))
    turn_until(desk, lambda: len(said) == 2)
    wait_until(lambda: not is_alive(int(said[0][1])))


@pytest.fixture
def separate_desk() -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    words = [sys.executable, "-c", DESK, SLEEPER]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process, [int(process.stdout.readline().split()[1]) for _ in range(2)]
        process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_stops_everything_when_told(
    separate_desk: tuple[subprocess.Popen[str], list[int]], number: signal.Signals
) -> None:
    process, children = separate_desk
    process.send_signal(number)
    assert process.wait(WAIT_SECONDS) == 0
    assert not any(map(is_alive, children))


def test_nothing_outlives_it_when_it_is_killed(
    separate_desk: tuple[subprocess.Popen[str], list[int]],
) -> None:
    process, children = separate_desk
    os.kill(process.pid, signal.SIGKILL)
    wait_until(lambda: not any(map(is_alive, children)))
