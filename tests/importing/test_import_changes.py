"""Changes on the sample and on rows written for one case each: windows, items, life, and what they caused."""

from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import CommandError

from changes.aftermath import Period, figures, incidents_of
from changes.models import Change, ChangeModel
from importing.bpic14 import changes as change_loader
from importing.bpic14.reader import ZONE
from incidents.links import CAUSED
from incidents.models import Incident
from records.chain import chain_of
from records.kinds import kind_of
from records.models import Clock, JournalEntry, OutboxEvent, Ownership, Record, SearchWords
from records.models.links import Link
from tests import cast
from tests.importing.plain import Exports, after
from tests.importing.test_import_bpic14 import SAMPLE, bring_in, problems, sample_with

pytestmark = pytest.mark.django_db
FILE = "Detail Change.csv"


def at(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


def row(
    key: str, *, item: str = "PAY000001", began: str = "", ended: str = "", closed: str = "", **also: str
) -> str:
    """One row of the file; its change was opened on the first of November 2013 at nine."""
    planned = f"{also.get('planned', '1-11-2013 20:00')};1-11-2013 23:00"
    kind = also.get("type", "Standard Change Type 07")
    return (
        f"{item};application;Server Based Application;WBS900001;{key};{kind};Minor Change;N;N;{planned};;;"
        f"{began};{ended};2-11-2013 0:00;1-11-2013 9:00;{closed};Problem;;"
    )


def brought_in(tmp_path: Path, *lines: str) -> list[tuple[str, int, str, str, bool]]:
    """What the import of the sample with these rows says of the file of changes."""
    report = tmp_path / "report.json"
    bring_in(sample_with(tmp_path, FILE, *lines), report)
    return problems(report, of=FILE)


def journal(key: str) -> list[tuple[str, str, str]]:
    entries = (
        JournalEntry.objects.filter(record__source_key=key).exclude(step="caused_onward").order_by("version")
    )
    return [(entry.step, entry.to_state, f"{entry.at.astimezone(ZONE):%m-%d %H:%M}") for entry in entries]


def test_a_change_of_two_items_is_one_change_with_its_windows(tmp_path):
    brought_in(tmp_path)
    change = Change.objects.get(source_key="C90000001")
    assert (change.number[:3], change.sort, change.get_risk_display()) == ("CHG", "normal", "medium")
    assert change.risk_reasons == [{"points": 2, "words": "“Business Change”, as its source judged"}]
    assert [item.name for item in change.all_items] == ["PAY000001", "NET000003"]
    assert (change.starts_at, change.ends_at) == (at("2013-10-01 20:00"), at("2013-10-02 06:00"))
    assert (change.began_at, change.resolved_at) == (at("2013-10-01 20:05"), at("2013-10-02 05:00"))
    assert change.service.name == "WBS900001"
    assert "Scheduled Downtime Start: 2013-10-01 22:00" in change.description


def test_its_journal_tells_what_its_times_imply(tmp_path):
    brought_in(tmp_path)
    assert journal("C90000001") == [
        ("register", "draft", "09-20 09:13"),
        ("begin", "in_progress", "10-01 20:05"),
        ("complete", "done", "10-02 05:00"),
        ("close", "closed", "10-02 08:16"),
    ]


def test_one_that_was_never_carried_out_is_cancelled_and_counted(tmp_path):
    report = tmp_path / "report.json"
    told = bring_in(SAMPLE, report)
    change = Change.objects.get(source_key="C90000002")
    assert (change.state, change.sort, change.began_at, change.resolved_at) == (
        "cancelled",
        "emergency",
        None,
        None,
    )
    assert "1  changes closed without a time of carrying out, taken as cancelled" in told


def test_a_standard_change_has_its_model_which_is_not_offered(tmp_path):
    brought_in(tmp_path, row("C90000003", closed="3-11-2013 9:00"))
    model = ChangeModel.objects.get(changes__source_key="C90000003")
    assert (model.name, model.is_active) == ("Standard Change Type 07", False)


def test_rows_that_disagree_give_the_longest_window_and_an_item_named_twice_counts_once(tmp_path):
    found = brought_in(
        tmp_path,
        row("C90000003", began="1-11-2013 21:00", ended="1-11-2013 22:00", closed="2-11-2013 9:00"),
        row("C90000003", began="1-11-2013 20:30", ended="1-11-2013 21:30", closed="2-11-2013 8:00"),
        row("C90000003", item="LAP000007", planned="1-11-2013 19:00", closed="4-11-2013 9:00"),
    )
    change = Change.objects.get(source_key="C90000003")
    assert [item.name for item in change.all_items] == ["PAY000001", "LAP000007"]
    assert (change.began_at, change.resolved_at) == (at("2013-11-01 20:30"), at("2013-11-01 22:00"))
    assert (change.starts_at, change.closed_at) == (at("2013-11-01 19:00"), at("2013-11-04 09:00"))
    assert found == [
        (FILE, 6, "CI Name (aff)", "names an item of this change again: the longest window was kept", True)
    ]


def test_times_against_the_order_of_a_life_are_kept_and_told(tmp_path):
    found = brought_in(
        tmp_path,
        row("C90000003", began="31-10-2013 8:00", ended="5-11-2013 9:00", closed="2-11-2013 9:00"),
        row("C90000004", began="1-11-2013 21:00", closed="2-11-2013 9:00"),
    )
    change = Change.objects.get(source_key="C90000003")
    assert (change.began_at, change.resolved_at) == (at("2013-10-31 08:00"), at("2013-11-05 09:00"))
    assert [when for _step, _state, when in journal("C90000003")] == [
        "11-01 09:00", "11-01 09:00", "11-02 09:00", "11-02 09:00",
    ]  # fmt: skip
    assert Change.objects.get(source_key="C90000004").resolved_at == at("2013-11-02 09:00")
    assert [(line, column) for _file, line, column, _reason, _taken in found] == [
        (5, "Actual Start"), (5, "Actual End"), (6, "Actual End"),
    ]  # fmt: skip


def test_one_that_the_journal_cannot_hold_is_left_out_with_its_reason(tmp_path):
    found = brought_in(
        tmp_path, row("C90000003", began="1-11-2013 22:00", ended="1-11-2013 21:00", closed="2-11-2013 9:00")
    )
    assert found == [(FILE, 5, "Change ID", "Its steps are not in the order of time.", False)]
    assert not Change.objects.filter(source_key="C90000003").exists()


def test_an_open_one_belongs_to_the_lead_of_the_desk_and_can_go_on(tmp_path):
    lead = cast.agent()
    desk = cast.team("desk", lead=lead)
    desk.lead = lead
    desk.save()
    brought_in(tmp_path, row("C90000003", began="1-11-2013 20:00"), row("C90000004"))
    states = dict(Change.objects.filter(closed_at=None).values_list("source_key", "state"))
    assert states == {"C90000003": "in_progress", "C90000004": "draft"}
    assert set(Change.objects.filter(closed_at=None).values_list("owner", flat=True)) == {lead.pk}


def test_the_invariants_of_the_doors_hold_for_changes_too(tmp_path):
    brought_in(
        tmp_path, row("C90000003", began="1-11-2013 20:00", ended="1-11-2013 21:00", closed="2-11-2013 9:00")
    )
    known = kind_of(Change).states
    for change in Change.objects.all():
        assert change.state in known
        assert Ownership.objects.filter(record=change, until_at=None, owner=change.owner).count() == 1
        assert SearchWords.objects.filter(record=change).count() == 1
        entries = list(JournalEntry.objects.filter(record=change, version__lte=change.version).order_by("id"))
        lived = [entry for entry in entries if entry.step != "caused_onward"]
        assert [entry.version for entry in lived] == list(range(1, change.version + 1))
        assert [entry.from_state for entry in lived] == ["", *(entry.to_state for entry in lived[:-1])]
        assert lived[-1].to_state == change.state
    assert not OutboxEvent.objects.exists()
    assert not Clock.objects.filter(record__kind="change").exists()
    assert len(set(Record.objects.values_list("number", flat=True))) == Record.objects.count()


def test_an_incident_that_names_a_change_is_linked_to_it_and_both_journals_tell(tmp_path):
    brought_in(tmp_path)
    change, incident = (
        Change.objects.get(source_key="C90000001"),
        Incident.objects.get(source_key="IM9000002"),
    )
    assert list(Link.objects.values_list("type", "earlier", "later")) == [
        (CAUSED.name, change.pk, incident.pk)
    ]
    for record, step, other in ((change, "caused_onward", incident), (incident, "caused_back", change)):
        entry = JournalEntry.objects.get(record=record.pk, step=step)
        assert entry.changes == {"record": [None, {"id": other.pk, "label": other.number}]}
        assert (entry.via, entry.by.username, entry.to_state) == ("import", "importer", record.state)
    assert set(chain_of(incident, cast.person("supervisor")).nodes) == {change.pk, incident.pk}


def test_one_that_names_several_or_an_unknown_change_is_told_and_linked_to_none(tmp_path):
    stray = (SAMPLE / "Detail Incident.csv").read_text().splitlines()[2]
    stray = stray.replace("IM9000002", "IM9000009").replace("C90000001", "C99999999")
    report = tmp_path / "report.json"
    bring_in(sample_with(tmp_path, "Detail Incident.csv", stray), report)
    assert Link.objects.count() == 1
    assert [
        (line, reason)
        for _file, line, column, reason, is_taken in problems(report)
        if column == "Related Change"
    ] == [
        (5, "does not say which changes: it is linked to none"),
        (10, "names a change that is not in the export: it is linked to none"),
    ]


@pytest.mark.parametrize("stopped_at", [1, 2])
def test_a_run_stopped_among_the_changes_is_completed_by_the_next_one(tmp_path, monkeypatch, stopped_at):
    for_real, seen = change_loader.bring_in, []

    def until_killed(model, pasts, *, by):
        seen.append(pasts)
        if len(seen) == stopped_at:
            raise KeyboardInterrupt
        return for_real(model, pasts, by=by)

    monkeypatch.setattr(change_loader, "CHANGES_AT_ONCE", 1)
    monkeypatch.setattr(change_loader, "bring_in", until_killed)
    with pytest.raises(CommandError, match="run it again to go on"):
        brought_in(tmp_path)
    assert Change.objects.count() == stopped_at - 1
    assert not Link.objects.exists()
    monkeypatch.undo()
    brought_in(tmp_path)
    assert Change.objects.count() == 2
    assert Link.objects.count() == 1


def test_what_follows_changes_is_what_a_plain_reading_of_the_files_finds(tmp_path, settings):
    settings.TIME_ZONE = "Europe/Amsterdam"
    brought_in(
        tmp_path,
        row(
            "C90000003",
            item="LAP000007",
            began="23-10-2013 8:00",
            ended="24-10-2013 9:00",
            closed="9-11-2013 9:00",
        ),
        row(
            "C90000004",
            item="LAP000007",
            began="25-10-2013 8:00",
            ended="25-10-2013 9:00",
            closed="9-11-2013 9:00",
        ),
        row("C90000005", item="NET000003", began="12-1-2014 8:00", closed="13-1-2014 15:00"),
    )
    told = Exports(tmp_path / "exports")
    period = Period(at("2013-10-01 00:00"), at("2014-02-01 00:00"))
    for days, sums in figures(period).of_all.items():
        followed = after(told, period.begin, period.end, days, ZONE).values()
        assert (sums.items, sums.hits) == (len(followed), sum(len(one.hits) for one in followed))
        assert sums.others == sum(len(one.others) for one in followed)
        for name in ("length", "rest", "more", "less"):
            assert getattr(sums, name) == pytest.approx(sum(getattr(one, name) for one in followed))
        listed = Record.objects.filter(incidents_of(period, days))
        assert {record.source_key for record in listed} == {key for one in followed for key in one.hits}
    # On the 2nd of October six hours after a change, on the 26th two days after one, and on the 16th of January
    # three days after another: within a day, three and seven.
    assert {days: sums.hits for days, sums in figures(period).of_all.items()} == {1: 1, 3: 3, 7: 3}
