from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

import httpx
import redis
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo import clock as demo_clock
from demo.day.person import NotSeen
from demo.day.script import play
from demo.day.stages import running_desk

PLAYED_ONCE = (
    "The story is told of a demo as it begins. Where this one was worked with before, or a day was played: stop it, "
    "`make clean`, `make run`, and play again."
)


def speed(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0
    if not 1 <= value <= 10_000:
        raise ArgumentTypeError("give how many times faster than a clock, from 1 on: 60")
    return value


def minute(text: str) -> str:
    hour, _colon, rest = text.partition(":")
    if not (hour.isdigit() and rest.isdigit() and len(text) == 5):
        raise ArgumentTypeError("give a time of the day as 15:30")
    return text


class Command(BaseCommand):
    help = (
        "Plays the whole day of the seed company, 08:50 to 17:20, before the desk that runs: through its pages and its "
        "REST, signed in as each role, with the desk's own clock moved on. Watch the board, the emergency room and the "
        "mailbox meanwhile. For a demonstration alone (ITSM_DEMO); the clock stays where the play ends."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--speed", type=speed, default=60.0, help="how many times faster than a clock (60)"
        )
        parser.add_argument("--until", type=minute, help="up to this time of the day, as 15:30")
        parser.add_argument("--pause", action="store_true", help="wait for Enter after each line")
        parser.add_argument("--url", default=settings.SITE_URL, help="where the desk is")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.IS_DEMO:
            raise CommandError("Only a desk with ITSM_DEMO can be played: its clock is moved.")
        _refuse_where_nobody_answers(options["url"])
        demo_clock.clock.move_to(demo_clock.seconds_ahead())
        stage = running_desk(options["url"], options["speed"], self._tell)
        pause = _wait if options["pause"] else _go_on
        try:
            played = play(stage, until=options["until"] or "", pause=pause)
        except NotSeen as missing:
            raise CommandError(f"The day ends here: {missing}\n{PLAYED_ONCE}") from missing
        except KeyboardInterrupt:
            self.stdout.write("Stopped. What was played stays.")
            return
        self._tell(f"{played} lines of the story.")

    def _tell(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _refuse_where_nobody_answers(url: str) -> None:
    """Before the clock is moved."""
    try:
        httpx.get(f"{url}/healthz", timeout=10, trust_env=False).raise_for_status()
        demo_clock.seconds_ahead()
    except (httpx.HTTPError, redis.ConnectionError) as error:
        raise CommandError(
            f"No desk is running at {url}: start it with `make run` in another terminal, or name it by --url ({error})."
        ) from error


def _wait() -> None:
    input("        Enter: go on ")


def _go_on() -> None:
    """Nobody asked to be waited for."""
