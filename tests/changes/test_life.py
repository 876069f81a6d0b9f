"""A change from its draft to its review: judged, scheduled, carried out or backed out."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from changes.kind import CHANGE
from changes.models import Change, ChangeModel, Delegation, FreezeWindow
from cmdb.models import ConfigurationItem, ItemClass, Service
from people.models import User
from records.actions import advance, revise
from records.errors import Refused
from records.models import Clock, JournalEntry
from records.telling import tell
from tests import cast
from tests.changes.people import approved, board, builder, change, manager, window

pytestmark = pytest.mark.django_db


def submitted(by: User, **fields: object) -> Change:
    return advance(change(by, **fields), "submit", by=by)


def assessed(by: User, **fields: object) -> Change:
    return advance(submitted(by, **fields), "assess", by=by)


def steps_of(record: Change) -> list[str]:
    return list(JournalEntry.objects.filter(record=record.pk).order_by("id").values_list("step", flat=True))


def test_it_is_not_judged_before_plan_and_back_out_plan_are_written() -> None:
    by = builder()
    with pytest.raises(ValidationError) as error:
        advance(change(by, plan="", back_out_plan=""), "submit", by=by)
    assert set(error.value.message_dict) == {"plan", "back_out_plan"}


def test_the_board_approves_as_soon_as_enough_agree() -> None:
    lead, judges = manager(), [manager() for _ in range(3)]
    board(*judges, quorum=2)
    record = assessed(lead)
    advance(record, "vote", by=judges[0], vote="yes")
    assert Change.objects.get().state == "assessed"
    advance(record, "vote", by=judges[1], vote="yes")
    assert Change.objects.get().state == "approved"
    assert steps_of(record) == ["register", "submit", "assess", "vote", "vote", "approve"]


def test_it_is_rejected_as_soon_as_enough_cannot_agree_any_more() -> None:
    lead, judges = manager(), [manager() for _ in range(3)]
    board(*judges, quorum=2)
    record = assessed(lead)
    advance(record, "vote", by=judges[0], vote="no", reason="No way back.")
    assert Change.objects.get().state == "assessed"
    advance(record, "vote", by=judges[1], vote="no", reason="Not tested.")
    assert Change.objects.get().state == "rejected"


def test_what_was_rejected_is_mended_and_judged_anew() -> None:
    lead, judge = manager(), manager()
    board(judge, quorum=1)
    record = assessed(lead)
    record = advance(record, "vote", by=judge, vote="no", reason="Not tested.")
    record = advance(Change.objects.get(), "submit", by=lead)
    record = advance(record, "assess", by=lead)
    advance(record, "vote", by=judge, vote="yes")
    assert Change.objects.get().state == "approved"
    assert [seat.round for seat in record.approvals.order_by("round")] == [1, 2]


def test_a_seat_votes_once() -> None:
    lead, judges = manager(), [manager(), manager()]
    board(*judges, quorum=2)
    record = assessed(lead)
    advance(record, "vote", by=judges[0], vote="yes")
    with pytest.raises(Refused, match="no seat"):
        advance(record, "vote", by=judges[0], vote="yes")


def test_who_has_no_seat_does_not_vote() -> None:
    lead, judge = manager(), manager()
    board(judge, quorum=1)
    with pytest.raises(Refused, match="no seat"):
        advance(assessed(lead), "vote", by=lead, vote="yes")


def test_a_delegate_votes_for_a_member_who_is_away() -> None:
    lead, member, delegate = manager(), manager(), manager()
    board(member, quorum=1)
    record = assessed(lead)
    today = timezone.localdate()
    away = Delegation.objects.create(
        member=member,
        delegate=delegate,
        from_on=today - timedelta(days=9),
        until_on=today - timedelta(days=2),
    )
    with pytest.raises(Refused):
        advance(record, "vote", by=delegate, vote="yes")
    Delegation.objects.filter(pk=away.pk).update(until_on=today)
    advance(record, "vote", by=delegate, vote="yes")
    seat = record.approvals.get()
    assert (seat.member, seat.by, Change.objects.get().state) == (member, delegate, "approved")


def test_a_board_smaller_than_its_quorum_must_agree_as_a_whole() -> None:
    lead, judge = manager(), manager()
    board(judge, quorum=5)
    advance(assessed(lead), "vote", by=judge, vote="yes")
    assert Change.objects.get().state == "approved"


def test_without_a_board_nothing_is_judged_and_the_reason_is_told() -> None:
    lead = manager()
    with pytest.raises(ValidationError, match="No board"):
        assessed(lead)
    assert Change.objects.get().state == "submitted"


def test_a_standard_change_is_approved_by_its_model() -> None:
    by = builder()
    model = ChangeModel.objects.create(
        code="disk", name="Swap a disk", plan="Swap it.", back_out_plan="Swap back."
    )
    submitted(by, sort="standard", standard=model, plan="", back_out_plan="")
    record = Change.objects.get()
    assert (record.state, record.plan, record.back_out_plan) == ("approved", "Swap it.", "Swap back.")


def test_an_emergency_is_expedited_by_the_change_manager_and_nobody_else() -> None:
    lead, by = manager(), builder()
    record = submitted(by, sort="emergency")
    with pytest.raises(Exception, match="expedite"):
        advance(record, "expedite", by=by, reason="Server down")
    assert advance(record, "expedite", by=lead, reason="Server down").state == "approved"


def test_a_normal_change_is_not_expedited() -> None:
    lead = manager()
    with pytest.raises(Refused):
        advance(submitted(lead), "expedite", by=lead, reason="Faster, please")


def test_it_is_scheduled_begun_done_reviewed_and_closed() -> None:
    lead = manager()
    record = advance(approved(lead), "schedule", by=lead, **window(days=0))
    clock = Clock.objects.get(record=record.pk, metric="change_window")
    assert abs(clock.due_at - record.ends_at) < timedelta(seconds=1)
    record = advance(record, "begin", by=lead)
    assert record.assignee == lead
    record = advance(record, "complete", by=lead, outcome="It works.")
    assert not Clock.objects.filter(record=record.pk, stopped_at=None).exists()
    record = advance(record, "review", by=lead, reason="Well done.")
    record = advance(record, "close", by=lead)
    assert (record.state, record.has_failed, record.is_open) == ("closed", False, False)


def test_what_was_backed_out_counts_as_failed() -> None:
    lead = manager()
    record = advance(approved(lead), "schedule", by=lead, **window(days=0))
    record = advance(record, "begin", by=lead)
    record = advance(record, "back_out", by=lead, outcome="It did not start.")
    assert (record.state, record.has_failed) == ("backed_out", True)


def freeze(**fields: object) -> FreezeWindow:
    now = timezone.now()
    times = {"starts_at": now, "ends_at": now + timedelta(days=3)}
    return FreezeWindow.objects.create(name="Year end", **times | fields)


def test_a_freeze_refuses_and_says_until_when() -> None:
    lead = manager()
    record = approved(lead)
    freeze()
    with pytest.raises(ValidationError, match="Year end") as error:
        advance(record, "schedule", by=lead, **window())
    assert set(error.value.message_dict) == {"starts_at"}
    assert advance(record, "schedule", by=lead, **window(days=4)).state == "scheduled"


def test_a_freeze_of_another_service_or_customer_does_not_matter() -> None:
    lead = manager()
    freeze(service=Service.objects.create(code="tills", name="Tills"))
    freeze(customer=cast.customer())
    record = approved(lead, service=cast.service("remote"), customer=cast.customer())
    assert advance(record, "schedule", by=lead, **window()).state == "scheduled"


def test_an_emergency_goes_through_a_freeze() -> None:
    lead = manager()
    freeze()
    record = advance(submitted(lead, sort="emergency"), "expedite", by=lead, reason="Server down")
    assert advance(record, "schedule", by=lead, **window()).state == "scheduled"


def test_a_window_proposed_before_the_judgement_is_kept_when_it_is_approved() -> None:
    lead, judge = manager(), manager()
    board(judge, quorum=1)
    record = advance(change(lead), "propose", by=lead, **window(days=2))
    record = advance(advance(record, "submit", by=lead), "assess", by=lead)
    assert not Clock.objects.filter(record=record.pk, metric="change_window").exists()
    advance(record, "vote", by=judge, vote="yes")
    record = Change.objects.get()
    assert record.state == "scheduled"
    entry = JournalEntry.objects.get(record=record.pk, step="schedule")
    assert (
        f"scheduled it from {timezone.localtime(record.starts_at):%Y-%m-%d %H:%M} to"
        in tell(entry, CHANGE).sentence
    )
    assert Clock.objects.get(record=record.pk, metric="change_window").stopped_at is None


def test_a_proposed_window_that_was_frozen_since_leaves_it_to_people() -> None:
    lead, judge = manager(), manager()
    board(judge, quorum=1)
    record = advance(change(lead), "propose", by=lead, **window(days=2))
    record = advance(advance(record, "submit", by=lead), "assess", by=lead)
    freeze()
    advance(record, "vote", by=judge, vote="yes")
    assert Change.objects.get().state == "approved"


def test_no_window_is_proposed_in_a_freeze() -> None:
    lead = manager()
    freeze()
    with pytest.raises(ValidationError, match="Year end"):
        advance(change(lead), "propose", by=lead, **window())


def test_the_journal_tells_what_was_voted_and_for_whom() -> None:
    lead, member, delegate = manager(), manager(), manager()
    board(member, quorum=1)
    record = assessed(lead)
    today = timezone.localdate()
    Delegation.objects.create(member=member, delegate=delegate, from_on=today, until_on=today)
    advance(record, "vote", by=delegate, vote="no", reason="Not tested.")
    entry = JournalEntry.objects.get(record=record.pk, step="vote")
    assert tell(entry, CHANGE).sentence == f"voted: I refuse, for {member.name}"


def test_the_journal_names_the_item_once_and_keeps_the_reasons_of_the_risk_to_itself() -> None:
    lead, judge = manager(), manager()
    board(judge, quorum=1)
    record = change(lead, tests="")
    advance(record, "add_item", by=lead, item=an_item())
    advance(advance(record, "submit", by=lead), "assess", by=lead)
    told = [tell(entry, CHANGE) for entry in JournalEntry.objects.filter(record=record.pk).order_by("id")]
    assert [one.sentence for one in told if "Db 1" in one.sentence] == ["named the item Db 1"]
    assert not any("points" in change.after for one in told for change in one.changes)


def test_what_was_judged_does_not_become_an_emergency_by_revising() -> None:
    lead = manager()
    with pytest.raises(ValidationError) as error:
        revise(approved(lead), by=lead, sort="emergency")
    assert set(error.value.message_dict) == {"sort"}
    assert Change.objects.get().sort == "normal"
    assert revise(change(lead), by=lead, sort="emergency").sort == "emergency"


def an_item(name: str = "Db 1") -> ConfigurationItem:
    server, _ = ItemClass.objects.get_or_create(code="server", defaults={"name": "Server"})
    return ConfigurationItem.objects.create(name=name, item_class=server)


@pytest.mark.parametrize("name", ["plan", "back_out_plan", "tests"])
def test_what_was_judged_is_not_rewritten_and_the_way_back_is_named(name: str) -> None:
    lead = manager()
    record = approved(lead)
    with pytest.raises(ValidationError, match="take it back to draft") as error:
        revise(record, by=lead, **{name: "Something else."})
    assert set(error.value.message_dict) == {name}
    assert revise(record, by=lead, title="Communication board of shop 7").state == "approved"


def test_what_was_judged_touches_no_further_item() -> None:
    lead = manager()
    record = advance(change(lead), "add_item", by=lead, item=an_item())
    judge = manager()
    board(judge, quorum=1)
    record = advance(advance(record, "submit", by=lead), "assess", by=lead)
    for step, item in (("add_item", an_item("Db 2")), ("drop_item", record.items.get())):
        with pytest.raises(Refused, match="take it back to draft"):
            advance(record, step, by=lead, item=item)


def test_what_is_taken_back_is_altered_and_judged_anew() -> None:
    lead = manager()
    record = advance(approved(lead), "schedule", by=lead, **window())
    record = advance(record, "take_back", by=lead, reason="Another board is delivered.")
    assert not Clock.objects.filter(record=record.pk, stopped_at=None).exists()
    record = revise(record, by=lead, plan="Replace the board and its cable.")
    record = advance(advance(record, "submit", by=lead), "assess", by=lead)
    assert list(record.approvals.order_by("round").values_list("round", "vote")) == [(1, "yes"), (2, "")]
    advance(record, "vote", by=record.approvals.get(round=2).member, vote="yes")
    assert Change.objects.get().state == "scheduled"


def test_the_plan_of_an_emergency_is_written_as_it_comes() -> None:
    lead = manager()
    record = advance(change(lead, sort="emergency", plan=""), "expedite", by=lead, reason="Server down")
    record = advance(record, "add_item", by=lead, item=an_item())
    assert revise(record, by=lead, plan="Restarted, then patched.").plan == "Restarted, then patched."
    with pytest.raises(ValidationError):
        revise(record, by=lead, sort="normal")


def test_it_is_begun_in_its_window_alone() -> None:
    lead = manager()
    record = advance(approved(lead), "schedule", by=lead, **window(days=1, hours=2))
    with pytest.raises(ValidationError, match="Its window begins at"):
        advance(record, "begin", by=lead)
    after = time_machine.travel(timezone.now() + timedelta(days=1, hours=3))
    with after, pytest.raises(ValidationError, match="Its window ended at"):
        advance(record, "begin", by=lead)
    with time_machine.travel(timezone.now() + timedelta(days=1, hours=1)):
        assert advance(record, "begin", by=lead).state == "in_progress"


def test_it_is_not_begun_in_a_freeze_that_was_set_since() -> None:
    lead = manager()
    record = advance(approved(lead), "schedule", by=lead, **window(days=0))
    freeze()
    with pytest.raises(ValidationError, match="Year end"):
        advance(record, "begin", by=lead)


def test_an_emergency_is_begun_whenever_somebody_can() -> None:
    lead = manager()
    freeze()
    record = advance(submitted(lead, sort="emergency"), "expedite", by=lead, reason="Server down")
    record = advance(record, "schedule", by=lead, **window())
    assert advance(record, "begin", by=lead).state == "in_progress"
