"""What is created by REST is created once for each Idempotency-Key, and the answers are not kept for ever."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from api.models import KeptAnswer
from api.tasks import forget_answers_that_nobody_asks_for
from tests import cast
from tests.api.test_records import INCIDENTS, Caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent() -> Caller:
    return Caller(cast.agent())


def test_a_remark_sent_twice_stands_once(agent) -> None:
    incident = cast.incident(by=agent.user)
    path = f"{INCIDENTS}{incident.number}/remarks/"
    first, second = (agent.post(path, {"text": "Rang back"}, Idempotency_Key="r1") for _ in range(2))
    assert (first.status_code, second.json()) == (201, first.json())
    assert incident.journal.filter(note="Rang back").count() == 1


def test_a_follow_up_sent_twice_is_asked_once(agent) -> None:
    incident, other = cast.incident(by=agent.user), cast.agent()
    due = (timezone.now() + timedelta(hours=2)).isoformat()
    body = {"asked_of": other.pk, "what": "Ring", "due_at": due}
    for _ in range(2):
        agent.post(f"{INCIDENTS}{incident.number}/follow-ups/", body, Idempotency_Key="f1")
    assert incident.follow_ups.count() == 1


def test_a_file_sent_twice_is_kept_once(agent) -> None:
    incident = cast.incident(by=agent.user)
    headers = {**agent.headers, "Idempotency-Key": "a1"}
    for _ in range(2):
        file = SimpleUploadedFile("note.txt", b"plain words")
        answer = agent.client.post(
            f"{INCIDENTS}{incident.number}/attachments/", {"file": file}, headers=headers
        )
        assert answer.status_code == 201
    assert incident.attachments.count() == 1


def test_answers_are_forgotten_after_three_days(agent) -> None:
    agent.post(INCIDENTS, {"title": "One"}, Idempotency_Key="old")
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        agent.post(INCIDENTS, {"title": "Two"}, Idempotency_Key="new")
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        forget_answers_that_nobody_asks_for()
    assert list(KeptAnswer.objects.values_list("key", flat=True)) == ["new"]
