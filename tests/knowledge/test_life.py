"""Rules of an article's life, through the doors."""

import pytest
from django.core.exceptions import ValidationError

from people.rights import Forbidden
from records.actions import advance, revise
from records.errors import Refused
from records.steps import open_steps
from tests import cast
from tests.knowledge.cast import draft, published

pytestmark = pytest.mark.django_db


def test_it_is_its_writers_and_not_the_desks() -> None:
    writer = cast.engineer()
    assert draft(writer).owner == writer


@pytest.mark.parametrize("missing", ["plain", "technical"])
def test_it_is_not_reviewed_before_both_texts_are_written(missing: str) -> None:
    writer = cast.engineer()
    with pytest.raises(ValidationError, match="both texts"):
        advance(draft(writer, **{missing: ""}), "submit", by=writer)


def test_a_second_person_reads_it_before_it_is_published() -> None:
    writer, reader = cast.person("problem_manager"), cast.person("problem_manager")
    article = advance(draft(writer), "submit", by=writer)
    with pytest.raises(Refused, match="second person"):
        advance(article, "publish", by=writer)
    article = advance(article, "publish", by=reader)
    assert (article.state, article.reviewer, article.edition) == ("published", reader, 1)


def test_who_changes_it_in_review_has_written_it() -> None:
    writer, reader = cast.person("problem_manager"), cast.person("problem_manager")
    article = revise(advance(draft(writer), "submit", by=writer), by=reader, plain="Start it twice.")
    with pytest.raises(Refused, match="second person"):
        advance(article, "publish", by=reader)
    assert advance(article, "publish", by=writer).state == "published"


def test_to_its_writer_publishing_is_no_button() -> None:
    writer, reader = cast.person("problem_manager"), cast.person("problem_manager")
    article = advance(draft(writer), "submit", by=writer)
    assert "publish" not in {step.name for step in open_steps(article, writer)}
    assert "publish" in {step.name for step in open_steps(article, reader)}


def test_a_writer_without_the_right_does_not_publish() -> None:
    writer = cast.engineer()
    article = advance(draft(writer), "submit", by=writer)
    with pytest.raises(Forbidden):
        advance(article, "publish", by=cast.agent())


def test_a_text_that_changes_is_read_again_before_the_desk_relies_on_it() -> None:
    article = published()
    revise(article, by=cast.engineer(), plain="Start it twice.")
    article.refresh_from_db()
    assert (article.state, article.reviewer, article.resolved_at) == ("in_review", None, None)
    assert article.journal.last().step == "review_again"


def test_what_is_no_text_is_corrected_without_a_review() -> None:
    article = published()
    revise(article, by=cast.engineer(), service=cast.service(), symptom_words="exits")
    article.refresh_from_db()
    assert article.state == "published"


def test_what_is_retired_can_be_taken_up_again() -> None:
    manager = cast.person("problem_manager")
    article = advance(published(), "retire", by=manager, reason="The module is replaced.")
    assert article.closed_at is not None
    article = advance(article, "take_up", by=manager)
    assert (article.state, article.closed_at) == ("draft", None)
