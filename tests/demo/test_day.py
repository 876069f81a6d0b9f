"""The whole day of the story, 08:50 to 17:20, on the seed company: every line at its minute, by what each role sees.

Some minutes: the seed company lives its weeks first. Pages and REST are those of the running desk, asked in this
process; what the beat does is done between the lines.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from io import StringIO
from zoneinfo import ZoneInfo

import httpx
import pytest
import time_machine
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

from demo.day.script import Stage, lines, play
from itsm.celery import app
from notifications import delivery
from notifications.tasks import deliver

pytestmark = pytest.mark.django_db(transaction=True)

SHANGHAI = ZoneInfo("Asia/Shanghai")
TUESDAY = datetime(2026, 11, 24, tzinfo=SHANGHAI)


class Time:
    """Moves on and never back, as on a desk."""

    def __init__(self) -> None:
        self._travel: time_machine.travel | None = None

    def move_to(self, at: datetime) -> None:
        self.stop()
        self._travel = time_machine.travel(at, tick=True)
        self._travel.start()

    def stop(self) -> None:
        if self._travel is not None:
            self._travel.stop()
        self._travel = None


@pytest.fixture
def moved() -> Iterator[Time]:
    one = Time()
    yield one
    one.stop()


def beat() -> Callable[[], None]:
    """What the worker does every few seconds, once."""
    app.loader.import_default_modules()
    every = [
        entry["task"]
        for entry in app.conf.beat_schedule.values()
        if isinstance(entry["schedule"], int | float)
    ]
    tasks = [app.tasks[name] for name in every if not name.startswith("itsm.")]

    def turn() -> None:
        for task in tasks:
            task()
        for channel in delivery.due_channels():
            deliver(channel)

    return turn


def test_the_day_from_0850_to_1720(moved: Time, settings) -> None:
    # As with `make run`: what is mailed lies in the mailbox.
    settings.EMAIL_BACKEND = "notifications.mailbox.MailboxBackend"
    moved.move_to(TUESDAY.replace(hour=8, minute=40))
    call_command("demo", stdout=StringIO())
    told: list[str] = []
    application = get_wsgi_application()
    stage = Stage(
        day=TUESDAY,
        open_client=lambda: httpx.Client(
            transport=httpx.WSGITransport(app=application), base_url="http://127.0.0.1", timeout=120
        ),
        move_to=moved.move_to,
        turn=beat(),
        tell=told.append,
    )
    assert play(stage) == len(lines())
    heads = [line.split("  ")[0] for line in told if not line.startswith(" ")]
    assert heads == [one.at for one in lines()]
    assert {
        "08:50",
        "08:55",
        "09:00",
        "09:10",
        "10:00",
        "10:30",
        "11:30",
        "11:45",
        "13:30",
        "14:30",
        "15:30",
        "15:50",
        "15:55",
        "16:00",
        "17:00",
        "17:20",
    } <= {*heads}
