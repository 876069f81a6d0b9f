from datetime import UTC, datetime

import pytest
from django.db import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from records.copying import ROWS_AT_ONCE, copy_rows
from records.models import Category, JournalEntry
from tests import cast

pytestmark = pytest.mark.django_db

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=50)
COLUMNS = ("name", "name_zh_hans", "name_zh_hant", "code", "parent_id", "path", "is_active")


def row(code, *, name="", parent=None):
    return (name, "", "", code, parent, f"{code}/", True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, min_size=1, max_size=5))
def test_every_text_comes_back_as_it_went_in(texts):
    Category.objects.all().delete()
    copy_rows(Category, COLUMNS, [row(str(n), name=text) for n, text in enumerate(texts)])
    assert list(Category.objects.order_by("code").values_list("name", flat=True)) == texts


@pytest.mark.parametrize("text", [r"\N", r"\.", "\\", "a\tb\r\nc", "", "=1+1", "维修\u2028"])
def test_what_means_something_to_copy_is_plain_text_here(text):
    copy_rows(Category, COLUMNS, [row("one", name=text)])
    assert Category.objects.get(code="one").name == text


def test_none_is_null_and_not_a_text():
    copy_rows(Category, COLUMNS, [row("one")])
    assert Category.objects.get(code="one").parent is None


def test_times_truths_and_json_keep_their_type():
    record, at = cast.incident(), datetime(2014, 3, 30, 1, 0, 0, 5, tzinfo=UTC)
    columns = ("record_id", "at", "by_id", "via", "step", "from_state", "to_state")
    changes = {"title": ['a "b" \\ \n', None], "team": [{"id": 1, "label": "网络"}, 7]}
    copy_rows(
        JournalEntry,
        (*columns, "changes", "note", "is_public", "version"),
        [(record.pk, at, record.owner_id, "import", "Open", "", "new", changes, "", True, 9)],
    )
    entry = JournalEntry.objects.get(version=9)
    assert (entry.at, entry.changes, entry.is_public) == (at, changes, True)


def test_it_takes_more_rows_than_it_sends_at_once():
    copy_rows(Category, COLUMNS, (row(str(n)) for n in range(ROWS_AT_ONCE + 1)))
    assert Category.objects.filter(is_active=True).count() >= ROWS_AT_ONCE + 1


def test_what_the_database_refuses_is_an_error_of_django():
    with pytest.raises(IntegrityError):
        copy_rows(Category, COLUMNS, [row("one"), row("one")])
