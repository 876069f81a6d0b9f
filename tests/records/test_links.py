"""What led to what: said once, told on both sides, taken back."""

import pytest
from django.db import IntegrityError, transaction

from records.links import LinkType, back, connect, disconnect, onward, register_link_type
from records.models import JournalEntry, Record
from records.telling import tell
from tests import cast

pytestmark = pytest.mark.django_db

SAME_CAUSE = register_link_type(
    LinkType(
        name="same_cause",
        onward="has the cause of",
        back="is the cause of",
        onward_sentence="found it caused by %(record)s",
        back_sentence="found that it caused %(record)s",
    )
)


def sentence(record: Record) -> str:
    entry = JournalEntry.objects.filter(record=record.pk).latest("id")
    return tell(entry, record.declared).sentence


def test_both_journals_tell_of_a_link() -> None:
    agent = cast.agent()
    first, then = cast.incident(by=agent), cast.incident(by=agent)
    assert connect(SAME_CAUSE, earlier=first, later=then, by=agent)
    assert sentence(first) == f"found it caused by {then.number}"
    assert sentence(then) == f"found that it caused {first.number}"
    assert (list(onward(first, SAME_CAUSE)), list(back(then, SAME_CAUSE))) == ([then.pk], [first.pk])


def test_what_was_said_is_not_said_twice() -> None:
    agent = cast.agent()
    first, then = cast.incident(by=agent), cast.incident(by=agent)
    connect(SAME_CAUSE, earlier=first, later=then, by=agent)
    before = JournalEntry.objects.count()
    assert not connect(SAME_CAUSE, earlier=first, later=then, by=agent)
    assert JournalEntry.objects.count() == before


def test_a_link_is_taken_back_and_both_journals_say_so() -> None:
    agent = cast.agent()
    first, then = cast.incident(by=agent), cast.incident(by=agent)
    connect(SAME_CAUSE, earlier=first, later=then, by=agent)
    assert disconnect(SAME_CAUSE, earlier=first, later=then, by=agent)
    assert sentence(first) == f"took the link to {then.number} away"
    assert not disconnect(SAME_CAUSE, earlier=first, later=then, by=agent)
    assert not list(onward(first, SAME_CAUSE))


def test_nothing_leads_to_itself() -> None:
    agent = cast.agent()
    record = cast.incident(by=agent)
    with pytest.raises(IntegrityError), transaction.atomic():
        connect(SAME_CAUSE, earlier=record, later=record, by=agent)
