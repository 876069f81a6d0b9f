"""Several workers sweep at once: every clock acts exactly once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from records.models import Clock, JournalEntry
from records.sweep import sweep
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 4
INCIDENTS = 40


def test_each_clock_fires_once_whatever_the_number_of_workers() -> None:
    agent = cast.agent()
    incidents = [cast.incident(by=agent) for _ in range(INCIDENTS)]
    Clock.objects.filter(metric="response").update(next_at=None)
    long_ago = timezone.now() - timedelta(days=400)
    Clock.objects.filter(metric="resolution").update(
        next_at=timezone.now(), started_at=long_ago, running_since=long_ago
    )
    barrier = threading.Barrier(WORKERS)

    def work() -> None:
        barrier.wait()
        sweep()
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    breaches = JournalEntry.objects.filter(step="clock_breached", record__in=incidents)
    assert breaches.count() == INCIDENTS
    assert breaches.values("record").distinct().count() == INCIDENTS
