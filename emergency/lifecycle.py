"""The life of an emergency: prepared → proposed → active → contained → verifying → ended; declined; reverted to active.

"Prepared" stands before what the plan knows: the criteria are met, and nobody has proposed it yet (decision 0009).
"""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emergency.closing_lifecycle import ClosingLife
from emergency.forms import (
    AttachForm,
    CallerLineForm,
    CheckForm,
    DecideForm,
    ManForm,
    ProposeForm,
    SignForm,
    StatusForm,
)
from emergency.openness import (
    AHEAD,
    CALLED,
    COORDINATORS,
    LEADS,
    PROPOSERS,
    RUNNING,
    SIGNERS,
    has_not_called,
    may_not_propose,
    may_not_sign,
)
from people.models import User
from records import clocks
from records.actions import remark
from records.forms import ReasonForm
from records.lifecycle import step
from records.ownership import hand_over_step, pass_on

if TYPE_CHECKING:
    from emergency.models import Called, Check
    from incidents.models import Incident
    from records.models import Clock

SIGNATURE = "emergency_signature"
STATUS = "emergency_status"


class EmergencyLife(ClosingLife):
    also_told: Any

    @step(
        _("Propose"), source="prepared", target="proposed", inputs=ProposeForm, roles=PROPOSERS,
        icon="urgent", key="s", tone="danger", closed_to=may_not_propose,
        sentence=_("proposed to declare the emergency"),
    )  # fmt: skip
    def propose(self, *, by: User, reason: str = "") -> None:
        """The evidence is taken anew: it is that of this minute which is signed."""
        self.proposed_by, self.proposed_at = by, timezone.now()

    @step(
        _("Sign"), source="proposed", target="active", inputs=SignForm, roles=SIGNERS, icon="signature", key="y",
        tone="danger", closed_to=may_not_sign, sentence=_("signed: the plan is in force"),
    )  # fmt: skip
    def sign(self, *, by: User, password: str) -> None:
        from emergency.signing import check_password, signature_of

        check_password(by, password)
        self.signed_by = by
        self._come_into_force()
        self.signature = signature_of(self)

    @step(
        _("Goes up for signature"), source="proposed", icon="arrow-up-circle", tone="alarm", is_automatic=True,
        sentence=_("told the next one: nobody signed in time"),
    )  # fmt: skip
    def go_up(self, *, by: User) -> None:
        self.signature_rounds += 1

    @step(
        _("Comes into force unsigned"), source="proposed", target="active", icon="urgent", tone="alarm",
        is_automatic=True, sentence=_("put the plan into force unsigned, as it allows"),
    )  # fmt: skip
    def start_unsigned(self, *, by: User) -> None:
        from emergency.signing import signature_of

        self.is_unsigned = True
        self._come_into_force()
        self.signature = signature_of(self)

    @step(
        _("Decline"), source=AHEAD, target="declined", inputs=ReasonForm, roles=(*PROPOSERS, *SIGNERS),
        icon="x", key="d", sentence=_("declined it"),
    )  # fmt: skip
    def decline(self, *, by: User, reason: str) -> None:
        self.is_running, self.closed_at = False, timezone.now()

    @step(
        _("I am on it"), source=RUNNING, roles=CALLED, icon="hand-stop", key="a", tone="primary",
        closed_to=has_not_called, sentence=_("answered the roll-call"),
    )  # fmt: skip
    def answer_roll_call(self, *, by: User) -> None:
        from emergency.roll_call import answer, is_manned

        answer(self, by)
        if self.manned_at is None and is_manned(self):
            self.manned_at = timezone.now()

    @step(
        _("Remind of the roll-call"), source=RUNNING, icon="bell-ringing", tone="waiting", is_automatic=True,
        sentence=_("reminded %(called)s, who has not answered"),
    )  # fmt: skip
    def remind(self, *, by: User, line: "Called") -> None:
        from emergency.roll_call import told_of

        self.also_told = {"called": [None, told_of(line)]}

    @step(
        _("Call somebody else"), source=RUNNING, icon="user-share", tone="waiting", is_automatic=True,
        sentence=_("called %(substitute)s in place of %(called)s, who does not answer"),
    )  # fmt: skip
    def replace(self, *, by: User, line: "Called", person: User) -> None:
        from emergency.roll_call import named, told_of

        self.also_told = {"called": [None, told_of(line)], "substitute": [None, named(person)]}

    @step(
        _("Nobody left to call"), source=RUNNING, icon="alert-triangle", tone="alarm", is_automatic=True,
        sentence=_("found nobody for %(called)s: name somebody"),
    )  # fmt: skip
    def miss(self, *, by: User, line: "Called") -> None:
        from emergency.roll_call import told_of

        self.also_told = {"called": [None, told_of(line)]}

    @step(
        _("Name somebody"), source=RUNNING, inputs=ManForm, roles=LEADS, icon="user-plus", key="b",
        sentence=_("called %(substitute)s in place of %(called)s"),
    )  # fmt: skip
    def man(self, *, by: User, line: "Called", person: User, reason: str) -> None:
        from emergency.roll_call import named, told_of

        self.also_told = {"called": [None, told_of(line)], "substitute": [None, named(person)]}

    @step(
        _("Note a decision"), source=RUNNING, inputs=DecideForm, roles=COORDINATORS, icon="gavel", key="i",
        sentence=_("decided"),
    )  # fmt: skip
    def decide(self, *, by: User, reason: str) -> None:
        """The journal keeps the words."""

    @step(
        _("What to tell callers"), source=RUNNING, inputs=CallerLineForm, roles=COORDINATORS, icon="speakerphone",
        key="l", sentence=_("said what callers are told: %(caller_line)s"),
    )  # fmt: skip
    def tell_callers(self, *, by: User, caller_line: str) -> None:
        self.caller_line = caller_line

    @step(
        _("Note to the customers"), source=RUNNING, inputs=StatusForm, roles=COORDINATORS, icon="mail-forward",
        sentence=_("wrote to the customers"),
    )  # fmt: skip
    def send_status(self, *, by: User, text: str) -> None:
        """What is written stands in the entry that follows, which the customers may read."""

    @step(
        _("Attach incidents"), source=RUNNING, inputs=AttachForm, roles=(*COORDINATORS, "agent"), icon="paperclip",
        key="p", sentence=_("attached %(incidents)s"),
    )  # fmt: skip
    def attach(self, *, by: User, incidents: "list[Incident]") -> None:
        from emergency.attaching import attach_all

        made = attach_all(self, incidents, by=by)
        self.also_told = {"incidents": [None, ", ".join(incident.number for incident in made)]}

    @step(
        _("Tick off"), source=RUNNING, inputs=CheckForm, roles=(*COORDINATORS, "agent", *CALLED), icon="checkbox",
        sentence=_("checked: %(check)s"),
    )  # fmt: skip
    def tick(self, *, by: User, check: "Check") -> None:
        check.done_by, check.done_at = by, timezone.now()
        check.save(update_fields=["done_by", "done_at"])
        self.also_told = {"check": [None, check.what]}

    hand_over = hand_over_step(source=(*AHEAD, *RUNNING), roles=LEADS)
    after_hand_over = pass_on

    # What follows.

    def after_register(self, *, by: User, **inputs: Any) -> None:
        from emergency.criteria import take_evidence

        self.first_call_at = take_evidence(self).first_at
        self.save(update_fields=["first_call_at"])

    def after_propose(self, *, by: User, reason: str = "") -> None:
        from emergency.criteria import take_evidence

        take_evidence(self)
        self._ask_to_sign()

    def after_go_up(self, *, by: User) -> None:
        self._ask_to_sign()

    def after_sign(self, *, by: User, password: str) -> None:
        self._set_in_motion(by)

    def after_start_unsigned(self, *, by: User) -> None:
        self._set_in_motion(by)

    def after_decline(self, *, by: User, reason: str) -> None:
        clocks.stop_all(self)

    def after_replace(self, *, by: User, line: "Called", person: User) -> None:
        from emergency.roll_call import stand_in

        stand_in(self, line, person, by=by)

    def after_man(self, *, by: User, line: "Called", person: User, reason: str) -> None:
        from emergency.roll_call import stand_in

        stand_in(self, line, person, by=by, said=reason)

    def after_send_status(self, *, by: User, text: str) -> None:
        remark(self, by=by, text=text, is_public=True, step=STATUS)
        self.refresh_from_db()

    def after_clock(self, clock: "Clock", *, by: User) -> None:
        """What a clock brings about. The sweep marks it in the same transaction: once, or not at all."""
        from emergency.timing import act_on

        act_on(self, clock, by=by)

    # How.

    def _come_into_force(self) -> None:
        self.signed_at = timezone.now()
        self.caller_line = self.caller_line or self.plan_version.caller_line

    def _ask_to_sign(self) -> None:
        from emergency.timing import count_signature

        count_signature(self)

    def _set_in_motion(self, by: User) -> None:
        from emergency.in_force import bring_into_force

        clocks.stop(self, SIGNATURE)
        bring_into_force(self, by=by)
        self.refresh_from_db()
