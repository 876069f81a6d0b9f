"""The life of an incident: new → assigned → in progress → on hold → resolved → closed; cancelled."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incidents.escalation import level_for
from incidents.forms import AssignForm, AttachForm, EscalateForm, HoldForm, ResolveForm
from people.accounts import system_user
from people.models import Team, User
from records import clocks
from records.actions import advance
from records.forms import ReasonForm
from records.lifecycle import Life, step
from records.ownership import hand_over_step, pass_on

if TYPE_CHECKING:
    from incidents.models import ClosureCode, Incident
    from records.models import Clock

WAITING = ("new", "assigned")
OPEN = ("new", "assigned", "in_progress", "on_hold")
DESK = ("agent", "shift_leader", "supervisor", "incident_manager")
WORKERS = ("field_engineer", "second_line", "developer", "problem_manager")
HANDLERS = DESK + WORKERS
TOP_LEVEL = 3


def below_the_top(incident: "Incident") -> bool:
    return bool(incident.escalation_level < TOP_LEVEL)


def has_parent(incident: "Incident") -> bool:
    return incident.parent_id is not None


class IncidentLife(Life):
    """Steps assign columns; what follows from a step stands beside it as `after_<step>`."""

    @step(
        _("Assign"),
        source=("new", "assigned", "in_progress"),
        target="assigned",
        inputs=AssignForm,
        roles=HANDLERS,
        icon="user-plus",
        key="a",
        sentence=_("assigned it to %(team)s %(assignee)s"),
    )
    def assign(self, *, by: User, team: Team, assignee: User | None = None) -> None:
        self._give_to(team, assignee)

    @step(
        _("Start work"), source=WAITING, target="in_progress", roles=HANDLERS, icon="player-play", key="w",
        sentence=_("started work"),
    )  # fmt: skip
    def start(self, *, by: User) -> None:
        self.assignee = self.assignee or by
        self._respond()

    @step(
        _("Put on hold"),
        source=("assigned", "in_progress"),
        target="on_hold",
        inputs=HoldForm,
        roles=HANDLERS,
        icon="player-pause",
        key="h",
        sentence=_("put it on hold, waiting for %(hold_reason)s"),
    )
    def hold(self, *, by: User, hold_reason: str, hold_until: datetime | None = None) -> None:
        self.hold_reason, self.hold_until = hold_reason, hold_until

    @step(
        _("Resume"), source="on_hold", target="in_progress", roles=HANDLERS, icon="player-play", key="w",
        sentence=_("resumed work"),
    )  # fmt: skip
    def resume(self, *, by: User) -> None:
        self._leave_hold()
        self._respond()

    @step(
        _("Escalate to another team"),
        source=OPEN,
        target="assigned",
        inputs=EscalateForm,
        roles=HANDLERS,
        icon="arrow-right-circle",
        key="e",
        sentence=_("escalated it to %(team)s"),
    )
    def escalate(self, *, by: User, team: Team, reason: str) -> None:
        if team.pk == self.team_id:
            raise ValidationError({"team": _("It is with this team already: choose another one.")})
        self._leave_hold()
        self._give_to(team, None)

    @step(
        _("Escalate a level up"),
        source=OPEN,
        inputs=ReasonForm,
        roles=(*HANDLERS, "director"),
        icon="arrow-up-circle",
        key="u",
        conditions=(below_the_top,),
        sentence=_("escalated it to level %(escalation_level)s"),
    )
    def escalate_up(self, *, by: User, reason: str) -> None:
        self.escalation_level += 1

    @step(
        _("Resolve"),
        source=OPEN,
        target="resolved",
        inputs=ResolveForm,
        roles=HANDLERS,
        icon="check",
        key="r",
        tone="primary",
        sentence=_("resolved it: %(closure_code)s"),
    )
    def resolve(self, *, by: User, closure_code: "ClosureCode", solution: str) -> None:
        self._solve(closure_code, solution)

    @step(
        _("Resolve with its parent"),
        source=OPEN,
        target="resolved",
        is_automatic=True,
        sentence=_("was resolved together with its parent"),
    )
    def resolve_with_parent(self, *, by: User, closure_code: "ClosureCode", solution: str) -> None:
        self._solve(closure_code, solution)

    @step(
        _("Resolve with its problem"),
        source=OPEN,
        target="resolved",
        is_automatic=True,
        sentence=_("was resolved together with the problem behind it"),
    )
    def resolve_with_problem(self, *, by: User, closure_code: "ClosureCode", solution: str) -> None:
        self._solve(closure_code, solution)

    @step(
        _("Confirm and close"), source="resolved", target="closed", roles=DESK, icon="checks", key="y",
        tone="primary", sentence=_("confirmed the solution and closed it"),
    )  # fmt: skip
    def confirm(self, *, by: User) -> None:
        self.closed_at = timezone.now()

    @step(
        _("Reopen"),
        source=("resolved", "closed"),
        target="assigned",
        inputs=ReasonForm,
        roles=DESK,
        icon="rotate",
        key="o",
        sentence=_("reopened it"),
    )
    def reopen(self, *, by: User, reason: str) -> None:
        self.resolved_at = self.closed_at = self.closure_code = None
        self.solution = ""
        self.reopenings += 1
        self.team = self.team or self.desk

    @step(
        _("Attach to a parent"),
        source=OPEN,
        inputs=AttachForm,
        roles=DESK,
        icon="paperclip",
        key="p",
        sentence=_("attached it to %(parent)s"),
    )
    def attach(self, *, by: User, parent: "Incident") -> None:
        if problem := self.clean_parent(parent.root):
            raise ValidationError(problem)
        self.parent = parent.root

    @step(
        _("Detach from its parent"), source=OPEN, roles=DESK, icon="unlink", conditions=(has_parent,),
        sentence=_("detached it from its parent"),
    )  # fmt: skip
    def detach(self, *, by: User) -> None:
        self.parent = None

    @step(
        pgettext_lazy("an incident", "Cancel"), source=OPEN, target="cancelled", inputs=ReasonForm, roles=DESK,
        icon="ban", tone="danger", sentence=_("cancelled it"),
    )  # fmt: skip
    def cancel(self, *, by: User, reason: str) -> None:
        self.closed_at = timezone.now()

    hand_over = hand_over_step(source=OPEN, roles=DESK)
    after_hand_over = pass_on

    # What follows.

    def after_register(self, *, by: User, **inputs: Any) -> None:
        clocks.start(self, "response", "resolution", *self._team_metric())

    def after_revise(self, *, by: User, changes: dict[str, Any]) -> None:
        if {"priority", "service", "customer", "site"} & changes.keys():
            clocks.retarget(self)

    def after_remark(self, *, by: User, is_public: bool) -> None:
        if is_public:
            clocks.stop(self, "response")

    def after_assign(self, *, by: User, **inputs: Any) -> None:
        clocks.stop(self, "operational")
        clocks.start(self, *self._team_metric())

    def after_escalate(self, *, by: User, **inputs: Any) -> None:
        clocks.stop(self, "wake")
        clocks.resume(self)
        self.after_assign(by=by, **inputs)

    def after_start(self, *, by: User) -> None:
        clocks.stop(self, "response")

    def after_hold(self, *, by: User, hold_reason: str, hold_until: datetime | None = None) -> None:
        clocks.pause(self, reason=hold_reason)
        if hold_until is not None:
            clocks.wake_at(self, hold_until)

    def after_resume(self, *, by: User) -> None:
        clocks.stop(self, "response", "wake")
        clocks.resume(self)

    def after_resolve(self, *, by: User, closure_code: "ClosureCode", solution: str) -> None:
        clocks.stop_all(self)
        clocks.start(self, "auto_close")
        self._resolve_children(closure_code, solution)

    after_resolve_with_parent = after_resolve_with_problem = after_resolve

    def after_confirm(self, *, by: User, **inputs: Any) -> None:
        clocks.stop_all(self)

    after_cancel = after_confirm

    def after_attach(self, *, by: User, parent: "Incident") -> None:
        """What was attached to this one moves along, so that a family stays two storeys high."""
        for child in self.children.filter(resolved_at__isnull=True, closed_at__isnull=True):
            advance(child, "attach", by=by, parent=parent)

    def after_reopen(self, *, by: User, reason: str) -> None:
        clocks.stop(self, "auto_close")
        clocks.reopen(self, "resolution")

    def after_clock(self, clock: "Clock", *, by: User) -> None:
        """What a clock brings about when it reaches a stage."""
        if clock.metric == "wake":
            advance(self, "resume", by=by, via="clock")
        elif clock.metric == "auto_close":
            advance(self, "confirm", by=by, via="clock")
        else:
            self._rise_to(level_for(self, clock), by=by)

    # How.

    def _rise_to(self, level: int, *, by: User) -> None:
        record = self
        while record.escalation_level < min(level, TOP_LEVEL):
            record = advance(record, "escalate_up", by=by, via="clock", reason="")

    def _give_to(self, team: Team, assignee: User | None) -> None:
        if self.team_id and (team.pk != self.team_id or assignee != self.assignee):
            self.reassignment_count += 1
        self.team, self.assignee = team, assignee

    def _team_metric(self) -> tuple[str, ...]:
        return ("operational",) if self.team_id else ()

    def _respond(self) -> None:
        self.responded_at = self.responded_at or timezone.now()

    def _leave_hold(self) -> None:
        self.hold_reason, self.hold_until = "", None

    def _solve(self, closure_code: "ClosureCode", solution: str) -> None:
        self._leave_hold()
        self._respond()
        self.closure_code, self.solution, self.resolved_at = closure_code, solution, timezone.now()

    def _resolve_children(self, closure_code: "ClosureCode", solution: str) -> None:
        for child in self.children.filter(resolved_at__isnull=True, closed_at__isnull=True):
            advance(
                child, "resolve_with_parent", by=system_user(), via="clock",
                closure_code=closure_code, solution=solution,
            )  # fmt: skip
