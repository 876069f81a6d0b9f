"""An advisory answers a call or solves an incident by one key: counted, and whether it helped, as known errors are."""

from typing import Any

import pytest

from advisories.finding import advisories_for
from advisories.models import Advisory
from calls.models import Call
from knowledge.models import Use
from knowledge.uses import Worth, worth_of
from tests import cast
from tests.advisories.people import PLAIN, in_review, published
from tests.servicedesk.pad import at_the_desk, hints, part, send

pytestmark = pytest.mark.django_db
SAID = "Can I leave the antenna of the modem plugged in when thunder is near?"


def worth(advisory: Advisory) -> Worth | None:
    return worth_of([advisory.pk]).get(advisory.pk)


def test_the_pad_takes_its_words_for_the_answer_by_one_key() -> None:
    made, client = published(), at_the_desk(cast.agent())
    assert 'data-key="alt+v"' in hints(client, title=SAID)
    taken = part(client, f"articles/{made.number}")
    assert PLAIN in taken
    assert f'value="{made.number}"' in taken


def test_who_takes_a_text_may_still_note_a_complaint() -> None:
    assert 'value="complaint"' in part(at_the_desk(cast.agent()), f"articles/{published().number}")


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [("answered", Worth(times=1, helped=1)), ("incident", Worth(times=1, helped=0)), ("call", None)],
)
def test_how_the_call_ends_says_whether_it_helped(outcome: str, expected: Worth | None) -> None:
    made = published()
    told = {"title": SAID, "caller": "Li", "outcome": outcome, "article": made.number, "answer": PLAIN}
    assert send(at_the_desk(cast.agent()), **told).status_code == 200
    assert Call.objects.count() == 1
    assert worth(made) == expected


def test_a_draft_is_no_answer() -> None:
    client = at_the_desk(cast.agent())
    assert client.get(f"/calls/new/articles/{in_review().number}/").status_code == 404


def test_the_pad_opens_with_the_advisory_that_is_being_read() -> None:
    made, client = published(), at_the_desk(cast.agent())
    assert f"?article={made.number}" in client.get(f"/advisories/{made.number}/").content.decode()
    assert PLAIN in client.get(f"/calls/new/?article={made.number}").content.decode()


def test_from_the_page_that_is_read_calls_are_planned_by_who_may() -> None:
    address = f"/advisories/{published().number}/"
    assert f"{address}calls/" in at_the_desk(cast.agent()).get(address).content.decode()
    assert f"{address}calls/" not in at_the_desk(cast.person("auditor")).get(address).content.decode()


def test_what_helped_more_often_comes_first() -> None:
    published()
    better, agent = published(), cast.agent()
    Use.objects.bulk_create([Use(article_id=better.pk, by=agent, has_helped=True) for _ in range(5)])
    assert next(one.advisory for one in advisories_for(agent, SAID)) == better


def incident() -> Any:
    return cast.incident(by=cast.agent(), title="Antenna of the modem and thunder")


def test_beside_an_incident_it_is_offered_and_counted() -> None:
    made, record, client = published(), incident(), at_the_desk(cast.agent())
    page = client.get(f"/records/{record.number}/").content.decode()
    assert f"/records/{record.number}/solve/{made.number}/" in page
    client.post(f"/records/{record.number}/articles/{made.number}/", {"helped": "no"})
    assert worth(made) == Worth(times=1, helped=0)


def test_it_is_found_by_what_is_being_written_on_the_record() -> None:
    made, client = published(), at_the_desk(cast.agent())
    record = cast.incident(by=cast.agent(), title="Line noise")
    found = client.post(f"/records/{record.number}/known/", {"text": SAID}).content.decode()
    assert made.number in found
    assert made.number not in client.post(f"/records/{record.number}/known/", {"text": "x"}).content.decode()


def test_solving_with_it_begins_with_its_words_and_counts_once_it_is_solved() -> None:
    made, record, client = published(), incident(), at_the_desk(cast.agent())
    address = f"/records/{record.number}/solve/{made.number}/"
    assert PLAIN in client.get(address).content.decode()
    assert client.post(address, {"solution": PLAIN}).status_code == 400
    assert worth(made) is None
    client.post(address, {"solution": PLAIN, "closure_code": cast.closure_code().pk})
    record.refresh_from_db()
    assert (record.state, record.solution, worth(made)) == ("resolved", PLAIN, Worth(times=1, helped=1))


def test_who_may_not_solve_it_is_refused() -> None:
    made, record = published(), incident()
    client = at_the_desk(cast.person("auditor"))
    assert client.get(f"/records/{record.number}/solve/{made.number}/").status_code == 403
    assert worth(made) is None
