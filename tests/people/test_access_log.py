"""What decides about access is written down, and stays as it was written."""

import pytest
from django.db import DatabaseError, connection, transaction

from people import access_log
from people.models import AccessLog
from tests import cast
from tests.people.door import signed_in

pytestmark = pytest.mark.django_db
Event = AccessLog.Event


def line() -> AccessLog:
    return access_log.note(Event.CHANGED, by=cast.agent(name="Wang Li"), subject=cast.customer(name="Acme"))


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: AccessLog.objects.update(event="created"),
        lambda: AccessLog.objects.all().delete(),
        lambda: AccessLog.objects.get().delete(),
        lambda: connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE people_accesslog"),
    ],
    ids=["update", "delete", "delete one", "truncate"],
)
def test_the_database_itself_refuses_to_rewrite_it(attempt) -> None:
    line()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        attempt()
    assert AccessLog.objects.count() == 1


def test_a_line_tells_what_it_is_about_even_after_a_renaming() -> None:
    entry = line()
    assert entry.subject_label == "Acme"
    assert entry.subject.startswith("people.Customer:")


@pytest.mark.parametrize(
    ("address", "kept"), [("10.0.0.1", "10.0.0.1"), ("::1", "::1"), ("", None), ("unix:", None)]
)
def test_an_address_that_is_none_is_left_out(rf, address, kept) -> None:
    assert access_log.address_of(rf.get("/", REMOTE_ADDR=address)) == kept


@pytest.mark.parametrize("slug", ["auditor", "administrator"])
def test_auditors_and_administrators_read_it(slug) -> None:
    line()
    page = signed_in(cast.person(slug)).get("/people/access-log/").content.decode()
    assert "Wang Li" in page
    assert "Acme" in page


@pytest.mark.parametrize("slug", ["agent", "supervisor", "director", "api_client"])
def test_nobody_else_reads_it(slug) -> None:
    assert signed_in(cast.person(slug)).get("/people/access-log/").status_code == 403


def test_it_is_narrowed_by_event_day_and_words() -> None:
    auditor = signed_in(cast.person("auditor"))
    line()

    def shown(query: str) -> int:
        return len(auditor.get(f"/people/access-log/?{query}").context["lines"])

    assert (shown("event=changed"), shown("event=created"), shown("event=nonsense")) == (1, 0, 2)
    assert (shown("q=acme"), shown("q=wang"), shown("q=nobody")) == (1, 1, 0)
    assert (shown("on=2020-01-01"), shown("on=never"), shown("on=2020-13-45")) == (0, 2, 2)
    assert shown("page=2") == 0
    assert shown("page=" + "9" * 5000) == 2
    assert shown("q=%00&event=%00&on=%00") == 2


def test_it_costs_the_same_however_long_it_is(django_assert_max_num_queries) -> None:
    auditor = signed_in(cast.person("auditor"))
    for _ in range(60):
        access_log.note(Event.SIGNED_IN, by=cast.agent())
    auditor.get("/people/access-log/")
    with django_assert_max_num_queries(14):
        page = auditor.get("/people/access-log/")
    assert len(page.context["lines"]) == 50


def test_what_somebody_typed_is_shown_and_never_run() -> None:
    access_log.note(
        Event.CHANGED, by=cast.agent(name="<script>alert(1)</script>"), changes={"name": ["<b>", "<i>"]}
    )
    page = signed_in(cast.person("auditor")).get("/people/access-log/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;b&gt; → &lt;i&gt;" in page
