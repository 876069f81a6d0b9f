"""The roll-call: answered, reminded, replaced, and nobody left."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from emergency import watch
from emergency.manning import substitutes
from emergency.models import Called, Emergency
from emergency.plans import DutyLine
from people.models import User
from records.actions import advance
from records.errors import Refused
from records.models import FollowUp, JournalEntry
from tests import cast
from tests.emergency.plans import active, contain, fresh, manned_plan, player, role, signed_plan
from tests.visits.people import engineer, sent

pytestmark = pytest.mark.django_db


def steps(emergency: Emergency, *names: str) -> int:
    return JournalEntry.objects.filter(record=emergency.pk, step__in=names).count()


def coordinating(*directors: User) -> Emergency:
    return active(signed_plan(duties=(DutyLine(role("director"), "Coordinate over all."),)))


def test_who_answers_is_not_reminded() -> None:
    found = coordinating()
    line = Called.objects.get(emergency=found)
    found = advance(found, "answer_roll_call", by=line.user)
    assert found.manned_at is not None
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        assert watch.call_again() == 0


def test_who_is_not_called_has_nothing_to_answer() -> None:
    found = coordinating()
    with pytest.raises(Refused, match="not called"):
        advance(found, "answer_roll_call", by=cast.agent())


def test_who_does_not_answer_is_reminded_once_and_then_replaced_once() -> None:
    player("director")
    found = coordinating()
    first = Called.objects.get(emergency=found)
    now = timezone.now()
    with time_machine.travel(now + timedelta(minutes=6)):
        assert (watch.call_again(), watch.call_again(), steps(found, "remind")) == (1, 0, 1)
    with time_machine.travel(now + timedelta(minutes=12)):
        assert (watch.call_again(), watch.call_again(), steps(found, "replace")) == (1, 0, 1)
    second = Called.objects.get(stands_in_for=first)
    assert {first.user, second.user} <= set(User.objects.filter(roles__slug="director"))
    assert second.user != first.user
    assert [one.withdrawn_at is None for one in FollowUp.objects.filter(record=found.pk).order_by("pk")] == [
        False,
        True,
    ]


def test_a_post_falls_to_its_other_holder() -> None:
    a, b = engineer("Anna"), engineer("Ben")
    found = active(manned_plan(a=a, b=b))
    line = Called.objects.get(emergency=found, post__isnull=False)
    Called.objects.exclude(pk=line.pk).update(next_at=None)
    Called.objects.filter(pk=line.pk).update(reminded_at=timezone.now(), next_at=timezone.now())
    assert watch.call_again() == 1
    assert Called.objects.get(stands_in_for=line).user == b


def test_of_those_who_could_drive_there_a_free_one_is_called_first() -> None:
    a, busy = engineer("Anna"), engineer("Zoe")
    found = active(manned_plan(a=a, b=engineer("Bea")))
    line = Called.objects.get(emergency=found, post__isnull=False)
    sent(busy)
    free = engineer("Ben")
    assert [person for person in substitutes(line) if person in (busy, free)] == [free, busy]


def test_who_was_replaced_is_told_by_whom() -> None:
    a, b = engineer("Anna"), engineer("Ben")
    found = active(manned_plan(a=a, b=b))
    line = Called.objects.get(emergency=found, post__isnull=False)
    found = advance(found, "man", by=cast.person("shift_leader"), line=line, person=b, reason="x")
    with pytest.raises(Refused, match="Ben was called in your place"):
        advance(found, "answer_roll_call", by=a)


def test_where_nobody_is_left_it_says_so_once() -> None:
    found = active(signed_plan(duties=(DutyLine(role("purchaser"), "Buy a line."),)))
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert (watch.call_again(), watch.call_again(), steps(found, "miss")) == (1, 0, 1)


def test_the_shift_leader_names_somebody() -> None:
    found = active(signed_plan(duties=(DutyLine(role("purchaser"), "Buy a line."),)))
    line, somebody = Called.objects.get(emergency=found), cast.agent(name="Zhou")
    advance(
        found,
        "man",
        by=cast.person("shift_leader"),
        line=line,
        person=somebody,
        reason="He knows the supplier.",
    )
    second = Called.objects.get(stands_in_for=line)
    assert (second.user, second.reasons["en"]) == (somebody, ["He knows the supplier."])
    assert fresh(found).state == "active"


def test_after_the_end_nobody_is_reminded() -> None:
    found = coordinating()
    Called.objects.update(next_at=timezone.now() - timedelta(minutes=1))
    found = contain(found)
    advance(found, "overrule", by=player("director"), reason="All is well")
    assert watch.call_again() == 0
