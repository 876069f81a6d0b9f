"""A record brought in with its past is, column for column, one that went through the doors at those times."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.forms.models import model_to_dict

from incidents.models import Incident
from people.accounts import system_user
from people.rights import Forbidden
from records import clocks
from records.actions import advance, register, revise
from records.bulk import Past, PastStep, bring_in
from records.models import Category, Clock, JournalEntry, OutboxEvent, Ownership, Record, SearchWords
from tests import cast

pytestmark = pytest.mark.django_db

START = datetime(2014, 1, 6, 9, 0, tzinfo=UTC)


def at(hours: int) -> datetime:
    return START + timedelta(hours=hours)


def seen(row: Any) -> dict[str, Any]:
    return {"id": row.pk, "label": str(row)}


def facts(**more: Any) -> dict[str, Any]:
    return {
        "title": "Cannot print",
        "description": "Tray 2 is empty, says the screen.",
        "impact": 3,
        "urgency": 3,
        "service": cast.service("printing"),
        "category": Category.objects.get_or_create(code="printer", defaults={"name": "Printer"})[0],
        **more,
    }


def through_the_doors() -> Incident:
    by, team = system_user("importer"), cast.team("network")
    with time_machine.travel(at(0), tick=False):
        incident = register(Incident, by=by, via="import", owner=by, desk=cast.team(), **facts())
    with time_machine.travel(at(1), tick=False):
        advance(incident, "assign", by=by, via="import", team=team)
    with time_machine.travel(at(2), tick=False):
        advance(incident, "start", by=by, via="import")
    with time_machine.travel(at(3), tick=False):
        advance(incident, "resolve", by=by, via="import", **cast.solution())
    with time_machine.travel(at(4), tick=False):
        return advance(incident, "confirm", by=by, via="import")


def the_same_past(doors: Incident, **changes: Any) -> Past:
    """The columns and steps of the record made through the doors, as an import would hand them over."""
    entries = JournalEntry.objects.filter(record_id=doors.pk)
    own = {"team", "assignee", "desk", "priority", "closure_code", "solution", "reassignment_count"}
    times = {"opened_at", "responded_at", "resolved_at", "closed_at"}
    columns = facts() | {name: getattr(doors, name) for name in own | times}
    return Past(
        source="elsewhere",
        source_key=changes.pop("source_key", "E-1"),
        owner=doors.owner,
        fields=columns | changes,
        steps=[
            PastStep(at=e.at, step=e.step, to_state=e.to_state, note=e.note, changes=e.changes)
            for e in entries
        ],
    )


def columns(record: Record) -> dict[str, Any]:
    row = {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}
    return {name: value for name, value in row.items() if name not in {"id", "record_ptr_id", "number"}}


def journal(record: Record) -> list[dict[str, Any]]:
    entries = JournalEntry.objects.filter(record_id=record.pk).order_by("version")
    return [model_to_dict(entry, exclude=["id", "record"]) | {"at": entry.at} for entry in entries]


def ledger(record: Record) -> list[tuple[Any, ...]]:
    rows = Ownership.objects.filter(record_id=record.pk)
    return list(rows.values_list("owner", "given_by", "reason", "from_at", "until_at"))


def words(record: Record) -> set[str]:
    return set(SearchWords.objects.get(record_id=record.pk).words.replace("'", "").split()) - {
        record.number.lower(),
        record.source_key.lower(),
        "e",
        "1",
    }


def test_it_leaves_what_the_doors_leave():
    doors = through_the_doors()
    [bulk] = bring_in(Incident, [the_same_past(doors)], by=system_user("importer"))
    bulk = Incident.objects.get(pk=bulk.pk)
    differing = {"source", "source_key"}
    assert columns(bulk).keys() == columns(doors).keys()
    assert {k: v for k, v in columns(bulk).items() if k not in differing} == {
        k: v for k, v in columns(Incident.objects.get(pk=doors.pk)).items() if k not in differing
    }
    assert journal(bulk) == journal(doors)
    assert ledger(bulk) == ledger(doors)
    assert words(bulk) == words(doors)


def test_its_journal_begins_with_nothing_and_each_step_begins_where_the_last_one_ended():
    [bulk] = bring_in(Incident, [the_same_past(through_the_doors())], by=system_user("importer"))
    entries = list(JournalEntry.objects.filter(record_id=bulk.pk).order_by("at"))
    assert [entry.from_state for entry in entries] == ["", *[entry.to_state for entry in entries[:-1]]]
    assert entries[-1].to_state == bulk.state
    assert [entry.version for entry in entries] == list(range(1, bulk.version + 1))


def test_it_tells_nobody_and_starts_no_clock_for_what_is_over():
    [bulk] = bring_in(Incident, [the_same_past(through_the_doors())], by=system_user("importer"))
    assert not OutboxEvent.objects.filter(entry__record_id=bulk.pk).exists()
    assert not Clock.objects.filter(record_id=bulk.pk).exists()


def test_what_is_still_open_gets_its_clocks_from_now_on():
    cast_past = Past(
        source="elsewhere",
        source_key="E-2",
        owner=cast.agent(),
        fields=facts(priority=3, opened_at=at(0)),
        steps=[PastStep(at=at(0), step="Open", to_state="new")],
    )
    [bulk] = bring_in(Incident, [cast_past], by=system_user("importer"))
    running = clocks.live(bulk)
    assert {clock.metric for clock in running} >= {"response", "resolution"}
    assert min(clock.started_at for clock in running) > at(0) + timedelta(days=365)
    assert Record.objects.get(pk=bulk.pk).due_at == min(clock.due_at for clock in running)


def test_a_record_brought_in_goes_on_through_the_doors():
    by = cast.agent()
    [bulk] = bring_in(Incident, [the_same_past(through_the_doors())], by=system_user("importer"))
    reopened = advance(bulk, "reopen", by=by, reason="It is back.")
    assert (reopened.state, reopened.version) == ("assigned", 6)
    assert revise(reopened, by=by, title="Cannot print at all").version == 7


def test_it_gives_numbers_of_our_own_in_order():
    doors = through_the_doors()
    pasts = [the_same_past(doors, source_key=f"E-{n}") for n in range(3)]
    records = bring_in(Incident, pasts, by=system_user("importer"))
    numbers = [int(record.number.removeprefix("INC")) for record in records]
    assert numbers == list(range(numbers[0], numbers[0] + 3))


def test_what_came_in_once_does_not_come_in_again_and_nothing_of_its_batch_does():
    doors, by = through_the_doors(), system_user("importer")
    bring_in(Incident, [the_same_past(doors)], by=by)
    with pytest.raises(IntegrityError):
        bring_in(Incident, [the_same_past(doors, source_key="E-9"), the_same_past(doors)], by=by)


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ([], "no history"),
        ([PastStep(at=at(0), step="Open", to_state="exploded")], "does not know: exploded"),
        (
            [
                PastStep(at=at(1), step="Open", to_state="new"),
                PastStep(at=at(0), step="Close", to_state="closed"),
            ],
            "order of time",
        ),
        ([PastStep(at=datetime(2999, 1, 1, tzinfo=UTC), step="Open", to_state="new")], "future"),
    ],
)
def test_it_refuses_a_past_that_cannot_have_been(steps, why):
    past = Past(source="elsewhere", source_key="E-3", owner=cast.agent(), fields=facts(), steps=steps)
    with pytest.raises(ValidationError, match=why):
        bring_in(Incident, [past], by=system_user("importer"))
    assert not Incident.objects.filter(source_key="E-3").exists()


def test_a_person_without_the_right_to_register_cannot_bring_anything_in():
    with pytest.raises(Forbidden):
        bring_in(Incident, [], by=cast.person("purchaser"))
