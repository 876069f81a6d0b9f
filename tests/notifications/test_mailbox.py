"""The mailbox of the one-command start, and the box on the record page."""

from typing import Any

import pytest
from django.core.mail import EmailMessage, get_connection, send_mail
from django.test import Client

from notifications.composing import tell_all
from notifications.models import SentMail
from notifications.panels import told
from people.models import User
from records.actions import advance
from records.kinds import kinds
from tests import cast

pytestmark = pytest.mark.django_db
MAILBOX = "notifications.mailbox.MailboxBackend"


@pytest.fixture(autouse=True)
def _mailbox(settings: Any) -> None:
    settings.EMAIL_BACKEND = MAILBOX


def get(user: User, path: str = "/mailbox/") -> Any:
    client = Client()
    client.force_login(user)
    return client.get(path)


def test_a_mail_is_kept_with_all_that_was_sent() -> None:
    send_mail("Solved: 打印机", "Dear customer,\n尊敬的客户", "desk@company.example", ["a@b.example"])
    kept = SentMail.objects.get()
    assert (kept.sender, kept.to) == ("desk@company.example", ["a@b.example"])
    assert (kept.subject, kept.body) == ("Solved: 打印机", "Dear customer,\n尊敬的客户")
    assert kept.message_id


def test_it_refuses_what_a_mail_server_would() -> None:
    bad = EmailMessage(subject="Fine\nBcc: all@customers.example", body="x", to=["a@b.example"])
    with pytest.raises(ValueError, match="newlines"):
        get_connection().send_messages([bad])
    assert not SentMail.objects.exists()


@pytest.mark.parametrize(
    ("role", "is_demo", "status"),
    [("administrator", False, 200), ("agent", False, 404), ("agent", True, 200), ("auditor", False, 404)],
)
def test_who_may_look_into_it(settings: Any, role: str, is_demo: bool, status: int) -> None:
    settings.IS_DEMO = is_demo
    send_mail("Subject", "Text", None, ["a@b.example"])
    user = cast.person(role)
    assert get(user).status_code == status
    assert get(user, f"/mailbox/{SentMail.objects.get().pk}/").status_code == status


def test_with_a_mail_server_there_is_no_mailbox(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.IS_DEMO = True
    assert get(cast.person("administrator")).status_code == 404


def test_it_is_searched_by_address_and_subject() -> None:
    for number in range(3):
        send_mail(f"Mail {number}", "Text", None, [f"contact{number}@b.example"])
    administrator = cast.person("administrator")
    assert len(get(administrator, "/mailbox/?q=contact1").context["mails"]) == 1
    assert len(get(administrator, "/mailbox/?q=mail").context["mails"]) == 3
    assert get(administrator, "/mailbox/?q=%00&before=x").status_code == 200


def test_it_goes_on_page_by_page() -> None:
    for number in range(60):
        send_mail(f"Mail {number}", "Text", None, ["a@b.example"])
    administrator = cast.person("administrator")
    first = get(administrator).context
    second = get(administrator, f"/mailbox/{first['older_url']}").context
    assert (len(first["mails"]), len(second["mails"]), second["older_url"]) == (50, 10, "")


def test_a_mail_is_shown_as_text() -> None:
    send_mail("<b>x</b>", "<script>alert(1)</script>", None, ["a@b.example"])
    page = get(cast.person("administrator"), f"/mailbox/{SentMail.objects.get().pk}/").content
    assert b"<script>alert" not in page


def test_every_kind_shows_who_was_told() -> None:
    assert all("told" in {panel.name for panel in kind.shown_panels} for kind in kinds())


def test_the_box_shows_the_last_ones_and_nothing_to_a_customers_account() -> None:
    agent, customer = cast.agent(), cast.customer()
    incident = cast.incident(by=agent, customer=customer)
    assert told(incident, agent) is None
    engineer = cast.engineer("network")
    incident = advance(incident, "assign", by=agent, team=cast.team("network"), assignee=engineer)
    tell_all()
    found = told(incident, agent)
    assert found is not None
    assert {str(notice.reader) for notice in found["notices"]} == {str(engineer)}
    account = cast.person("api_client", teams=())
    account.customers.set([customer])
    assert told(incident, account) is None
