"""What an advisory goes through: two writers, a third who reads, versions that stay."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from advisories.links import ADVISED
from advisories.models import Advisory, AdvisoryVersion
from people.rights import Forbidden
from records.actions import advance, revise
from records.errors import Refused
from records.links import onward
from tests import cast
from tests.advisories.people import PLAIN, TECHNICAL, advisory, in_review, problem_manager, published

pytestmark = pytest.mark.django_db


def test_from_the_first_word_to_the_published_version() -> None:
    made = published()
    assert (made.state, made.edition, made.script) == ("published", 1, PLAIN)
    version = made.versions.get()
    assert (version.number, version.plain, version.technical) == (1, PLAIN, TECHNICAL)
    assert version.plain_by != version.technical_by
    assert version.reviewer == made.reviewer


def test_each_text_has_its_own_writers() -> None:
    made = advisory()
    with pytest.raises(Forbidden):
        advance(made, "write_technical", by=cast.agent(), technical="Earth it.")
    with pytest.raises(Forbidden):
        advance(made, "write_plain", by=problem_manager(), plain="Unplug it.")


def test_it_is_not_reviewed_with_one_text_alone() -> None:
    manager = problem_manager()
    made = advance(advisory(manager), "write_technical", by=manager, technical=TECHNICAL)
    with pytest.raises(ValidationError, match="Both texts"):
        advance(made, "submit", by=manager)


def test_neither_writer_publishes_it() -> None:
    made = in_review()
    for writer in (made.technical_by, made.plain_by):
        writer.roles.set(cast.person("supervisor").roles.all())
        with pytest.raises(Refused, match="second person"):
            advance(made, "publish", by=type(writer).objects.get(pk=writer.pk))


def test_callers_are_told_the_published_text_while_the_next_is_written() -> None:
    made = advance(published(), "begin_version", by=problem_manager())
    made = advance(made, "write_plain", by=cast.agent(), plain="Not read by anybody yet.")
    assert (made.state, made.script, made.is_offered) == ("draft", PLAIN, True)


def test_the_second_version_stands_beside_the_first() -> None:
    agent = cast.agent()
    made = advance(published(), "begin_version", by=agent)
    made = advance(made, "write_plain", by=agent, plain="Unplug everything.")
    made = advance(advance(made, "submit", by=agent), "publish", by=cast.person("supervisor"))
    assert [one.plain for one in made.versions.all()] == ["Unplug everything.", PLAIN]
    assert made.script == "Unplug everything."


def test_a_new_title_is_read_over_again() -> None:
    made = revise(published(), by=problem_manager(), title="Lightning")
    assert Advisory.objects.get(pk=made.pk).state == "draft"


def test_new_words_for_finding_it_are_not() -> None:
    made = revise(published(), by=problem_manager(), equipment="router")
    assert Advisory.objects.get(pk=made.pk).state == "published"


@pytest.mark.parametrize("statement", ["UPDATE {} SET plain = ''", "DELETE FROM {}"])
def test_the_database_keeps_what_was_published(statement: str) -> None:
    published()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement.format(AdvisoryVersion._meta.db_table))


def test_it_stands_in_the_chain_behind_what_it_came_from() -> None:
    origin = cast.incident()
    made = advisory(based_on=origin)
    assert list(onward(origin, ADVISED)) == [made.pk]


def test_it_cannot_come_from_what_its_writer_does_not_see() -> None:
    other = cast.incident()
    stranger = cast.person("problem_manager", teams=())
    stranger.roles.get().sights.filter(kind="incident").update(scope="none")
    with pytest.raises(ValidationError, match="no such record"):
        advisory(type(stranger).objects.get(pk=stranger.pk), based_on=other)


def test_a_retired_one_is_offered_to_nobody() -> None:
    made = advance(published(), "retire", by=cast.person("supervisor"), reason="The modems are gone.")
    assert not made.is_offered
