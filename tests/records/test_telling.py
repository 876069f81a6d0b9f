"""A journal entry in the reader's language: sentences filled by name, values in words."""

import pytest
from django.utils import translation

from incidents.kind import INCIDENT
from records.actions import advance, remark, revise
from records.models import JournalEntry, Record
from records.telling import Told, tell
from tests import cast

pytestmark = pytest.mark.django_db


def last_of(record: Record) -> Told:
    return tell(record.journal.select_related("by").last(), INCIDENT)


def test_a_step_is_told_with_what_it_set() -> None:
    agent = cast.agent()
    engineer = cast.engineer("network", name="Chen Gang")
    incident = cast.incident(by=agent)
    incident = advance(incident, "assign", by=agent, team=cast.team("network"), assignee=engineer)
    told = last_of(incident)
    assert told.sentence == "assigned it to Network Chen Gang"
    assert (told.from_label, told.to_label, told.changes) == ("new", "assigned", [])


def test_what_did_not_change_leaves_no_gap_in_the_sentence() -> None:
    agent = cast.agent()
    engineer = cast.engineer("network", name="Chen Gang")
    incident = advance(cast.incident(by=agent), "assign", by=agent, team=cast.team("network"))
    incident = advance(incident, "assign", by=agent, team=cast.team("network"), assignee=engineer)
    assert last_of(incident).sentence == "assigned it to Chen Gang"


def test_a_choice_is_told_by_its_label_and_a_row_by_its_name_of_that_day() -> None:
    agent = cast.agent()
    mine = cast.customer(name="Harbour Freight")
    incident = revise(cast.incident(by=agent), by=agent, impact=1, customer=mine)
    mine.name = "Renamed"
    mine.save()
    changes = {change.field: (change.before, change.after) for change in last_of(incident).changes}
    assert changes["impact"] == ("4 - low", "1 - very high")
    assert changes["customer"] == ("", "Harbour Freight")


def test_another_record_is_named_by_its_number_alone() -> None:
    agent = cast.agent()
    parent = cast.incident(by=agent, title="Secret of another team")
    child = advance(cast.incident(by=agent), "attach", by=agent, parent=parent)
    assert last_of(child).sentence == f"attached it to {parent.number}"


def test_a_row_is_told_in_the_readers_language_whoever_took_the_step() -> None:
    agent, team = cast.agent(), cast.team("network")
    team.name_zh_hans, team.name_zh_hant = "网络组", "網路組"
    team.save()
    with translation.override("zh-hans"):
        incident = advance(cast.incident(by=agent), "assign", by=agent, team=team)
    told = {}
    for language in ("en", "zh-hans", "zh-hant"):
        with translation.override(language):
            told[language] = last_of(incident).sentence
    assert told["en"] == "assigned it to Network"
    assert "网络组" in told["zh-hans"]
    assert "網路組" in told["zh-hant"]


def test_the_sentence_is_in_the_readers_language() -> None:
    agent = cast.agent()
    incident = cast.incident(by=agent)
    remark(incident, by=agent, text="Rang her.")
    with translation.override("de"):
        german = last_of(incident)
    assert german.note == "Rang her."
    assert german.sentence


def test_what_an_import_brought_is_shown_as_it_came() -> None:
    entry = JournalEntry(
        record=cast.incident(),
        by=cast.agent(),
        step="100% Status Change %(x)s",
        from_state="Ready",
        to_state="Done",
        changes={"Owner Group": ["A", "B"], "odd": "no pair"},
        via="import",
    )
    told = tell(entry, INCIDENT)
    assert told.sentence == "100% Status Change %(x)s"
    assert (told.from_label, told.to_label, told.via_word) == ("Ready", "Done", "import")
    assert [(change.label, change.before, change.after) for change in told.changes] == [
        ("Owner Group", "A", "B")
    ]


@pytest.mark.parametrize("step", list(INCIDENT.steps))
def test_every_step_can_be_told_with_nothing_changed(step: str) -> None:
    told = tell(JournalEntry(record_id=1, by=cast.agent(), step=step, to_state="new"), INCIDENT)
    assert told.sentence
    assert "%" not in told.sentence


@pytest.mark.parametrize(
    ("via", "word"), [("page", ""), ("clock", ""), ("rest", "REST"), ("import", "import")]
)
def test_the_way_is_told_where_it_is_not_plain_already(via: str, word: str) -> None:
    incident = cast.incident()
    entry = JournalEntry(record_id=incident.pk, by=incident.owner, step="start", via=via)
    assert tell(entry, INCIDENT).via_word == word
