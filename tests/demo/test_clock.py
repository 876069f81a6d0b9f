"""The clock of a demonstration: moved for every process, by a demonstration alone, and never back."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from demo import clock as demo_clock
from demo.clock import DemoClock, redis


@pytest.fixture
def demo(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.IS_DEMO = True
    monkeypatch.setattr(demo_clock, "KEY", f"itsm:demo-clock:test-{time.time_ns()}")
    yield
    demo_clock.clock.move_to(0)
    with redis() as server:
        server.delete(demo_clock.KEY)


def test_a_desk_that_is_no_demonstration_refuses_and_follows_nothing() -> None:
    assert not settings.IS_DEMO
    with pytest.raises(ImproperlyConfigured):
        demo_clock.move_to(datetime.now(UTC) + timedelta(hours=1))
    clock = DemoClock()
    clock.follow()
    assert clock._thread is None
    with pytest.raises(CommandError):
        call_command("play_day")


@pytest.mark.usefixtures("demo")
def test_without_a_desk_the_day_is_refused_and_the_clock_stays() -> None:
    with pytest.raises(CommandError, match="make run"):
        call_command("play_day", url="http://127.0.0.1:9")
    assert demo_clock.seconds_ahead() == 0


@pytest.mark.usefixtures("demo")
def test_time_is_what_it_was_moved_to_and_goes_on() -> None:
    at = datetime.now(UTC) + timedelta(hours=14)
    demo_clock.move_to(at)
    assert timedelta(0) <= datetime.now(UTC) - at < timedelta(seconds=5)
    began = time.time()
    time.sleep(0.05)
    assert time.time() > began
    demo_clock.move_to(at + timedelta(hours=1))
    assert abs(datetime.now(UTC) - at - timedelta(hours=1)) < timedelta(seconds=5)


@pytest.mark.usefixtures("demo")
def test_it_never_goes_back() -> None:
    demo_clock.move_to(datetime.now(UTC) + timedelta(hours=2))
    with pytest.raises(ValueError, match="has passed"):
        demo_clock.move_to(datetime.now(UTC) - timedelta(minutes=1))


@pytest.mark.usefixtures("demo")
def test_another_process_lives_at_the_same_time_within_a_second() -> None:
    demo_clock.move_to(datetime.now(UTC) + timedelta(days=3))
    code = (
        "import django, time; django.setup(); from demo import clock as demo_clock; "
        f"demo_clock.KEY = {demo_clock.KEY!r}; from datetime import datetime, UTC; "
        "demo_clock.clock.follow(); time.sleep(1); print(datetime.now(UTC).timestamp())"
    )
    environment = {**os.environ, "ITSM_DEMO": "1", "DJANGO_SETTINGS_MODULE": "itsm.settings"}
    found = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert abs(float(found.stdout) - time.time()) < 30
