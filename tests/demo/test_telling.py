"""The demo's week is told in its own time, and nothing of it leaves this machine."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from demo.telling import tell
from notifications.models import Notice, SentMail
from records.actions import advance
from tests import cast

pytestmark = pytest.mark.django_db


def test_mails_are_kept_whatever_server_is_configured(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    agent, engineer = cast.agent(), cast.engineer("network")
    advance(cast.incident(by=agent), "assign", by=agent, team=cast.team("network"), assignee=engineer)
    tell()
    assert SentMail.objects.get().to == [engineer.email]
    assert mail.outbox == []


def test_bells_of_some_hours_ago_were_answered_and_those_of_now_wait() -> None:
    agent, leader = cast.agent(), cast.person("shift_leader")
    with time_machine.travel(timezone.now() - timedelta(hours=5)):
        incident = advance(cast.incident(by=agent), "escalate_up", by=agent, reason="Too slow")
        tell()
    advance(incident, "escalate_up", by=agent, reason="Still too slow")
    supervisor = cast.person("supervisor")
    tell()
    assert Notice.objects.get(user=leader, channel="in_app").state == "acknowledged"
    assert Notice.objects.get(user=supervisor, channel="in_app").state == "sent"
