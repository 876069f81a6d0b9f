"""From containment to the end: attached incidents resolved, a sample called back, a quiet time, the last word."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emergency.forms import CallBackForm, ContainForm
from emergency.openness import CALMING, COORDINATORS, LEADS, is_drill
from people.models import User
from records import clocks
from records.errors import Refused
from records.forms import ReasonForm
from records.lifecycle import Life, step

if TYPE_CHECKING:
    from emergency.models import DrillCallBack
    from incidents.models import ClosureCode

QUIET = "emergency_quiet"


class ClosingLife(Life):
    also_told: Any
    contained_at: Any
    sampled_at: Any
    verified_at: Any
    resolved_at: Any
    closed_at: Any
    quiet_since: Any
    quiet_reached_at: Any
    ended_at: Any
    manned_at: Any
    had_ended = False

    @step(
        _("Contained"), source="active", target="contained", inputs=ContainForm,
        roles=(*COORDINATORS, "second_line"), icon="shield-check", key="r", tone="primary",
        sentence=_("contained it. Cause: %(cause)s Solution: %(solution)s"),
    )  # fmt: skip
    def contain(self, *, by: User, cause: str, solution: str, closure_code: "ClosureCode") -> None:
        self.cause, self.solution, self.closure_code = cause, solution, closure_code
        self.contained_at = self.quiet_since = timezone.now()
        self.quiet_reached_at = None

    @step(
        _("Draw the sample"), source="contained", target="verifying", roles=LEADS, icon="dice-5", key="n",
        tone="primary", sentence=_("drew the customers to call back"),
    )  # fmt: skip
    def verify(self, *, by: User) -> None:
        self.sampled_at = timezone.now()

    @step(
        _("Note a call-back of the drill"), source="verifying", inputs=CallBackForm, roles=(*COORDINATORS, "agent"),
        icon="phone-outgoing", key="w", conditions=(is_drill,),
        sentence=_("played the call-back of %(customer_called)s: %(outcome)s"),
    )  # fmt: skip
    def note_call_back(self, *, by: User, call: "DrillCallBack", outcome: str, words: str = "") -> None:
        from emergency.sample import play

        self.also_told = play(self, call, outcome, words, by=by)

    @step(
        _("Quiet time begins anew"), source=CALMING, icon="clock-play", tone="waiting", is_automatic=True,
        sentence=_("let the quiet time begin anew: a matching call came at %(quiet_since)s"),
    )  # fmt: skip
    def restart_quiet(self, *, by: User, since: datetime) -> None:
        self.quiet_since, self.quiet_reached_at = since, None
        self.quiet_restarts += 1

    @step(
        _("Quiet time reached"), source=CALMING, icon="moon", tone="done", is_automatic=True,
        sentence=_("told that nobody has reported it since %(since)s"),
    )  # fmt: skip
    def reach_quiet(self, *, by: User) -> None:
        self.quiet_reached_at = timezone.now()
        self.also_told = {"since": [None, self.quiet_since.isoformat()]}

    @step(
        _("End the emergency"), source="verifying", target="ended", roles=("supervisor",), icon="flag-check",
        key="e", tone="primary", sentence=_("declared the emergency over"),
    )  # fmt: skip
    def end(self, *, by: User) -> None:
        """Raises Refused with every reason, while the sample or the quiet time falls short."""
        from emergency.ending import shortfalls

        if missing := shortfalls(self):
            raise Refused(" ".join(missing), code="too_early")
        self._end()

    @step(
        _("End it nevertheless"), source=CALMING, target="ended", inputs=ReasonForm, roles=("director",),
        icon="flag-exclamation", tone="danger", sentence=_("declared the emergency over before its time"),
    )  # fmt: skip
    def overrule(self, *, by: User, reason: str) -> None:
        self.overruled_reason = reason
        self._end()

    @step(
        _("The fault is back"), source=(*CALMING, "ended"), target="active", inputs=ReasonForm, roles=LEADS,
        icon="rotate", key="o", tone="danger", sentence=_("took it back: the fault has returned"),
    )  # fmt: skip
    def revert(self, *, by: User, reason: str) -> None:
        from emergency.ending import refuse_beside_another

        refuse_beside_another(self)
        self.had_ended = not self.is_running
        self._revert()

    @step(
        _("Returns by itself"), source=CALMING, target="active", icon="rotate", tone="alarm", is_automatic=True,
        sentence=_("took it back: the criteria are met again since it was contained"),
    )  # fmt: skip
    def return_to_active(self, *, by: User) -> None:
        self._revert()

    # What follows.

    def after_contain(self, *, by: User, **inputs: Any) -> None:
        """The incidents are resolved one by one by the beat (`emergency.settling`), each in its own transaction."""
        from emergency.timing import count_quiet

        count_quiet(self)

    def after_restart_quiet(self, *, by: User, since: datetime) -> None:
        from emergency.timing import count_quiet

        count_quiet(self)

    def after_verify(self, *, by: User) -> None:
        from emergency.sample import draw

        draw(self, by=by)
        self.save(update_fields=["sample_campaign", "sample_seed"])

    def after_end(self, *, by: User) -> None:
        self._send_home()

    def after_overrule(self, *, by: User, reason: str) -> None:
        self._send_home()

    def after_revert(self, *, by: User, reason: str) -> None:
        from emergency.in_force import call_back

        clocks.stop_all(self)
        if self.had_ended:
            call_back(self, by=by)
            self.refresh_from_db()

    def after_return_to_active(self, *, by: User) -> None:
        clocks.stop_all(self)

    # How.

    def _end(self) -> None:
        from emergency.ending import asked_until

        self.ended_at = self.resolved_at = self.closed_at = timezone.now()
        self.is_running = False
        self.verified_at = asked_until(self)

    def _send_home(self) -> None:
        from emergency.roll_call import release

        clocks.stop_all(self)
        release(self)
        self.refresh_from_db()

    def _revert(self) -> None:
        self.reversions += 1
        self.manned_at = None if self.had_ended else self.manned_at
        self.is_running, self.overruled_reason = True, ""
        self.contained_at = self.quiet_since = self.quiet_reached_at = None
        self.sample_campaign = self.sampled_at = self.verified_at = None
        self.sample_seed = ""
        self.ended_at = self.resolved_at = self.closed_at = None
