"""Which advisories are offered while a caller speaks."""

from typing import Any

import pytest

from advisories.finding import advisories_for
from records.actions import advance
from tests import cast
from tests.advisories.people import in_review, published
from tests.advisories.test_mailing import installed
from tests.advisories.test_pages import second_version, shown
from tests.client import client_of

pytestmark = pytest.mark.django_db
SAID = "Can I leave the antenna of the modem plugged in when thunder is near?"


def found(text: str = SAID, **told: Any) -> list[str]:
    return [one.advisory.number for one in advisories_for(cast.agent(), text, **told)]


def test_what_the_caller_says_finds_it() -> None:
    made = published()
    assert found() == [made.number]


def test_other_words_do_not() -> None:
    published()
    assert found("The printer is out of paper") == []


def test_what_nobody_has_read_over_is_not_offered() -> None:
    in_review()
    assert found() == []


def test_a_retired_one_is_offered_no_more() -> None:
    advance(published(), "retire", by=cast.person("supervisor"), reason="Out of date.")
    assert found() == []


def test_words_of_the_next_draft_find_nothing() -> None:
    second_version()
    assert found("aerial") == []


def test_the_callers_equipment_comes_first() -> None:
    other = published()
    about_it = published(title="Lightning and the TX-200", equipment="TX-200")
    item = installed(cast.customer())
    assert found(item_id=item.pk) == [about_it.number, other.number]


def test_who_sees_no_advisories_is_offered_none() -> None:
    published()
    assert advisories_for(cast.person("api_client", teams=()), SAID) == []


def test_the_call_pad_offers_its_plain_text() -> None:
    made = published()
    page = client_of(cast.agent()).post("/calls/new/hints/", {"title": SAID}).content.decode()
    assert made.number in page
    assert made.published_plain in page


def test_knowledge_lists_it_and_finds_it_by_words() -> None:
    made = published()
    assert made.number in shown(cast.agent(), "/knowledge/")
    assert made.number in shown(cast.agent(), "/knowledge/?q=thunder antenna")
    assert made.number not in shown(cast.agent(), "/knowledge/?q=printer")


def test_finding_costs_few_queries(django_assert_max_num_queries: Any) -> None:
    for _number in range(3):
        published()
    agent = cast.agent()
    agent.rights.scopes_for("advisory")
    with django_assert_max_num_queries(9):
        advisories_for(agent, SAID)
