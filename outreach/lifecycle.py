"""The life of a campaign: drafted → approved → running → done; stopped."""

from datetime import date, time
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from outreach.forms import WindowForm
from outreach.links import CALLS_ABOUT, FROZEN
from people.accounts import system_user
from people.models import User
from records import clocks, journal
from records.actions import advance
from records.errors import Refused
from records.forms import ReasonForm
from records.lifecycle import Life, Text, step
from records.links import connect
from records.metrics import Metric, register_metric
from records.models import Record
from records.ownership import hand_over_step, pass_on

if TYPE_CHECKING:
    from outreach.models import Campaign
    from records.models import Clock

WRITERS = ("agent", "shift_leader", "supervisor", "incident_manager", "problem_manager", "release_manager")
LEADS = ("shift_leader", "supervisor", "director", "incident_manager")
GO = ("supervisor", "director")
OPEN = ("drafted", "approved", "running")
SEASON, SCHEDULED, END = "campaign_start", "campaign_scheduled", "campaign_end"

# The season is a promise that warns nobody beforehand: it falls due, and the supervisor is told.
register_metric(Metric(name=SEASON, label=_("start of the campaign"), is_target=False, warns=False))
# With the go given ahead it is no longer a promise that somebody must keep: the clock starts it.
register_metric(
    Metric(name=SCHEDULED, label=_("start by itself"), is_promise=False, is_target=False, warns=False)
)
register_metric(Metric(name=END, label=_("end of the campaign"), is_promise=False, is_target=False))


def is_the_writer(campaign: "Campaign", by: User) -> Text:
    """What customers are told and asked has been read by a second person."""
    if by.pk == campaign.opened_by_id and not by.is_system:
        return _("You wrote it yourself: somebody else approves it.")
    return ""


def waits_for_no_season(campaign: "Campaign", by: User) -> Text:
    if campaign.due_start_at is None or campaign.due_start_at <= timezone.now():
        return _("There is no season to wait for: start it.")
    return _("The go is given already.") if campaign.is_scheduled else ""


class CampaignLife(Life):
    @step(
        _("Approve"), source="drafted", target="approved", roles=LEADS, icon="checks", key="y", tone="primary",
        closed_to=is_the_writer, sentence=_("approved it"),
    )  # fmt: skip
    def approve(self, *, by: User) -> None:
        if not self.script.strip():
            raise Refused(
                _now("Nothing is written that callers could say: write it first."), code="no_script"
            )
        self.approved_by, self.approved_at = by, timezone.now()

    @step(
        _("Back to the draft"), source="approved", target="drafted", inputs=ReasonForm, roles=(*WRITERS, "director"),
        icon="arrow-back-up", key="b", sentence=_("took it back to the draft"),
    )  # fmt: skip
    def send_back(self, *, by: User, reason: str) -> None:
        self.approved_by = self.approved_at = None

    @step(
        _("Give the go"), source="approved", roles=GO, icon="calendar-check", key="e", closed_to=waits_for_no_season,
        sentence=_("gave the go: it starts by itself when its season begins"),
    )  # fmt: skip
    def give_go(self, *, by: User) -> None:
        """Nothing of its own changes: from now on a clock starts it."""

    @step(
        _("Start"), source="approved", target="running", roles=GO, icon="player-play", key="s", tone="primary",
        sentence=_("gave the go: its calls begin"),
    )  # fmt: skip
    def start(self, *, by: User) -> None:
        self.started_at = self.responded_at = timezone.now()

    @step(
        _("Change the window"), source=("approved", "running"), inputs=WindowForm, roles=LEADS, icon="calendar-time",
        key="w", sentence=_("changed when it calls"),
    )  # fmt: skip
    def move_window(
        self, *, by: User, opens_at: time, closes_at: time, tries: int, ends_on: date | None = None
    ) -> None:
        self.ends_on, self.opens_at, self.closes_at, self.tries = ends_on, opens_at, closes_at, tries

    @step(
        _("Finish"), source="running", target="done", roles=LEADS, icon="flag-check", key="e",
        sentence=_("finished it"),
    )  # fmt: skip
    def finish(self, *, by: User) -> None:
        self.resolved_at = self.closed_at = timezone.now()

    @step(
        _("Stop"), source=OPEN, target="stopped", inputs=ReasonForm, roles=LEADS, icon="player-stop", tone="danger",
        sentence=_("stopped it"),
    )  # fmt: skip
    def stop(self, *, by: User, reason: str) -> None:
        self.closed_at = timezone.now()

    hand_over = hand_over_step(source=OPEN, roles=LEADS)
    after_hand_over = pass_on

    # What follows.

    def after_register(self, *, by: User, **inputs: Any) -> None:
        if self.for_record is None:
            return
        if not Record.objects.visible_to(by).filter(pk=self.for_record_id).exists():
            raise ValidationError({"for_record": _now("There is no such record.")})
        connect(CALLS_ABOUT, earlier=self.for_record, later=self, by=by)

    def after_revise(self, *, by: User, changes: dict[str, Any]) -> None:
        """What was approved stays what was approved."""
        if self.state != "drafted" and not changes.keys() <= {"impact", "urgency", "priority"}:
            raise Refused(
                _now("It is approved as it stands: take it back to the draft first."), code="approved"
            )

    def after_approve(self, *, by: User) -> None:
        self._count_to_the_start(SEASON)

    def after_give_go(self, *, by: User) -> None:
        clocks.stop(self, SEASON)
        self._count_to_the_start(SCHEDULED)

    def after_send_back(self, *, by: User, reason: str) -> None:
        clocks.stop_all(self)

    def after_start(self, *, by: User) -> None:
        from outreach.starting import freeze_and_draw

        clocks.stop_all(self)
        people, to_call = freeze_and_draw(self)
        told = {"people": [None, people], "to_call": [None, to_call]}
        journal.write(
            self, FROZEN, by=by, via=journal.door_of_last(self), from_state=self.state, changes=told
        )
        self._count_to_the_end()

    def after_move_window(self, *, by: User, **inputs: Any) -> None:
        counting = SCHEDULED if self.is_scheduled else SEASON
        clocks.stop_all(self)
        if self.state == "running":
            self._count_to_the_end()
        else:
            self._count_to_the_start(counting)

    def after_finish(self, *, by: User, **inputs: Any) -> None:
        clocks.stop_all(self)

    after_stop = after_finish

    def after_clock(self, clock: "Clock", *, by: User) -> None:
        """The season's beginning starts it where the go was given, and else tells the supervisor; its end ends it."""
        if clock.metric == SCHEDULED and self.state == "approved":
            self._start_by_itself()
        if clock.metric == END and self.state == "running":
            advance(self, "finish", by=system_user(), via="clock")

    def _start_by_itself(self) -> None:
        """With nobody to call it stays where it is, falls due, and the supervisor is told."""
        try:
            advance(self, "start", by=system_user(), via="clock")
        except Refused:
            clocks.stop(self, SCHEDULED)
            self._count_to_the_start(SEASON)

    def _count_to_the_start(self, metric: str) -> None:
        if self.due_start_at is not None:
            clocks.count_to(self, metric, self.due_start_at)

    def _count_to_the_end(self) -> None:
        if self.due_end_at is not None:
            clocks.count_to(self, END, self.due_end_at)
