"""A storm of mails: bundled for the reader, visibly, and never dropped."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from notifications.bundles import claim_mails
from notifications.channels.email import sweep
from notifications.models import Bundle, Notice, Urgency
from tests import cast
from tests.notifications.telling import queued, reporter
from tests.notifications.test_once import in_threads

NOW = timezone.now().replace(microsecond=0)


@pytest.fixture(autouse=True)
def _memory(settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_a_few_mails_go_out_one_by_one() -> None:
    queued(cast.agent(), 10)
    sweep()
    assert [len(mail.outbox), Bundle.objects.count()] == [10, 0]


@pytest.mark.django_db
def test_a_thousand_become_one_mail_that_lists_them_all() -> None:
    agent = cast.agent()
    sent = queued(agent, 1_000)
    sweep()
    assert len(mail.outbox) == 1
    body = str(mail.outbox[0].body)
    assert all(f" {notice.subject}\n" in f"{body}\n" for notice in sent)
    assert sent[0].record.number in body
    bundle = Bundle.objects.get()
    assert Notice.objects.filter(state="sent", bundle=bundle, sent_at__isnull=False).count() == 1_000


@pytest.mark.django_db
def test_after_a_bundle_the_rest_waits_for_the_end_of_the_window_and_is_not_lost() -> None:
    agent = cast.agent()
    with time_machine.travel(NOW, tick=False) as now:
        queued(agent, 30)
        sweep()
        later = queued(agent, 25)
        sweep()
        assert len(mail.outbox) == 1
        later[0].refresh_from_db()
        assert (later[0].state, later[0].next_try_at) == ("queued", NOW + timedelta(seconds=60))
        now.shift(60)
        sweep()
    assert len(mail.outbox) == 2
    assert Notice.objects.filter(user=agent, state="sent").count() == 55


@pytest.mark.django_db
def test_mails_that_trickle_in_are_held_once_the_number_is_reached() -> None:
    agent = cast.agent()
    with time_machine.travel(NOW, tick=False) as now:
        for _ in range(40):
            queued(agent, 1)
            sweep()
            now.shift(1)
        assert len(mail.outbox) == 10
        now.shift(60)
        sweep()
    assert len(mail.outbox) == 11
    assert Notice.objects.filter(user=agent, state="sent").count() == 40


@pytest.mark.django_db
def test_an_urgent_one_does_not_let_the_bundle_wait_for_a_minute() -> None:
    agent = cast.agent()
    with time_machine.travel(NOW, tick=False) as now:
        queued(agent, 30)
        sweep()
        queued(agent, 5)
        queued(agent, 1, urgency=Urgency.URGENT)
        now.shift(10)
        sweep()
    assert Notice.objects.filter(user=agent, state="sent").count() == 36


@pytest.mark.django_db
def test_one_persons_storm_holds_up_nobody_else() -> None:
    stormy, calm = cast.agent(), cast.agent()
    queued(stormy, 250)
    sweep()
    queued(stormy, 250)
    queued(calm, 1)
    sweep()
    assert Notice.objects.get(user=calm, channel="email").state == "sent"


@pytest.mark.django_db
def test_a_customers_mails_are_never_bundled() -> None:
    contact = reporter()
    incident = cast.incident(customer=contact.customer, contact=contact)
    agent = incident.owner
    for notice in queued(agent, 30, record=incident):
        Notice.objects.filter(pk=notice.pk).update(user=None, contact=contact, address=contact.email)
    sweep()
    assert len(mail.outbox) == 30
    assert not Bundle.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_lose_and_double_nothing() -> None:
    people = [cast.agent() for _ in range(4)]
    for number, agent in enumerate(people):
        queued(agent, 5 + 20 * number)
    claimed: list[int] = []

    def work() -> None:
        while mails := claim_mails():
            claimed.extend(notice.pk for one in mails for notice in one.notices)

    in_threads(4, work)
    assert len(claimed) == len(set(claimed))
    left = Notice.objects.filter(state="queued", next_try_at__gt=timezone.now())
    assert set(claimed) | set(left.values_list("pk", flat=True)) == set(
        Notice.objects.values_list("pk", flat=True)
    )


@pytest.mark.django_db
def test_the_bundle_speaks_the_readers_language() -> None:
    agent = cast.agent(language="zh-hans")
    for notice in queued(agent, 20):
        Notice.objects.filter(pk=notice.pk).update(language="zh-hans")
    sweep()
    assert len(mail.outbox) == 1
    assert "20" in mail.outbox[0].subject
