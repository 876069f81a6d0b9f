"""The clocks of an emergency: the time to sign, and the quiet time before the end. Wall time both."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from emergency.closing_lifecycle import QUIET
from emergency.lifecycle import SIGNATURE
from people.models import User
from records import clocks
from records.actions import advance
from records.metrics import Metric, register_metric
from records.models import Clock

if TYPE_CHECKING:
    from emergency.models import Emergency

register_metric(Metric(name=SIGNATURE, label=_("signature"), is_target=False, warns=False))
register_metric(Metric(name=QUIET, label=_("quiet time"), is_promise=False, is_target=False, warns=False))


def count_signature(emergency: "Emergency") -> None:
    """Once to the signer, then, where nobody signed, each time as long to the next one."""
    clocks.stop(emergency, SIGNATURE)
    minutes = emergency.plan_version.signature_minutes
    clocks.count_to(emergency, SIGNATURE, timezone.now() + timedelta(minutes=minutes))


def count_quiet(emergency: "Emergency") -> None:
    clocks.stop(emergency, QUIET)
    assert emergency.quiet_since is not None
    minutes = emergency.plan_version.quiet_minutes
    clocks.count_to(emergency, QUIET, emergency.quiet_since + timedelta(minutes=minutes))


def act_on(emergency: "Emergency", clock: Clock, *, by: User) -> None:
    """What follows when a clock has run out. A call that came at the last moment is seen by the watch, not here."""
    if clock.metric == SIGNATURE and emergency.state == "proposed":
        has_gone_up = emergency.signature_rounds > 0 or emergency.plan_version.next_signer_role is None
        starts = has_gone_up and emergency.plan_version.may_start_unsigned
        advance(emergency, "start_unsigned" if starts else "go_up", by=by, via="clock")
    elif clock.metric == QUIET and emergency.state in ("contained", "verifying"):
        advance(emergency, "reach_quiet", by=by, via="clock")
