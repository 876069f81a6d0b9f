"""A storm of imported history, replayed: the watch sees it live."""

from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils import timezone

from calls.models import Call
from emergency.watching import look
from tests import cast
from tests.emergency.storms import desk

pytestmark = pytest.mark.django_db
PAST = datetime(2013, 12, 6, 14, 9, tzinfo=ZoneInfo("Europe/Amsterdam"))


def test_replaying_twenty_calls_of_the_past_makes_a_surge_of_now():
    lead, service = desk(), cast.service()
    Call.objects.bulk_create(
        Call(
            agent=lead, service=service, source="bpic14", source_key=f"IM{place}",
            started_at=PAST + timedelta(minutes=place),
        )
        for place in range(20)
    )  # fmt: skip
    assert look() == []
    begun = timezone.now()
    call_command("replay", f"--from={PAST.isoformat()}", f"--until={(PAST + timedelta(hours=1)).isoformat()}",
                 "--speed=1e12", stdout=StringIO())  # fmt: skip
    (surge,) = look()
    assert (surge.service, surge.peak) == (service, 20)
    assert surge.began_at >= begun.replace(microsecond=0)
