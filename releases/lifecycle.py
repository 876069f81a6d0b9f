"""The life of a release: planned → building → testing → ready → piloting → rolling out → done; halted; rolled back;
closed.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import Customer, User
from records.errors import Refused
from records.forms import HandOverAmongTheirOwnForm, ReasonForm
from records.lifecycle import step
from records.links import connect, disconnect
from records.ownership import hand_over_step, pass_on
from releases import deploying
from releases.forms import ClearForm, DeploymentsForm, FaultsForm, ResumeForm, RollOutForm, StartPilotForm
from releases.links import CAUSED, FIXES
from releases.preparing_lifecycle import BUILDERS, LEADS, OPEN, PreparingLife

if TYPE_CHECKING:
    from incidents.models import Incident

STOPPERS = (*LEADS, "supervisor", "director", "incident_manager")
DESK = ("agent", "shift_leader", "supervisor", "incident_manager", "director")
OUT = ("piloting", "rolling_out", "halted", "rolled_back", "done")


def is_rolled_out(release: Any) -> bool:
    return release.rolled_out_at is not None


def is_still_piloting(release: Any) -> bool:
    return release.rolled_out_at is None


class ReleaseLife(PreparingLife):
    @step(
        _("Start the pilot"), source="ready", target="piloting", inputs=StartPilotForm, roles=LEADS,
        icon="rocket", key="s", tone="primary", sentence=_("started the pilot; its group is fixed from now on"),
    )  # fmt: skip
    def start_pilot(self, *, by: User, reason: str = "") -> None:
        """Where something is missing, only with a reason; and without pilot customers not at all."""
        from releases.readiness import gaps_of

        if not self.deployments.filter(is_pilot=True).exists():
            raise Refused(_now("There are no pilot customers: name them first."), code="no_pilots")
        gaps = gaps_of(self)
        _refuse_without_reason([f"{gap.words} {gap.consequence}" for gap in gaps], reason)
        self.gaps_at_start = [gap.as_data() for gap in gaps]
        self.pilot_started_at = timezone.now()

    @step(
        _("Note deployments"), source=OUT, inputs=DeploymentsForm,
        roles=(*BUILDERS, "field_engineer", "api_client", "supervisor"), icon="server-bolt", key="d",
        sentence=_("noted deployments"),
    )  # fmt: skip
    def note_deployments(
        self, *, by: User, customers: list[Customer], status: str, at: datetime | None = None
    ) -> None:
        deploying.note(self, customers, status, at, by=by)

    @step(
        _("Roll out"), source="piloting", target="rolling_out", inputs=RollOutForm, roles=LEADS, icon="world-up",
        tone="primary", sentence=_("rolled it out to every customer of its services"),
    )  # fmt: skip
    def roll_out(self, *, by: User, reason: str = "") -> None:
        from releases.readiness import doubts_of

        _refuse_without_reason(doubts_of(self), reason)
        self.rolled_out_at = timezone.now()
        deploying.add_everybody_else(self)

    @step(
        _("Halt"), source=deploying.SPREADING, target="halted", inputs=ReasonForm, roles=STOPPERS,
        icon="hand-stop", key="h", tone="danger", sentence=_("halted it"),
    )  # fmt: skip
    def halt(self, *, by: User, reason: str) -> None:
        self.halted_at = timezone.now()

    @step(
        _("Halted by itself"), source=deploying.SPREADING, target="halted", is_automatic=True, icon="hand-stop",
        tone="danger",
        sentence=_("halted it: %(halted_reports)s of %(halted_deployed)s customers had reported a fault"),
    )  # fmt: skip
    def stop_itself(self, *, by: User, reported: int, deployed: int) -> None:
        self.halted_at, self.halted_reports, self.halted_deployed = timezone.now(), reported, deployed

    @step(
        _("Go on with the pilot"), source="halted", target="piloting", inputs=ResumeForm, roles=LEADS,
        icon="player-play", conditions=(is_still_piloting,),
        sentence=_("went on with the pilot; it halts again at %(own_limit)s %%"),
    )  # fmt: skip
    def resume_pilot(self, *, by: User, reason: str, own_limit: int) -> None:
        self._go_on(own_limit)

    @step(
        _("Go on rolling out"), source="halted", target="rolling_out", inputs=ResumeForm, roles=LEADS,
        icon="player-play", conditions=(is_rolled_out,),
        sentence=_("went on rolling it out; it halts again at %(own_limit)s %%"),
    )  # fmt: skip
    def resume_roll_out(self, *, by: User, reason: str, own_limit: int) -> None:
        self._go_on(own_limit)

    @step(
        _("Roll back"), source=(*deploying.SPREADING, "halted"), target="rolled_back", inputs=ReasonForm,
        roles=LEADS, icon="arrow-back-up-double", tone="danger",
        sentence=_("rolled it back: it is taken back wherever it runs"),
    )  # fmt: skip
    def roll_back(self, *, by: User, reason: str) -> None:
        self.resolved_at = timezone.now()

    @step(
        _("Done"), source="rolling_out", target="done", roles=LEADS, icon="check", key="r", tone="primary",
        sentence=_("declared it rolled out"),
    )  # fmt: skip
    def finish(self, *, by: User) -> None:
        if pending := self.deployments.filter(status="pending").count():
            told = {"count": pending}
            raise Refused(_now("Customers that have not got it yet: %(count)s.") % told, code="pending")
        self.resolved_at = timezone.now()

    @step(
        pgettext_lazy("a release", "Close"), source=("done", "rolled_back"), target="closed", roles=LEADS,
        icon="lock", sentence=_("closed it"),
    )  # fmt: skip
    def close(self, *, by: User) -> None:
        if running := self.deployments.filter(status__in=("deployed", "faulty")).count():
            told = {"count": running}
            words = _now("Customers where it is neither verified nor taken back: %(count)s.")
            raise Refused(words % told, code="unsettled")
        self.closed_at = timezone.now()

    @step(
        _("Name incidents that it caused"), source=OUT, inputs=FaultsForm,
        roles=(*DESK, *BUILDERS, "problem_manager"), icon="bug", key="n",
        sentence=_("named incidents that it caused"),
    )  # fmt: skip
    def name_faults(self, *, by: User, incidents: list["Incident"]) -> None:
        self.acquittals.filter(incident__in=incidents).delete()

    @step(
        _("Clear it of an incident"), source=OUT, inputs=ClearForm, roles=(*LEADS, "problem_manager", "supervisor"),
        icon="circle-off", sentence=_("cleared it of an incident"),
    )  # fmt: skip
    def clear_of(self, *, by: User, incident: "Incident", reason: str) -> None:
        self.acquittals.get_or_create(incident=incident, defaults={"by": by})

    hand_over = hand_over_step(source=OPEN, roles=LEADS, inputs=HandOverAmongTheirOwnForm)
    after_hand_over = pass_on

    # What follows.

    def after_register(self, *, by: User, **inputs: Any) -> None:
        if self.fixes is not None:
            connect(FIXES, earlier=self.fixes, later=self, by=by)

    def after_revise(self, *, by: User, changes: dict[str, Any]) -> None:
        if "fixes" in changes and self.fixes is not None:
            connect(FIXES, earlier=self.fixes, later=self, by=by)

    def after_note_deployments(
        self, *, by: User, customers: list[Customer], status: str, **inputs: Any
    ) -> None:
        deploying.tell(self, f"noted_{status}", customers, by=by)
        self._halt_if_over()

    def after_name_faults(self, *, by: User, incidents: list["Incident"]) -> None:
        for incident in incidents:
            connect(CAUSED, earlier=self, later=incident, by=by)
        self._halt_if_over()

    def after_clear_of(self, *, by: User, incident: "Incident", **inputs: Any) -> None:
        disconnect(CAUSED, earlier=self, later=incident, by=by)
        told = {"id": incident.pk, "label": incident.number}
        self._tell_of("fault_cleared", "record", told, by=by)

    # How.

    def _halt_if_over(self) -> None:
        from releases.halting import halt_if_over

        halt_if_over(self)

    def _go_on(self, own_limit: int) -> None:
        self.own_limit, self.halted_at, self.halted_reports, self.halted_deployed = (
            own_limit,
            None,
            None,
            None,
        )


def _refuse_without_reason(doubts: list[str], reason: str) -> None:
    """Raise ValidationError that lists what speaks against it, where nobody says why it is done all the same."""
    if doubts and not reason.strip():
        told = [_now("Say why it is done all the same.")]
        raise ValidationError({"reason": [*told, *doubts]})
