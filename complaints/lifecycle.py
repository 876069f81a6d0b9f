"""The life of a complaint: received → acknowledged → investigating → answered → closed; reopened; withdrawn."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints import week
from complaints.forms import (
    AnswerForm,
    AssignForm,
    CloseForm,
    HandOverForm,
    MergeForm,
    PromiseForm,
    RateForm,
    WriteForm,
)
from complaints.overseers import somebody_else
from people.accounts import system_user
from people.models import User
from records import clocks
from records.actions import advance, remark
from records.forms import ReasonForm
from records.lifecycle import Life, step
from records.ownership import hand_over_step, pass_on

if TYPE_CHECKING:
    from complaints.models import Cause, Complaint
    from records.models import Clock

OPEN = ("received", "acknowledged", "investigating", "answered", "reopened")
AT_WORK = ("received", "acknowledged", "investigating", "reopened")
ENDED = ("closed", "withdrawn")
LEADS = ("supervisor", "director")
HANDLERS = ("agent", "shift_leader", "incident_manager", *LEADS)
SUPERVISOR, DIRECTOR = 2, 3


def below_the_director(complaint: "Complaint") -> bool:
    return bool(complaint.escalation_level < DIRECTOR)


def owes_a_promise(complaint: "Complaint") -> bool:
    return complaint.promise_at is not None and complaint.promise_kept_at is None


def is_unrated(complaint: "Complaint") -> bool:
    return complaint.satisfaction is None


class ComplaintLife(Life):
    """Steps assign columns; what follows from a step stands beside it as `after_<step>`."""

    @step(
        _("Acknowledge"), source="received", target="acknowledged", roles=HANDLERS, icon="mail-check", key="b",
        tone="primary", sentence=_("told the customer that it has been received"),
    )  # fmt: skip
    def acknowledge(self, *, by: User) -> None:
        self._respond()

    @step(
        _("Assign"), source=OPEN, inputs=AssignForm, roles=HANDLERS, icon="user-plus", key="a",
        sentence=_("gave it to %(assignee)s"),
    )  # fmt: skip
    def assign(self, *, by: User, assignee: User) -> None:
        self.assignee = assignee

    @step(
        _("Investigate"), source=("received", "acknowledged", "reopened"), target="investigating",
        roles=HANDLERS, icon="zoom-question", key="w", sentence=_("began to look into it"),
    )  # fmt: skip
    def investigate(self, *, by: User) -> None:
        self.assignee = self.assignee or by
        self._respond()

    @step(
        _("Promise"), source=OPEN, inputs=PromiseForm, roles=HANDLERS, icon="calendar-heart", key="h",
        sentence=_("promised the customer, for %(promise_at)s: %(promise)s"),
    )  # fmt: skip
    def give_promise(self, *, by: User, promise: str, promise_at: datetime) -> None:
        self.promise, self.promise_at, self.promise_kept_at = promise, promise_at, None

    @step(
        _("Promise kept"), source=OPEN, roles=HANDLERS, icon="calendar-check", key="d",
        conditions=(owes_a_promise,), sentence=_("kept what was promised"),
    )  # fmt: skip
    def keep_promise(self, *, by: User) -> None:
        self.promise_kept_at = timezone.now()

    @step(
        _("Write to the customer"), source=OPEN, inputs=WriteForm, roles=HANDLERS, icon="mail-forward", key="i",
        sentence=_("wrote to the customer"),
    )  # fmt: skip
    def write_to_customer(self, *, by: User, text: str) -> None:
        self._respond()

    @step(
        _("Answer"), source=AT_WORK, target="answered", inputs=AnswerForm, roles=HANDLERS, icon="message-check",
        key="r", tone="primary", sentence=_("answered the customer"),
    )  # fmt: skip
    def answer_customer(self, *, by: User, answer: str, cause: "Cause | None" = None) -> None:
        self._respond()
        self.answer, self.answered_at, self.cause = answer, timezone.now(), cause or self.cause

    @step(
        _("Close"), source="answered", target="closed", inputs=CloseForm, roles=HANDLERS, icon="checks", key="y",
        tone="primary", sentence=_("closed it; the customer is: %(verdict)s"),
    )  # fmt: skip
    def close(self, *, by: User, verdict: str, cause: "Cause") -> None:
        self.verdict, self.cause = verdict, cause
        self.resolved_at = self.closed_at = timezone.now()

    @step(
        _("How content is the customer?"), source="closed", inputs=RateForm, roles=HANDLERS, icon="mood-check",
        key="l", conditions=(is_unrated,), sentence=_("asked how content the customer is: %(satisfaction)s of 5"),
    )  # fmt: skip
    def rate(self, *, by: User, satisfaction: int, satisfaction_words: str = "") -> None:
        self.satisfaction, self.satisfaction_words = satisfaction, satisfaction_words

    @step(
        _("Reopen"), source=("answered", *ENDED), target="reopened", inputs=ReasonForm, roles=HANDLERS,
        icon="rotate", key="o", sentence=_("reopened it"),
    )  # fmt: skip
    def reopen(self, *, by: User, reason: str) -> None:
        if week.is_over(self):
            self.week_since = timezone.now()
        self.resolved_at = self.closed_at = self.satisfaction = None
        self.verdict = self.satisfaction_words = ""
        self.reopenings += 1

    @step(
        _("Withdrawn by the customer"), source=OPEN, target="withdrawn", inputs=ReasonForm, roles=HANDLERS,
        icon="ban", tone="danger", sentence=_("noted that the customer withdrew it"),
    )  # fmt: skip
    def withdraw(self, *, by: User, reason: str) -> None:
        self.closed_at = timezone.now()

    @step(
        _("Merge into another"), source=OPEN, target="merged", inputs=MergeForm, roles=HANDLERS,
        icon="git-merge", key="p", sentence=_("merged it into %(merged_into)s"),
    )  # fmt: skip
    def merge(self, *, by: User, into: "Complaint") -> None:
        self.merged_into, self.closed_at = into, timezone.now()

    @step(
        _("Take another in"), source=OPEN, is_automatic=True, sentence=_("took another complaint in"),
        icon="git-merge",
    )  # fmt: skip
    def absorb(self, *, by: User, other: "Complaint") -> None:
        """The older receipt counts, and who was told stays told: merging loses no day."""
        self.week_since = min(one.week_since for one in (self, other) if one.week_since)
        self.escalation_level = max(self.escalation_level, other.escalation_level)
        reached = [one.reached_director_at for one in (self, other) if one.reached_director_at]
        self.reached_director_at = min(reached, default=None)

    @step(
        _("Escalate"), source=OPEN, inputs=ReasonForm, roles=HANDLERS, icon="arrow-up-circle", key="u",
        conditions=(below_the_director,), sentence=_("escalated it to level %(escalation_level)s"),
    )  # fmt: skip
    def escalate(self, *, by: User, reason: str) -> None:
        """An agent's goes to the supervisor, a supervisor's to the director."""
        is_second = self.escalation_level >= SUPERVISOR or by.plays("supervisor")
        self._rise(DIRECTOR if is_second else SUPERVISOR)

    @step(
        _("Warn of the week"), source=OPEN, is_automatic=True, icon="hourglass-low", tone="waiting",
        sentence=_("warned: its week is nearly over"),
    )  # fmt: skip
    def warn(self, *, by: User) -> None:
        """Nothing of its own changes."""

    @step(
        _("Goes to the director"), source=OPEN, is_automatic=True, icon="arrow-up-circle", tone="alarm",
        conditions=(below_the_director,), sentence=_("took it to the director: its week is over"),
    )  # fmt: skip
    def go_to_director(self, *, by: User) -> None:
        self._rise(DIRECTOR)

    @step(
        _("Returns to the director"), source="reopened", is_automatic=True, icon="arrow-back-up", tone="alarm",
        sentence=_("took it back to the director, who had it before"),
    )  # fmt: skip
    def return_to_director(self, *, by: User) -> None:
        self._rise(DIRECTOR)

    @step(
        _("Take over"), source=OPEN, roles=LEADS, icon="user-check", key="e", sentence=_("took it over"),
    )  # fmt: skip
    def take_over(self, *, by: User) -> None:
        self.assignee = by

    hand_over = hand_over_step(source=OPEN, roles=HANDLERS, inputs=HandOverForm)

    # What follows.

    def after_register(self, *, by: User, **inputs: Any) -> None:
        self.received_at = self.week_since = self.received_at or self.opened_at
        self.save(update_fields=["received_at", "week_since"])
        week.begin(self)
        if self.owner_id == self.about_person_id:
            self._leave_its_subject()

    def after_revise(self, *, by: User, changes: dict[str, Any]) -> None:
        self._refuse_its_subject("about_person")

    def after_assign(self, *, by: User, assignee: User) -> None:
        self._refuse_its_subject("assignee")

    def after_hand_over(self, *, by: User, owner: User, reason: str = "", **inputs: Any) -> None:
        self._refuse_its_subject("owner")
        pass_on(self, by=by, owner=owner, reason=reason)

    def after_take_over(self, *, by: User) -> None:
        if self.owner_id != by.pk:
            advance(self, "hand_over", by=by, owner=by, reason="")
            self.refresh_from_db()

    def after_acknowledge(self, *, by: User, **inputs: Any) -> None:
        clocks.stop(self, week.ACKNOWLEDGEMENT)

    after_investigate = after_acknowledge

    def after_give_promise(self, *, by: User, promise_at: datetime, **inputs: Any) -> None:
        clocks.stop(self, week.PROMISE)
        clocks.count_to(self, week.PROMISE, promise_at)

    def after_keep_promise(self, *, by: User) -> None:
        clocks.stop(self, week.PROMISE)

    def after_write_to_customer(self, *, by: User, text: str) -> None:
        clocks.stop(self, week.ACKNOWLEDGEMENT)
        remark(self, by=by, text=text, is_public=True)
        self.refresh_from_db()

    def after_answer_customer(self, *, by: User, answer: str, **inputs: Any) -> None:
        clocks.stop(self, week.ACKNOWLEDGEMENT)

    def after_close(self, *, by: User, **inputs: Any) -> None:
        clocks.stop_all(self)

    after_withdraw = after_close

    def after_merge(self, *, by: User, into: "Complaint") -> None:
        clocks.stop_all(self)
        advance(into, "absorb", by=system_user(), via="clock", other=self)

    def after_absorb(self, *, by: User, other: "Complaint") -> None:
        week.count(self)

    def after_reopen(self, *, by: User, reason: str) -> None:
        week.count(self)
        if self.reached_director_at is not None:
            advance(self, "return_to_director", by=system_user(), via="clock")
            self.refresh_from_db()

    def after_clock(self, clock: "Clock", *, by: User) -> None:
        """What a clock brings about. The sweep marks it in the same transaction: once, or not at all."""
        if clock.metric == week.WARNING:
            advance(self, "warn", by=by, via="clock")
        elif clock.metric == week.WEEK and below_the_director(self):
            advance(self, "go_to_director", by=by, via="clock")

    # How.

    def _respond(self) -> None:
        self.responded_at = self.responded_at or timezone.now()

    def _rise(self, level: int) -> None:
        self.escalation_level = max(self.escalation_level, level)
        if level == DIRECTOR:
            self.reached_director_at = self.reached_director_at or timezone.now()

    def _leave_its_subject(self) -> None:
        """Who takes a complaint about himself down does not keep it: nobody answers for himself."""
        owner = somebody_else(self)
        if owner is None:
            raise ValidationError(
                {"about_person": _("Nobody else may handle it: ask an administrator first.")}
            )
        advance(self, "hand_over", by=system_user(), via="clock", owner=owner, reason="")
        self.refresh_from_db()

    def _refuse_its_subject(self, name: str) -> None:
        if self.about_person_id and self.about_person_id in (self.owner_id, self.assignee_id):
            told = _("The person it is about cannot handle it: give it to somebody else first.")
            raise ValidationError({name: told})
