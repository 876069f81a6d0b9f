"""Two at once, and death at every transition: nothing lost, nothing twice."""

import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.utils import timezone

from emergency import watch
from emergency.models import AttachedIncident, Called, Emergency
from incidents.models import Incident
from notifications.composing import tell_all
from notifications.models import Notice
from people.models import User
from records import actions
from records.actions import advance
from records.errors import Refused
from records.models import FollowUp, JournalEntry, OutboxEvent
from tests import cast
from tests.emergency.plans import (
    PASSWORD,
    active,
    contain,
    contained,
    fresh,
    fresh_of,
    manned_plan,
    player,
    prepared,
    proposed,
    signed_plan,
    storm,
)
from visits.models import Visit

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 4


def together(*works: Callable[[], Any]) -> list[Any]:
    """All at the same moment, each on its own connection; what they raise counts as what they answer."""
    barrier, answers = threading.Barrier(len(works)), []

    def run(work: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            answers.append(work())
        except (Refused, ValidationError) as refused:
            answers.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def entries(emergency: Emergency, step: str) -> int:
    return JournalEntry.objects.filter(record=emergency.pk, step=step).count()


def test_two_supervisors_at_once_give_one_signature() -> None:
    found = proposed(manned_plan())
    signers = [player("supervisor"), player("supervisor")]
    answers = together(
        *(lambda one=one: advance(fresh(found), "sign", by=one, password=PASSWORD) for one in signers)
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Emergency", "Refused"]
    assert (entries(found, "sign"), Called.objects.filter(post__isnull=False).count()) == (1, 1)
    assert (Visit.objects.count(), AttachedIncident.objects.count()) == (1, 3)


def test_one_proposal_is_prepared_however_many_workers_look() -> None:
    version = signed_plan()
    storm(version)
    assert sum(together(*[watch.prepare] * WORKERS)) == 1
    assert Emergency.objects.count() == 1


def test_a_person_and_the_beat_prepare_one_proposal() -> None:
    from people.models import User as Person

    version = signed_plan()
    storm(version)
    leader = cast.person("shift_leader")

    def by_hand() -> Emergency:
        return actions.register(Emergency, by=Person.objects.get(pk=leader.pk), plan_version=version)

    together(by_hand, watch.prepare, by_hand)
    assert Emergency.objects.filter(is_running=True).count() == 1


@pytest.mark.parametrize("look", ["settle", "tell_attached", "call_again"])
def test_workers_share_the_work_and_do_nothing_twice(look: str) -> None:
    found = contained(manned_plan())
    if look == "call_again":
        Called.objects.update(next_at=timezone.now())
    wanted = {"settle": 3, "tell_attached": 3, "call_again": Called.objects.count()}[look]
    done = sum(together(*[getattr(watch, look)] * WORKERS))
    done += getattr(watch, look)()
    told = JournalEntry.objects.filter(step="attached_to_emergency").count()
    resolved = JournalEntry.objects.filter(step="resolve").count()
    reminded = sum(entries(found, step) for step in ("remind", "miss", "replace"))
    assert (done, {"settle": resolved, "tell_attached": told, "call_again": reminded}[look]) == (
        wanted,
        wanted,
    )


def test_the_mail_at_the_end_goes_out_once_however_many_tell() -> None:
    for slug in ("director", "incident_manager", "problem_manager"):
        player(slug)
    found = contain(active(manned_plan()))
    advance(found, "overrule", by=found.called.get(role__slug="director").user, reason="It is over.")
    together(*[tell_all] * WORKERS)
    mails = Notice.objects.filter(record=found.pk, channel="email", entry__step="overrule")
    assert mails.count() == len(set(mails.values_list("user", flat=True))) == 4


# Transition → how to come to it, and the door that is taken. Each is killed just before its commit.
POINTS: dict[str, tuple[Callable[[], Emergency | None], Callable[[Any], Any]]] = {
    "prepare": (lambda: storm(signed_plan()) and None, lambda _found: watch.prepare()),
    "propose": (
        lambda: prepared(signed_plan()) if cast.person("shift_leader") else None,
        lambda found: advance(fresh(found), "propose", by=leader()),
    ),
    "sign": (
        lambda: proposed(manned_plan()),
        lambda found: advance(fresh(found), "sign", by=supervisor(), password=PASSWORD),
    ),
    "answer": (
        lambda: active(manned_plan()),
        lambda found: advance(fresh(found), "answer_roll_call", by=Called.objects.earliest("pk").user),
    ),
    "remind": (lambda: overdue(active(manned_plan())), lambda _found: watch.call_again()),
    "contain": (lambda: active(signed_plan()), lambda found: contain(fresh(found), by=supervisor())),
    "settle": (lambda: contained(signed_plan()), lambda _found: watch.settle()),
    "tell": (lambda: active(signed_plan()), lambda _found: watch.tell_attached()),
    "verify": (
        lambda: contained(signed_plan()),
        lambda found: advance(fresh(found), "verify", by=supervisor()),
    ),
    "overrule": (
        lambda: contained(signed_plan()),
        lambda found: advance(fresh(found), "overrule", by=boss(), reason="Over."),
    ),
    "revert": (
        lambda: contained(signed_plan()),
        lambda found: advance(fresh(found), "revert", by=supervisor(), reason="Back."),
    ),
}


def leader() -> User:
    return User.objects.filter(roles__slug="shift_leader").latest("pk")


def supervisor() -> User:
    return User.objects.filter(roles__slug="supervisor").latest("pk")


def boss() -> User:
    return User.objects.filter(roles__slug="director").latest("pk")


def overdue(emergency: Emergency) -> Emergency:
    line = Called.objects.earliest("pk")
    Called.objects.exclude(pk=line.pk).update(next_at=None)
    Called.objects.filter(pk=line.pk).update(next_at=timezone.now() - timedelta(seconds=1))
    return emergency


def counted() -> dict[str, Any]:
    """Everything that may be lost or doubled."""
    return {
        "states": sorted(Emergency.objects.values_list("state", flat=True)),
        "incidents": sorted(Incident.objects.values_list("state", flat=True)),
        "entries": JournalEntry.objects.count(),
        "outbox": OutboxEvent.objects.count(),
        "called": sorted((bool(one.answered_at), bool(one.reminded_at)) for one in Called.objects.all()),
        "attached": sorted(
            (bool(one.told_at), bool(one.settled_at)) for one in AttachedIncident.objects.all()
        ),
        "visits": sorted(Visit.objects.values_list("state", flat=True)),
        "tasks": FollowUp.objects.count(),
    }


def killed_while(work: Callable[[], Any]) -> None:
    """A process of its own takes the door and is killed by SIGKILL when it has written everything but not committed."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        connections.close_all()
        connection.ensure_connection()
        commit = connection._commit  # type: ignore[attr-defined]
        connection._commit = lambda: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[attr-defined]
        try:
            work()
            commit()
        finally:
            os._exit(9)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the process ended by itself: nothing was proved"
    assert os.WTERMSIG(status) == signal.SIGKILL


def wait_until_released() -> None:
    """The server notices a dead client when it next speaks to it."""
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%%'"
            )
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.05)


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_transition_nothing_is_lost_and_nothing_is_done_twice(point: str) -> None:
    come, take = POINTS[point]
    found = come()
    before = counted()
    killed_while(lambda: take(found))
    wait_until_released()
    assert counted() == before
    take(found)
    once = counted()
    assert once != before
    if point in ("prepare", "remind", "settle", "tell"):
        take(found)
    else:
        with pytest.raises(Refused):
            take(found)
    assert counted() == once
    assert fresh_of(Emergency.objects.latest("pk").plan_version).is_running is (point != "overrule")
