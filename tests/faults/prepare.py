"""`python -m tests.faults.prepare COUNT SECONDS`: fills a desk that runs with clocks about to be overdue.

Prints a token of an agent. The clocks were started half an hour ago and fall due one after the other in the coming
SECONDS, so that some are due at every moment at which something is killed.
"""

import os
import sys
from datetime import timedelta

import django

RESPONSE_MINUTES = 30  # of priority 2, around the clock: sla.defaults
HEAD_START_SECONDS = 15


def prepare(count: int, seconds: int) -> str:
    import time_machine
    from django.utils import timezone

    from people import tokens
    from tests import cast

    agent = cast.agent(name="Agent of the drill")
    now = timezone.now()
    for number in range(count):
        late = HEAD_START_SECONDS + seconds * number / count
        with time_machine.travel(now - timedelta(minutes=RESPONSE_MINUTES) + timedelta(seconds=late)):
            cast.incident(by=agent, title=f"Clock {number}", impact=2, urgency=2)
    return tokens.issue(agent, "drill", by=agent)[1]


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "itsm.settings"
    django.setup()
    print(prepare(int(sys.argv[1]), int(sys.argv[2])))
