"""Using an article: counted, told in the journal, the last word counts."""

import pytest

from knowledge.models import Use
from knowledge.uses import Worth, use, worth_of
from people.rights import Forbidden
from records.errors import Refused
from records.telling import tell
from tests import cast
from tests.knowledge.cast import draft, published

pytestmark = pytest.mark.django_db


def test_what_was_used_is_counted_and_told_on_the_incident() -> None:
    agent, article = cast.agent(), published()
    incident = cast.incident(by=agent)
    use(article, by=agent, record=incident, has_helped=True)
    assert worth_of([article.pk])[article.pk] == Worth(times=1, helped=1)
    entry = incident.journal.last()
    assert tell(entry, incident.declared).sentence == f"used {article}: it helped"


def test_said_again_the_last_word_counts() -> None:
    agent, article = cast.agent(), published()
    incident = cast.incident(by=agent)
    for has_helped in (True, True, False):
        use(article, by=agent, record=incident, has_helped=has_helped)
    assert worth_of([article.pk])[article.pk] == Worth(times=1, helped=0)
    assert [entry.step for entry in incident.journal.all()][1:] == ["article_helped", "article_did_not_help"]


def test_a_call_answered_at_once_has_no_record() -> None:
    agent, article = cast.agent(), published()
    for _ in range(2):
        use(article, by=agent, has_helped=True)
    assert Use.objects.filter(article=article, record=None).count() == 2


def test_only_what_is_published_is_used() -> None:
    agent = cast.agent()
    with pytest.raises(Refused, match="published"):
        use(draft(), by=agent, record=cast.incident(by=agent), has_helped=True)


def test_who_may_not_remark_does_not_say_whether_it_helped() -> None:
    incident = cast.incident()
    with pytest.raises(Forbidden):
        use(published(), by=cast.person("auditor"), record=incident, has_helped=True)


def test_nobody_knows_yet_is_a_half() -> None:
    assert Worth().share == 0.5
    assert Worth(times=8, helped=8).share == 0.9
