"""The life of a problem: logged → investigating → known error → change pending → resolved → closed; cancelled."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.forms import AssignForm
from knowledge.links import DOCUMENTS
from knowledge.models import Article
from people.accounts import system_user
from people.models import Team, User
from problems.forms import CauseForm, IncidentsForm, ReviewForm, SolveForm, WorkaroundForm
from problems.links import EXPLAINS
from records import follow_ups
from records.actions import advance, register
from records.errors import Refused
from records.forms import HandOverAmongTheirOwnForm, ReasonForm
from records.lifecycle import Life, step
from records.links import connect, disconnect, onward
from records.ownership import hand_over_step, pass_on

if TYPE_CHECKING:
    from incidents.models import ClosureCode, Incident
    from problems.models import Problem

OPEN = ("logged", "investigating", "known_error", "change_pending")
UNDERSTOOD = ("known_error", "change_pending")
ENDED = ("resolved", "closed")
DESK = ("agent", "shift_leader", "supervisor", "incident_manager")
ANALYSTS = ("problem_manager", "second_line", "developer")
LEADS = ("problem_manager", "supervisor", "incident_manager")


def is_untold(problem: "Problem") -> bool:
    """A workaround that no article tells of yet."""
    return bool(problem.workaround) and not list(onward(problem, DOCUMENTS))


def wants_review(problem: "Problem") -> bool:
    return bool(problem.is_major and problem.reviewed_at is None)


class ProblemLife(Life):
    """Steps assign columns; what follows from a step stands beside it as `after_<step>`."""

    @step(
        _("Assign"),
        source=OPEN,
        inputs=AssignForm,
        roles=LEADS,
        icon="user-plus",
        key="a",
        sentence=_("assigned it to %(team)s %(assignee)s"),
    )
    def assign(self, *, by: User, team: Team, assignee: User | None = None) -> None:
        self.team, self.assignee = team, assignee

    @step(
        _("Investigate"),
        source="logged",
        target="investigating",
        roles=ANALYSTS,
        icon="microscope",
        key="w",
        sentence=_("began to investigate"),
    )
    def investigate(self, *, by: User) -> None:
        self.assignee = self.assignee or by
        self.responded_at = self.responded_at or timezone.now()

    @step(
        _("Known error"),
        source=("logged", "investigating"),
        target="known_error",
        inputs=CauseForm,
        roles=ANALYSTS,
        icon="bulb",
        key="e",
        sentence=_("found the cause and how to live with it: a known error"),
    )
    def declare_known_error(self, *, by: User, root_cause: str, workaround: str = "") -> None:
        self.root_cause, self.workaround = root_cause, workaround
        self.responded_at = self.responded_at or timezone.now()

    @step(
        _("Publish the workaround"),
        source=UNDERSTOOD,
        inputs=WorkaroundForm,
        roles=ANALYSTS,
        icon="book-upload",
        key="b",
        conditions=(is_untold,),
        sentence=_("wrote the workaround down for the desk"),
    )
    def publish_workaround(self, *, by: User, plain: str, symptom_words: str = "") -> None:
        by.rights.require("article", "register")

    @step(
        _("Wait for a change"),
        source=("investigating", "known_error"),
        target="change_pending",
        inputs=ReasonForm,
        roles=ANALYSTS,
        icon="clock-pause",
        key="h",
        sentence=_("left the solution to a change"),
    )
    def await_change(self, *, by: User, reason: str) -> None:
        """The change itself stands on a floor above, and is linked from there."""

    @step(
        _("The change did not settle it"),
        source="change_pending",
        target="investigating",
        inputs=ReasonForm,
        roles=ANALYSTS,
        icon="arrow-back-up",
        sentence=_("took it back from the change"),
    )
    def resume(self, *, by: User, reason: str) -> None:
        """Nothing of its own changes."""

    @step(
        _("Add incidents"),
        source=(*OPEN, *ENDED),
        inputs=IncidentsForm,
        roles=(*DESK, *ANALYSTS),
        icon="link-plus",
        key="p",
        sentence=_("added incidents"),
    )
    def add_incidents(self, *, by: User, incidents: list["Incident"]) -> None:
        """Also what is closed long since: what it explains is history as it is."""

    @step(
        _("Take incidents out"),
        source=(*OPEN, *ENDED),
        inputs=IncidentsForm,
        roles=(*LEADS, "second_line", "developer"),
        icon="unlink",
        sentence=_("took incidents out"),
    )
    def remove_incidents(self, *, by: User, incidents: list["Incident"]) -> None:
        strangers = {incident.pk for incident in incidents} - set(self.incidents.values_list("pk", flat=True))
        if strangers:
            names = ", ".join(incident.number for incident in incidents if incident.pk in strangers)
            raise Refused(_("It does not explain %(numbers)s.") % {"numbers": names}, code="not_linked")

    @step(
        _("Resolve"),
        source=OPEN,
        target="resolved",
        inputs=SolveForm,
        roles=("problem_manager", "incident_manager"),
        icon="check",
        key="r",
        tone="primary",
        sentence=_("resolved it: %(closure_code)s"),
    )
    def resolve(self, *, by: User, closure_code: "ClosureCode", solution: str) -> None:
        self.closure_code, self.solution, self.resolved_at = closure_code, solution, timezone.now()

    @step(
        _("Review"),
        source=ENDED,
        inputs=ReviewForm,
        roles=LEADS,
        icon="clipboard-check",
        key="l",
        conditions=(wants_review,),
        sentence=_("held the review of the major problem"),
    )
    def review(
        self,
        *,
        by: User,
        went_well: str,
        went_wrong: str,
        prevention: str,
        actions: Sequence[str] = (),
        asked_of: User | None = None,
        due_at: datetime | None = None,
    ) -> None:
        self.went_well, self.went_wrong, self.prevention = went_well, went_wrong, prevention
        self.reviewed_at = timezone.now()

    @step(
        _("Close"), source="resolved", target="closed", roles=LEADS, icon="checks", key="y",
        sentence=_("closed it"),
    )  # fmt: skip
    def close(self, *, by: User) -> None:
        if wants_review(self):
            raise Refused(
                _("A major problem is reviewed before it is closed: “Review” asks what was learned."),
                code="not_reviewed",
            )
        self.closed_at = timezone.now()

    @step(
        _("Reopen"),
        source=ENDED,
        target="investigating",
        inputs=ReasonForm,
        roles=LEADS,
        icon="rotate",
        key="o",
        sentence=_("reopened it"),
    )
    def reopen(self, *, by: User, reason: str) -> None:
        self.resolved_at = self.closed_at = self.reviewed_at = None

    @step(
        _("Cancel"), source=OPEN, target="cancelled", inputs=ReasonForm, roles=LEADS, icon="ban", tone="danger",
        sentence=_("cancelled it"),
    )  # fmt: skip
    def cancel(self, *, by: User, reason: str) -> None:
        self.closed_at = timezone.now()

    hand_over = hand_over_step(source=OPEN, roles=LEADS, inputs=HandOverAmongTheirOwnForm)
    after_hand_over = pass_on

    # What follows.

    def after_add_incidents(self, *, by: User, incidents: list["Incident"]) -> None:
        for incident in incidents:
            connect(EXPLAINS, earlier=incident, later=self, by=by)

    def after_remove_incidents(self, *, by: User, incidents: list["Incident"]) -> None:
        for incident in incidents:
            disconnect(EXPLAINS, earlier=incident, later=self, by=by)

    def after_publish_workaround(self, *, by: User, plain: str, symptom_words: str = "") -> None:
        """Written and sent on by one person; published once a second one has read it."""
        article = register(
            Article,
            by=by,
            sort=Article.Sort.KNOWN_ERROR,
            title=self.title,
            plain=plain,
            technical=self._told_to_engineers(),
            symptom_words=symptom_words,
            service=self.service,
            item=self.item,
            category=self.category,
        )
        connect(DOCUMENTS, earlier=self, later=article, by=by)
        advance(article, "submit", by=by)

    def after_resolve(self, *, by: User, closure_code: "ClosureCode", solution: str) -> None:
        """Its open incidents end with it, and each tells its callers by its own rules."""
        for incident in self.incidents.filter(resolved_at__isnull=True, closed_at__isnull=True):
            incident.refresh_from_db()
            # A child was resolved together with its parent a moment ago.
            if incident.is_open:
                advance(
                    incident, "resolve_with_problem", by=system_user(), via="clock",
                    closure_code=closure_code, solution=solution,
                )  # fmt: skip

    def after_review(
        self,
        *,
        by: User,
        actions: Sequence[str] = (),
        asked_of: User | None = None,
        due_at: datetime | None = None,
        **learned: str,
    ) -> None:
        """What was decided is asked of somebody, and followed up like anything else."""
        if asked_of is not None and due_at is not None:
            for action in actions:
                follow_ups.ask(self, by=by, asked_of=asked_of, what=action, due_at=due_at)

    # How.

    def _told_to_engineers(self) -> str:
        return f"{self.root_cause}\n\n{self.workaround}".strip()
