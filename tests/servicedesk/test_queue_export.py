"""Exports: exactly what the list shows, and nothing that a spreadsheet would run."""

import csv
import io

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from people.models import AccessLog, User
from records.actions import advance
from servicedesk.queues.export import FORMULA, harmless
from tests import cast
from tests.client import client_of

pytestmark = pytest.mark.django_db
EXPORT = "/queues/export/"


def rows_of(user: User, query: str = "plural=incidents") -> list[list[str]]:
    answer = client_of(user).get(f"{EXPORT}?{query}")
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(text)))


def test_it_holds_the_filters_the_columns_and_the_order_of_the_list() -> None:
    agent = cast.agent()
    cast.incident(by=agent, title="low")
    urgent = cast.incident(by=agent, title="high", impact=1, urgency=1)
    rows = rows_of(agent, "plural=incidents&priority=1&columns=number,state,title")
    assert rows == [["Number", "State", "Title"], [urgent.number, "new", "high"]]


def test_it_holds_all_pages() -> None:
    agent = cast.agent()
    for _ in range(60):
        cast.incident(by=agent)
    assert len(rows_of(agent)) == 61


def test_it_holds_what_the_person_may_see_and_no_more() -> None:
    agent = cast.person("problem_manager", teams=("desk",))
    cast.incident()
    leader = cast.person("field_engineer", teams=("network",))
    leader.roles.add(*cast.person("auditor").roles.all())
    assert len(rows_of(agent)) == 2
    engineer = cast.engineer("network")
    assert client_of(engineer).get(f"{EXPORT}?plural=incidents").status_code == 403


def test_formulas_are_texts_in_both_forms() -> None:
    agent = cast.agent()
    cast.incident(by=agent, title='=HYPERLINK("http://evil.example","click")')
    cast.incident(by=agent, title="  +1+1")
    assert {row[1][0] for row in rows_of(agent, "plural=incidents&columns=number,title")[1:]} == {"'"}
    answer = client_of(agent).get(f"{EXPORT}?plural=incidents&columns=number,title&format=xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]  # type: ignore[union-attr]
    assert {cell.data_type for cell in cells} == {"s"}


@given(text=st.text())
def test_no_text_begins_as_a_formula(text: str) -> None:
    assert not harmless(text).startswith(FORMULA)


def test_characters_that_a_sheet_cannot_hold_do_not_break_it() -> None:
    agent = cast.agent()
    cast.incident(by=agent, title="bell \x07 and \x0b")
    assert client_of(agent).get(f"{EXPORT}?plural=incidents&format=xlsx").status_code == 200


def test_moments_are_moments_in_a_sheet() -> None:
    agent = cast.agent()
    advance(cast.incident(by=agent), "resolve", by=agent, **cast.solution())
    answer = client_of(agent).get(
        f"{EXPORT}?plural=incidents&show=all&columns=number,title,resolved_at&format=xlsx"
    )
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    assert sheet.cell(2, 3).is_date  # type: ignore[union-attr]


def test_who_took_a_list_away_is_written_down() -> None:
    agent = cast.agent()
    rows_of(agent, "plural=incidents&priority=2")
    line = AccessLog.objects.get(event=AccessLog.Event.EXPORTED)
    assert line.by == agent
    assert line.changes["filters"] == {"priority": ["2"]}


@pytest.mark.parametrize("query", ["format=exe", "priority=9", "columns=password", "order=due&show=all"])
def test_what_cannot_be_read_is_400(query: str) -> None:
    assert client_of(cast.agent()).get(f"{EXPORT}?plural=incidents&{query}").status_code == 400


def test_a_kind_that_one_sees_nothing_of_is_absent() -> None:
    nobody = cast.person("purchaser", teams=())
    nobody.roles.add(*cast.person("auditor").roles.none())
    assert client_of(nobody).get(f"{EXPORT}?plural=incidents").status_code in (403, 404)
    assert client_of(cast.agent()).get(f"{EXPORT}?plural=unicorns").status_code == 404


def test_an_export_streams() -> None:
    agent = cast.agent()
    answer = client_of(agent).get(reverse("desk:queue-export"), {"plural": "incidents"})
    assert answer.streaming
    assert "attachment" in answer["Content-Disposition"]
