from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from importing.replay import Replay, Tempo, busiest_day


def speed(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0
    if not 0 < value < float("inf"):
        raise ArgumentTypeError("give how many times faster than it happened, for example 60")
    return value


def moment(text: str) -> datetime:
    try:
        found = parse_datetime(text if len(text) > 10 else f"{text}T00:00")
    except ValueError:
        found = None
    if found is None:
        raise ArgumentTypeError("give a day or a time as 2014-01-27 or 2014-01-27T11:30")
    return found if timezone.is_aware(found) else timezone.make_aware(found)


class Command(BaseCommand):
    help = (
        "Lives imported calls and incidents once more, as new ones of this moment, so that boards and clocks can be "
        "watched at work. Clocks run at their own pace, whatever the speed. Ctrl-C stops; what was replayed stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--speed", type=speed, default=60.0, help="how many times faster than it happened (60)"
        )
        parser.add_argument(
            "--from",
            type=moment,
            dest="begin",
            help="from when on, in the desk's own time unless it says otherwise (the busiest day)",
        )
        parser.add_argument("--until", type=moment, dest="end", help="up to when (a day later)")
        parser.add_argument(
            "--source", default="bpic14", help="bpic14 or servicenow: what was imported (bpic14)"
        )

    def handle(
        self,
        *args: Any,
        speed: float,
        begin: datetime | None,
        end: datetime | None,
        source: str,
        **options: Any,
    ) -> None:
        begin = begin or busiest_day(source)
        if begin is None:
            raise CommandError(_("Nothing of %(source)s is here: import it first.") % {"source": source})
        end = end or begin + timedelta(days=1)
        if end <= begin:
            raise CommandError(_("--until lies before --from."))
        self._announce(begin, end, speed)
        replay = Replay(source, Tempo(begin, speed), self._tell)
        try:
            replay.play(begin, end)
        except KeyboardInterrupt:
            self.stdout.write(_("Stopped. What was replayed stays."))
        self._sum_up(replay)

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _announce(self, begin: datetime, end: datetime, speed: float) -> None:
        lasts = {"begin": f"{begin:%Y-%m-%d %H:%M}", "end": f"{end:%Y-%m-%d %H:%M}", "speed": f"{speed:g}"}
        minutes = f"{(end - begin).total_seconds() / speed / 60:,.1f}"
        self.stdout.write(
            _(
                "Replaying %(begin)s to %(end)s at %(speed)s times the speed: %(minutes)s minutes. Ctrl-C stops."
            )
            % {**lasts, "minutes": minutes}
        )

    def _sum_up(self, replay: Replay) -> None:
        told = {
            name: f"{replay.counts[name]:,}" for name in ("calls", "incidents", "steps", "remarks", "refused")
        }
        self.stdout.write(
            _(
                "%(calls)s calls, %(incidents)s incidents, %(steps)s steps, %(remarks)s remarks; "
                "%(refused)s were no longer open."
            )
            % told
        )
        if replay.tempo.most_behind > 1:
            behind = {"seconds": f"{replay.tempo.most_behind:.1f}"}
            self.stdout.write(_("At most %(seconds)s seconds behind its time.") % behind)
