"""Reports by mail: at their time, once, to whom rules and people say, in each reader's language and sight."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.utils import timezone

from notifications.models import SentFile
from people.models import Role
from servicedesk.models import ReportMail, ReportPlan, ReportReader, ReportRun, ReportWish
from servicedesk.reports.mailing import begin_what_is_due, readers_of, send_what_waits
from servicedesk.tasks import mail_reports
from tests import cast
from tests.client import client_of

pytestmark = pytest.mark.django_db
HALF_PAST_EIGHT = "2026-11-24T00:30:00Z"  # a Tuesday, in Shanghai


@pytest.fixture(autouse=True)
def _plans(time_machine) -> None:
    """Since long ago, so that what was due yesterday is no news."""
    ReportPlan.objects.update(since="2026-01-01T00:00:00Z")
    time_machine.move_to("2026-11-23T23:00:00Z")
    for report, on in (("daily", "2026-11-23"), ("weekly", "2026-11-23"), ("monthly", "2026-11-01")):
        ReportRun.objects.create(report=report, on=on)


class Broken(BaseEmailBackend):
    def send_messages(self, email_messages):
        raise ConnectionRefusedError("closed")


def test_the_daily_report_goes_out_at_half_past_eight_and_once(time_machine) -> None:
    supervisor = cast.person("supervisor", name="Wang")
    cast.incident(by=cast.agent())
    mail_reports()
    assert mail.outbox == []
    time_machine.move_to(HALF_PAST_EIGHT)
    for _beat in range(3):
        mail_reports()
        time_machine.shift(timedelta(seconds=30))
    assert [message.to for message in mail.outbox] == [[supervisor.email]]
    sent = mail.outbox[0]
    assert "Daily report" in sent.subject
    assert "2026-11-23" in sent.subject
    assert "New: 0" in sent.body  # the incident is of today, the report of yesterday
    name, content, kind = sent.attachments[0]
    assert (name, kind, content[:5]) == ("daily-2026-11-23.pdf", "application/pdf", b"%PDF-")
    assert ReportMail.objects.get().fate == "sent"


def test_a_beat_that_was_away_sends_it_late_and_only_the_last_one(time_machine) -> None:
    cast.person("supervisor")
    time_machine.move_to("2026-11-26T06:00:00Z")
    mail_reports()
    assert [f"{run.report} {run.on}" for run in ReportRun.objects.filter(on__gt="2026-11-23")] == [
        "daily 2026-11-26"
    ]


def test_weekly_goes_out_on_mondays_and_monthly_on_the_first(time_machine) -> None:
    cast.person("director")
    time_machine.move_to("2026-11-30T00:31:00Z")
    mail_reports()
    time_machine.move_to("2026-12-01T00:31:00Z")
    mail_reports()
    runs = ReportRun.objects.filter(on__gt="2026-11-23").values_list("report", "on")
    assert {(report, f"{on}") for report, on in runs} == {
        ("daily", "2026-11-30"), ("weekly", "2026-11-30"), ("daily", "2026-12-01"), ("monthly", "2026-12-01"),
    }  # fmt: skip
    assert any("November 2026" in message.subject for message in mail.outbox)


def test_a_time_that_was_moved_back_sends_no_second_one(time_machine) -> None:
    cast.person("supervisor")
    time_machine.move_to(HALF_PAST_EIGHT)
    mail_reports()
    ReportPlan.objects.filter(report="daily").update(at="09:00")
    time_machine.shift(timedelta(hours=1))
    mail_reports()
    assert len(mail.outbox) == 1


def test_a_new_installation_sends_nothing_for_the_past(time_machine) -> None:
    cast.person("supervisor")
    ReportRun.objects.all().delete()
    ReportPlan.objects.update(since=timezone.now())
    mail_reports()
    assert ReportRun.objects.count() == 0


def test_each_reader_gets_it_in_his_language_and_sight(time_machine) -> None:
    time_machine.move_to("2026-11-23T02:00:00Z")
    cast.incident(by=cast.agent())
    narrow = cast.person("agent", teams=("elsewhere",), language="zh-hans")
    Role.objects.get(slug="agent").sights.filter(kind="incident").update(scope="own")
    cast.person("supervisor")
    ReportWish.objects.create(user=narrow, report="daily", language="zh-hant")
    time_machine.move_to(HALF_PAST_EIGHT)
    mail_reports()
    wide, own = sorted(mail.outbox, key=lambda message: "agent" in message.to[0])
    assert "New: 1" in wide.body
    assert "New: 1" not in own.body
    assert ReportMail.objects.get(user=narrow).language == "zh-hant"


def test_rules_and_people_decide_who_reads() -> None:
    supervisor, director, agent = (cast.person(role) for role in ("supervisor", "director", "agent"))
    purchaser = cast.person("purchaser")
    ReportWish.objects.create(user=director, report="daily", is_wanted=False)
    ReportWish.objects.create(user=agent, report="daily")
    ReportWish.objects.create(user=purchaser, report="daily")  # may not see reports
    cast.person("supervisor", is_active=False)
    cast.person("supervisor", email="")
    assert {user for user, _language in readers_of("daily")} == {supervisor, agent}
    ReportReader.objects.filter(report="daily", role__slug="supervisor").delete()
    assert {user for user, _language in readers_of("daily")} == {agent}


def test_a_mail_server_that_is_away_gets_it_later_and_is_told_of(time_machine, settings) -> None:
    cast.person("supervisor")
    time_machine.move_to(HALF_PAST_EIGHT)
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    mail_reports()
    waiting = ReportMail.objects.get()
    assert (waiting.fate, waiting.attempts, "closed" in waiting.error) == ("queued", 1, True)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_what_waits() == 0  # not before its time
    time_machine.shift(timedelta(minutes=2))
    assert send_what_waits() == 1
    assert len(mail.outbox) == 1


def test_it_is_given_up_after_a_day(time_machine, settings) -> None:
    cast.person("supervisor")
    time_machine.move_to(HALF_PAST_EIGHT)
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    for _hour in range(30):
        send_what_waits() if ReportMail.objects.exists() else mail_reports()
        time_machine.shift(timedelta(hours=1))
    assert ReportMail.objects.filter(fate="failed").exists()


def test_who_lost_the_right_meanwhile_gets_nothing(time_machine) -> None:
    supervisor = cast.person("supervisor")
    time_machine.move_to(HALF_PAST_EIGHT)
    begin_what_is_due()
    supervisor.roles.clear()
    send_what_waits()
    assert mail.outbox == []
    assert ReportMail.objects.get().fate == "failed"


def test_one_chooses_for_oneself() -> None:
    agent = cast.agent()
    client = client_of(agent)
    page = client.get("/reports/mails/").content.decode()
    assert "you are not sent it" in page
    assert (
        client.post("/reports/mails/", {"report": "daily", "wish": "yes", "language": "zh-hans"}).status_code
        == 302
    )
    assert ReportWish.objects.get(user=agent).language == "zh-hans"
    assert client.post("/reports/mails/", {"report": "daily", "wish": ""}).status_code == 302
    assert not ReportWish.objects.filter(user=agent).exists()
    assert client.post("/reports/mails/", {"report": "yearly", "wish": "yes"}).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_a_crash_before_the_commit_leaves_it_to_the_next(time_machine, monkeypatch) -> None:
    cast.person("supervisor")
    time_machine.move_to(HALF_PAST_EIGHT)

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("servicedesk.reports.mailing.readers_of", killed)
    with pytest.raises(KeyboardInterrupt):
        begin_what_is_due()
    connection.close()
    monkeypatch.undo()
    mail_reports()
    mail_reports()
    assert len(mail.outbox) == 1


def test_the_kept_mailbox_holds_the_paper_too(time_machine, settings) -> None:
    cast.person("supervisor")
    settings.EMAIL_BACKEND = "notifications.mailbox.MailboxBackend"
    time_machine.move_to(HALF_PAST_EIGHT)
    mail_reports()
    file = SentFile.objects.get()
    address = f"/mailbox/{file.mail_id}/"
    settings.IS_DEMO = False
    reader = client_of(cast.person("administrator"))
    assert file.name in reader.get(address).content.decode()
    answer = reader.get(f"{address}files/{file.pk}/")
    assert answer.content.startswith(b"%PDF-")
    assert "attachment" in answer["Content-Disposition"]
    assert client_of(cast.person("supervisor")).get(f"{address}files/{file.pk}/").status_code == 404
