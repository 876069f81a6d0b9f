"""What the tests of a release say of the changes in it: in their risk, beside them, and before the board."""

import pytest
from django.test import Client

from changes import risk
from changes.models import Change
from changes.tested import cover_of, seen_cover_of
from people.models import User
from records.actions import advance
from releases.models import Release
from tests import cast
from tests.changes.people import approved, board, change, window
from tests.changes.people import manager as change_manager
from tests.releases.people import customers, fresh, item, manager, model, ready, release

pytestmark = pytest.mark.django_db


def built(lead: User, *changes: Change) -> Release:
    """A release under test that brings these changes out."""
    made = release(lead)
    for one in changes:
        made = advance(made, "include", by=lead, change=one)
    made = advance(advance(made, "build", by=lead), "note_build", by=lead, build="4711")
    return advance(made, "begin_tests", by=lead)


def note(made: Release, lead: User, name: str, result: str) -> Release:
    return advance(made, "note_test", by=lead, product_model=model(name), result=result)


def words(record: Change) -> list[str]:
    return [reason.words for reason in risk.of(Change.objects.get(pk=record.pk)).reasons]


def on_a_gateway(by: User) -> Change:
    return change(by, item=item(cast.customer(), "GW-200"))


def test_a_failed_test_of_its_release_makes_a_change_risky_and_a_passed_one_does_not() -> None:
    lead = manager()
    record = on_a_gateway(lead)
    made = note(built(lead, record), lead, "GW-200", "failed")
    assert words(record) == ["The last test on GW-200 failed"]
    note(made, lead, "GW-200", "passed")
    assert words(record) == []


def test_a_model_that_it_touches_and_nobody_tested_is_a_reason_whatever_is_written() -> None:
    lead = manager()
    record = on_a_gateway(lead)
    assert record.tests
    assert words(record) == []
    note(built(lead, record), lead, "GW-300", "passed")
    assert words(record) == ["It touches GW-200, on which nothing was tested"]


def test_the_last_run_of_all_releases_that_bring_it_out_is_the_one_that_counts() -> None:
    lead = manager()
    record = on_a_gateway(lead)
    first, second = built(lead, record), built(lead, record)
    note(second, lead, "GW-200", "passed")
    note(first, lead, "GW-200", "failed")
    assert [(one.has_passed, one.of.pk) for one in cover_of(record).tested] == [(False, first.pk)]


def test_a_test_after_the_judgement_weighs_what_is_still_to_be_made_again() -> None:
    lead = manager()
    record = approved(change_manager(), item=item(cast.customer(), "GW-200"))
    made = note(built(lead, record), lead, "GW-200", "passed")
    assert not record.journal.filter(step="weigh").exists()
    note(made, lead, "GW-200", "failed")
    record = Change.objects.get(pk=record.pk)
    assert (record.risk, record.state) == (2, "approved")
    assert record.risk_reasons == [{"points": 2, "words": "The last test on GW-200 failed"}]
    assert record.journal.get(step="weigh").by.is_system


def test_a_change_that_was_begun_keeps_the_risk_it_was_begun_with() -> None:
    lead = manager()
    record = approved(change_manager(), item=item(cast.customer(), "GW-200"))
    Change.objects.filter(pk=record.pk).update(risk_reasons=[])
    record = advance(record, "schedule", by=lead, **window(days=0))
    record = advance(record, "begin", by=lead)
    note(built(lead, record), lead, "GW-200", "failed")
    assert Change.objects.get(pk=record.pk).risk == 1


def test_the_board_and_the_page_of_the_change_see_the_runs() -> None:
    lead, judge = manager(), change_manager()
    board(judge, quorum=1)
    record = advance(on_a_gateway(judge), "submit", by=judge)
    made = note(built(lead, record), lead, "GW-300", "failed")
    advance(record, "assess", by=judge)
    client = Client()
    client.force_login(judge)
    for path in (record.get_absolute_url(), f"/changes/agenda/?change={record.number}"):
        page = client.get(path).content.decode()
        assert [word in page for word in ("GW-300", made.number)] == [True, True], path
        assert "no test" in page, path


def test_who_does_not_see_the_release_reads_the_run_and_no_number() -> None:
    lead = manager()
    record = on_a_gateway(lead)
    note(built(lead, record), lead, "GW-200", "passed")
    tool = cast.person("api_client")
    assert [one.of for one in seen_cover_of(record, tool).tested] == [None]
    assert [one.of for one in seen_cover_of(record, lead).tested] == [fresh(Release.objects.get())]


def test_a_release_with_tests_of_many_customers_costs_three_queries(django_assert_num_queries) -> None:
    lead = manager()
    record = on_a_gateway(lead)
    made = advance(ready(lead, customers(3), tested=()), "include", by=lead, change=record)
    for name in ("GW-200", "GW-300", "GW-400"):
        made = note(made, lead, name, "passed")
    record = Change.objects.get(pk=record.pk)
    with django_assert_num_queries(4):  # its item, its further items, the models, the runs
        cover_of(record)
