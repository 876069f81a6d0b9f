"""Mail: what it looks like, and what becomes of it where the server refuses."""

import smtplib
from collections.abc import Sequence
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from notifications.channels.email import sweep
from notifications.models import Notice, Urgency
from people.models import Team
from tests import cast
from tests.notifications.telling import queued

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)


class Server(BaseEmailBackend):
    """A mail server that answers as the test says."""

    answers: list[Exception | None] = []
    taken: list[EmailMessage] = []

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        self.taken.extend(email_messages)
        return len(email_messages)


@pytest.fixture(autouse=True)
def _server(settings: object) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Server"  # type: ignore[attr-defined]
    Server.answers, Server.taken = [], []


def fate(notice: Notice) -> tuple[str, str]:
    notice.refresh_from_db()
    return notice.state, notice.error


def test_it_names_the_record_for_threads_and_asks_for_no_automatic_answer(settings: object) -> None:
    settings.SITE_URL = "https://desk.example:8443"  # type: ignore[attr-defined]
    Team.objects.filter(code="desk").update(email="desk@company.example")
    incident = cast.incident()
    Team.objects.filter(code="desk").update(email="desk@company.example")
    (notice,) = queued(cast.agent(), 1, record=incident, urgency=Urgency.URGENT)
    sweep()
    headers = Server.taken[0].extra_headers
    assert headers["Message-ID"] == f"<notice-{notice.pk}@desk.example>"
    assert headers["References"] == f"<{incident.number}@desk.example>"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Importance"] == "high"
    assert Server.taken[0].reply_to == ["desk@company.example"]


def test_an_address_that_does_not_exist_is_final() -> None:
    bad, good = queued(cast.agent(), 2)
    Server.answers = [smtplib.SMTPRecipientsRefused({"x": (550, b"No such user")})]
    sweep()
    assert fate(bad) == ("failed", "550 No such user")
    assert fate(good) == ("sent", "")


def test_a_full_mailbox_is_tried_again() -> None:
    (notice,) = queued(cast.agent(), 1)
    Server.answers = [smtplib.SMTPRecipientsRefused({"x": (452, b"Mailbox full")})]
    with time_machine.travel(NOW, tick=False) as now:
        Notice.objects.update(next_try_at=NOW, gives_up_at=NOW + timedelta(days=1))
        sweep()
        assert fate(notice) == ("queued", "452 Mailbox full")
        now.shift(40)
        sweep()
    assert fate(notice) == ("sent", "")
    assert notice.attempts == 2


@pytest.mark.parametrize(
    "closed",
    [
        ConnectionRefusedError(111, "Connection refused"),
        smtplib.SMTPServerDisconnected("gone"),
        smtplib.SMTPAuthenticationError(535, b"Bad password"),
        TimeoutError("timed out"),
    ],
)
def test_where_the_server_is_out_of_reach_everything_waits_and_one_attempt_is_enough(closed: OSError) -> None:
    notices = [queued(cast.agent(), 1)[0] for _ in range(5)]
    Server.answers = [closed]
    sweep()
    assert Server.taken == []
    states = {fate(notice)[0] for notice in notices}
    assert states == {"queued"}
    assert sorted(notice.attempts for notice in notices) == [0, 0, 0, 0, 1]
    assert all(notice.next_try_at and notice.next_try_at > timezone.now() for notice in notices)


def test_after_a_day_it_has_failed_with_the_reason() -> None:
    (notice,) = queued(cast.agent(), 1)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        Server.answers = [ConnectionRefusedError(111, "Connection refused")]
        sweep()
    state, error = fate(notice)
    assert state == "failed"
    assert "Connection refused" in error


def test_a_line_break_in_a_title_begins_no_header(settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
    (notice,) = queued(cast.agent(), 1)
    Notice.objects.filter(pk=notice.pk).update(subject="Fine\nBcc: all@customers.example")
    sweep()
    assert mail.outbox == []
    assert fate(notice)[0] == "failed"
