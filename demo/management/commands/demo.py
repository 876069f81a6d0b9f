import random
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from tqdm import tqdm

from demo import customers, staff, week
from demo.faults import install_categories

SEED = 20140127
# No rate and no time left: both would be reckoned in the moved time of the demo's week.
LINE = "    a week of the desk: {n} events{postfix}"


class Command(BaseCommand):
    help = "The seed company: its people, forty customers, services, equipment, and a week of history."

    def handle(self, *args: Any, **options: Any) -> None:
        dice = random.Random(SEED)  # noqa: S311 - the same company on every machine
        people = staff.hire()
        install_categories()
        signed = customers.sign_contracts(dice)
        if week.is_lived():
            self.stdout.write("The seed company is there already.")
            return
        lived = week.Week(people, signed, dice)
        lived.write_stories()
        with tqdm(bar_format=LINE, leave=False, disable=not self.stderr.isatty()) as progress:
            for at in lived.play():
                progress.n += 1
                progress.set_postfix_str(f"{at:%A %H:%M}")
        week.leave_notes(people)
        # Or the call pad would suggest nothing before the worker has learned at night.
        call_command("learn_suggestions", stdout=StringIO())
        self.stdout.write(self.style.SUCCESS("The seed company is open."))
