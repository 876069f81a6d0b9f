from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from cmdb.models import Service
from emergency.surge_limits import fit_limits, keep_limits, past_flows


def day(text: str) -> datetime:
    found = parse_date(text)
    if found is None:
        raise CommandError(_("Give a day as 2014-01-27."))
    return timezone.make_aware(datetime.combine(found, datetime.min.time()))


class Command(BaseCommand):
    help = (
        "Tells for busy services from how many calls on it would have been a surge at most so often in the past, "
        "instead of every day; with --write, makes that their rule."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="begin", type=day, help="first day looked at (120 days ago)")
        parser.add_argument("--until", dest="end", type=day, help="first day not looked at (tomorrow)")
        parser.add_argument("--source", help="only calls of this import: bpic14")
        parser.add_argument("--at-most", type=int, default=1, help="storms of a service in that time (1)")
        parser.add_argument(
            "--write", action="store_true", help="keep what is told as rules of these services"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        end = options["end"] or timezone.now() + timedelta(days=1)
        begin = options["begin"] or end - timedelta(days=120)
        if options["at_most"] < 1:
            raise CommandError(_("--at-most is 1 or more."))
        flows = past_flows(begin, end, options["source"])
        limits = fit_limits(flows, at_most=options["at_most"])
        names = Service.objects.in_bulk(list(limits))
        for service, limit in sorted(limits.items(), key=lambda one: -one[1]):
            self.stdout.write(f"{limit:>6}  {names[service]}")
        if options["write"]:
            keep_limits(limits.items())
        told = _("%(count)s services need a limit of their own.") % {"count": len(limits)}
        self.stdout.write(told)
