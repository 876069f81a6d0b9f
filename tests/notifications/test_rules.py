"""Who is told of what, by the rules a desk starts with."""

import pytest

from notifications.composing import tell_all
from notifications.models import Notice
from people.models import User
from records.actions import advance
from tests import cast

pytestmark = pytest.mark.django_db


def told(user: User, channel: str = "in_app") -> list[str]:
    tell_all()
    found = Notice.objects.filter(user=user, channel=channel).order_by("pk")
    return [notice.rule.code for notice in found if notice.rule]


def test_who_is_given_work_is_told_under_the_bell_and_by_mail() -> None:
    agent, engineer = cast.agent(), cast.engineer("network")
    incident = cast.incident(by=agent)
    advance(incident, "assign", by=agent, team=cast.team("network"), assignee=engineer)
    assert told(engineer) == ["assigned"]
    assert told(engineer, "email") == ["assigned"]
