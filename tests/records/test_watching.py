"""Watching a record gives no sight of it."""

import pytest
from django.core.exceptions import ValidationError

from people.rights import Forbidden
from records.models import Record
from records.watching import unwatch, watch, watchers
from tests import cast

pytestmark = pytest.mark.django_db


def test_one_watches_once_and_stops() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    watch(incident, by=agent)
    watch(incident, by=agent)
    assert watchers(incident) == [agent]
    unwatch(incident, by=agent)
    assert watchers(incident) == []


def test_what_one_does_not_see_cannot_be_watched() -> None:
    with pytest.raises(Record.DoesNotExist):
        watch(cast.incident(), by=cast.engineer())


def test_nobody_is_made_to_watch_what_he_does_not_see() -> None:
    agent = cast.agent()
    with pytest.raises(ValidationError, match="cannot see the record"):
        watch(cast.incident(by=agent), by=agent, user=cast.engineer())


def test_who_only_reads_may_watch_but_not_have_others_watch() -> None:
    incident, auditor = cast.incident(), cast.person("auditor")
    watch(incident, by=auditor)
    with pytest.raises(Forbidden):
        watch(incident, by=auditor, user=cast.agent())
