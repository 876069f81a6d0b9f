"""The first half of a change's life: draft → submitted → assessed → approved / rejected. Written, weighed, judged."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from changes import risk
from changes.forms import AssessForm, ScheduleForm, VoteForm
from changes.openness import (
    BUILDERS,
    DECISIVE,
    JUDGED,
    MANAGERS,
    UNJUDGED,
    VOTERS,
    has_no_seat,
    is_emergency,
    is_normal,
    is_standard,
    why_it_stays,
)
from changes.scheduling import refuse_where_frozen
from changes.votes import ask_the_board, cast_vote, outcome_of, words_of
from people.accounts import system_user
from people.models import Team, User
from records import clocks
from records.actions import advance
from records.forms import ReasonForm
from records.lifecycle import Life, step


class JudgedLife(Life):
    also_told: Any

    @step(
        _("Submit"), source=("draft", "rejected"), target="submitted", roles=BUILDERS, icon="send", key="s",
        tone="primary", sentence=_("submitted it for judgement"),
    )  # fmt: skip
    def submit(self, *, by: User) -> None:
        missing = {
            name: [_now("Write this before it is judged.")]
            for name in self.needed()
            if not getattr(self, name)
        }
        if missing:
            raise ValidationError(missing)
        if is_standard(self):
            self.plan, self.back_out_plan = self.standard.plan, self.standard.back_out_plan

    @step(
        _("Assess"), source="submitted", target="assessed", inputs=AssessForm, roles=MANAGERS, icon="scale",
        key="a", tone="primary", conditions=(is_normal,), sentence=_("assessed it: risk %(risk)s"),
    )  # fmt: skip
    def assess(self, *, by: User, team: Team | None = None, assignee: User | None = None) -> None:
        self._weigh()
        self.team, self.assignee = team or self.team, assignee or self.assignee
        self.voting_round += 1

    @step(
        _("Vote"), source="assessed", inputs=VoteForm, roles=VOTERS, icon="thumb-up", key="o",
        closed_to=has_no_seat, sentence=_("voted: %(vote)s"),
    )  # fmt: skip
    def vote(self, *, by: User, vote: str, reason: str = "") -> None:
        seat = cast_vote(self, by=by, vote=vote, note=reason)
        self.also_told = {"vote": [None, words_of(seat)]}

    @step(
        _("Approved by the board"), source="assessed", target="approved", is_automatic=True,
        sentence=_("told that the board approved it"),
    )  # fmt: skip
    def approve(self, *, by: User) -> None: ...

    @step(
        _("Rejected by the board"), source="assessed", target="rejected", is_automatic=True,
        sentence=_("told that the board rejected it"),
    )  # fmt: skip
    def reject(self, *, by: User) -> None: ...

    @step(
        _("Approved by its model"), source="submitted", target="approved", is_automatic=True,
        sentence=_("told that its model is approved once for all"),
    )  # fmt: skip
    def pre_approve(self, *, by: User) -> None:
        self._weigh()

    @step(
        _("Expedite"), source=("submitted", "draft"), target="approved", inputs=ReasonForm, roles=MANAGERS,
        icon="urgent", tone="danger", conditions=(is_emergency,),
        sentence=_("approved it as an emergency; it is reviewed afterwards"),
    )  # fmt: skip
    def expedite(self, *, by: User, reason: str) -> None:
        self._weigh()

    @step(
        _("Propose a window"), source=UNJUDGED, inputs=ScheduleForm, roles=BUILDERS, icon="calendar-plus", key="p",
        sentence=_("proposed the window from %(starts_at)s to %(ends_at)s"),
    )  # fmt: skip
    def propose(
        self, *, by: User, starts_at: datetime, ends_at: datetime, assignee: User | None = None
    ) -> None:
        self._place(starts_at, ends_at, assignee)

    @step(
        _("Weigh the risk again"), source=JUDGED, roles=MANAGERS, icon="scale",
        sentence=_("weighed it again: risk %(risk)s"),
    )  # fmt: skip
    def weigh(self, *, by: User) -> None:
        self._weigh()
        # Told also where other reasons come to the same.
        self.also_told = {"risk": [None, self.risk]}

    @step(
        _("Take back to draft"), source=JUDGED, target="draft", inputs=ReasonForm, roles=BUILDERS,
        icon="arrow-back", sentence=_("took it back: it is judged anew"),
    )  # fmt: skip
    def take_back(self, *, by: User, reason: str) -> None: ...

    # What follows.

    def after_revise(self, *, by: User, changes: dict[str, Any]) -> None:
        """What was judged does not become something else: of another sort, say, it would pass a freeze."""
        judged = ("sort",) if is_emergency(self) else DECISIVE
        told = why_it_stays(self)
        if told and (named := [name for name in judged if name in changes]):
            raise ValidationError(dict.fromkeys(named, told))

    def after_take_back(self, *, by: User, reason: str) -> None:
        clocks.stop(self, "change_window")

    def after_submit(self, *, by: User) -> None:
        if is_standard(self):
            advance(self, "pre_approve", by=system_user(), via="clock")

    def after_assess(self, *, by: User, **inputs: Any) -> None:
        ask_the_board(self)

    def after_vote(self, *, by: User, vote: str, reason: str = "") -> None:
        outcome = outcome_of(self)
        if outcome:
            advance(self, outcome, by=system_user(), via="clock")

    # How.

    def needed(self) -> tuple[str, ...]:
        """What must be written before a change of its sort is judged."""
        return ("standard",) if is_standard(self) else ("plan", "back_out_plan")

    def is_weighed_otherwise(self) -> bool:
        """Whether what is known by now comes to other points than when it was weighed, and it is still to be made."""
        if self.state not in JUDGED or self.risk is None:
            return False
        return risk.of(self).points != sum(reason["points"] for reason in self.risk_reasons)

    def _weigh(self) -> None:
        found = risk.of(self)
        self.risk, self.risk_reasons = found.level, found.as_data()

    def _place(self, starts_at: datetime, ends_at: datetime, assignee: User | None) -> None:
        refuse_where_frozen(self, starts_at, ends_at)
        self.starts_at, self.ends_at = starts_at, ends_at
        # Told also where it is the one that was proposed.
        self.also_told = {"starts_at": [None, starts_at.isoformat()], "ends_at": [None, ends_at.isoformat()]}
        self.assignee = assignee or self.assignee
