"""The life of a visit: requested → dispatched → travelling → on site → done; handed over; cancelled."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import User
from records import clocks
from records.forms import ReasonForm
from records.lifecycle import Life, step
from records.links import connect
from records.models import Record
from records.ownership import hand_over_step, pass_on
from roster.models import Leave
from roster.planning import lock
from visits.forms import EngineerForm, EtaForm, FinishForm, HandOnForm
from visits.links import VISITED

if TYPE_CHECKING:
    from visits.models import Visit

DISPATCHERS = ("agent", "shift_leader", "supervisor", "incident_manager")
ENGINEERS = ("field_engineer", "second_line")
GIVEN = ("dispatched", "handed_over")
UNDER_WAY = (*GIVEN, "travelling", "on_site")
OPEN = ("requested", *UNDER_WAY)
ETA = "visit_eta"


def is_not_his(visit: "Visit", by: User) -> Any:
    """Only the engineer himself says that he comes; a dispatcher may say it for him when he calls."""
    if visit.engineer_id == by.pk or by.rights.may("visit", "dispatch"):
        return ""
    return _("This visit is not yours.")


def is_unaccepted(visit: "Visit") -> bool:
    return visit.accepted_at is None


class VisitLife(Life):
    @step(
        _("Send an engineer"), source="requested", target="dispatched", inputs=EngineerForm, roles=DISPATCHERS,
        icon="send", key="d", tone="primary", sentence=_("sent %(engineer)s"),
    )  # fmt: skip
    def dispatch(self, *, by: User, engineer: User) -> None:
        self._send(engineer)

    @step(
        _("Accept"), source=GIVEN, roles=ENGINEERS, icon="thumb-up", key="a", conditions=(is_unaccepted,),
        closed_to=is_not_his, sentence=_("accepted it"),
    )  # fmt: skip
    def accept(self, *, by: User) -> None:
        self.accepted_at = self.responded_at = timezone.now()

    @step(
        _("Give back"), source=GIVEN, target="requested", inputs=ReasonForm, roles=ENGINEERS, icon="arrow-back-up",
        closed_to=is_not_his, sentence=_("gave it back"),
    )  # fmt: skip
    def decline(self, *, by: User, reason: str) -> None:
        self._release()
        self.engineer = self.assignee = self.accepted_at = self.dispatched_at = self.eta_at = None

    @step(
        _("On my way"), source=GIVEN, target="travelling", inputs=EtaForm, roles=(*ENGINEERS, *DISPATCHERS),
        icon="truck", key="w", tone="primary", closed_to=is_not_his, sentence=_("set out, there at %(eta_at)s"),
    )  # fmt: skip
    def set_out(self, *, by: User, eta_at: datetime) -> None:
        now = timezone.now()
        self.accepted_at, self.left_at, self.eta_at = self.accepted_at or now, now, eta_at

    @step(
        _("Later than said"), source="travelling", inputs=EtaForm, roles=(*ENGINEERS, *DISPATCHERS),
        icon="clock-edit", key="l", closed_to=is_not_his, sentence=_("will be there at %(eta_at)s"),
    )  # fmt: skip
    def expect_anew(self, *, by: User, eta_at: datetime) -> None:
        self.eta_at = eta_at

    @step(
        _("Arrived"), source=(*GIVEN, "travelling"), target="on_site", roles=(*ENGINEERS, *DISPATCHERS),
        icon="map-pin-check", key="r", tone="primary", closed_to=is_not_his, sentence=_("arrived on site"),
    )  # fmt: skip
    def arrive(self, *, by: User) -> None:
        now = timezone.now()
        self.accepted_at, self.arrived_at = self.accepted_at or now, now

    @step(
        _("Done"), source="on_site", target="done", inputs=FinishForm, roles=(*ENGINEERS, *DISPATCHERS),
        icon="checks", key="y", tone="primary", closed_to=is_not_his, sentence=_("finished: %(outcome)s"),
    )  # fmt: skip
    def finish(
        self, *, by: User, outcome: str, findings: str, parts_used: str = "", serial_seen: str = "",
        model_seen: str = "", confirmed_by: str = "",
    ) -> None:  # fmt: skip
        self.outcome, self.findings, self.parts_used = outcome, findings, parts_used
        self.confirmed_by = confirmed_by
        self.finished_at = self.resolved_at = self.closed_at = timezone.now()
        self._release()

    @step(
        _("Hand on to another engineer"), source=UNDER_WAY, target="handed_over", inputs=HandOnForm,
        roles=(*DISPATCHERS, *ENGINEERS), icon="user-share", key="h", closed_to=is_not_his,
        sentence=_("handed it on to %(engineer)s"),
    )  # fmt: skip
    def hand_on(self, *, by: User, engineer: User, reason: str) -> None:
        if engineer.pk == self.engineer_id:
            raise ValidationError({"engineer": _("It is with this engineer already: choose another one.")})
        self.accepted_at = self.left_at = self.arrived_at = None
        self.hand_overs += 1
        self._send(engineer)

    @step(
        pgettext_lazy("a visit", "Cancel"), source=OPEN, target="cancelled", inputs=ReasonForm, roles=DISPATCHERS,
        icon="ban", tone="danger", sentence=_("cancelled it"),
    )  # fmt: skip
    def cancel(self, *, by: User, reason: str) -> None:
        self.closed_at = timezone.now()
        self._release()

    hand_over = hand_over_step(source=OPEN, roles=DISPATCHERS)
    after_hand_over = pass_on

    # What follows.

    def after_register(self, *, by: User, **inputs: Any) -> None:
        if not Record.objects.visible_to(by).filter(pk=self.for_record_id).exists():
            raise ValidationError({"for_record": _now("There is no such record.")})
        connect(VISITED, earlier=self.for_record, later=self, by=by)

    def after_set_out(self, *, by: User, eta_at: datetime) -> None:
        clocks.stop(self, ETA)
        clocks.count_to(self, ETA, eta_at)

    after_expect_anew = after_set_out

    def after_arrive(self, *, by: User) -> None:
        clocks.stop(self, ETA)

    def after_decline(self, *, by: User, reason: str) -> None:
        clocks.stop_all(self)

    def after_cancel(self, *, by: User, reason: str) -> None:
        clocks.stop_all(self)

    def after_finish(self, *, by: User, outcome: str, **inputs: Any) -> None:
        from visits.aftermath import flag_failures, report_what_was_seen

        clocks.stop_all(self)
        report_what_was_seen(
            self, by=by, seen={"serial": inputs.get("serial_seen"), "model": inputs.get("model_seen")}
        )
        if outcome == "not_fixed":
            flag_failures(self)

    # How.

    def _send(self, engineer: User) -> None:
        """Locked first: of two dispatchers the second one sees what the first one did."""
        lock(engineer)
        others: Any = type(self)._default_manager.filter(engineer=engineer, is_under_way=True)
        other = others.exclude(pk=self.pk).first()
        if other is not None:
            told = {"person": engineer, "number": other.number}
            raise ValidationError(
                {"engineer": _now("%(person)s is busy with %(number)s: choose somebody else.") % told}
            )
        now = timezone.now()
        leave = Leave.objects.filter(user=engineer, starts_at__lte=now, ends_at__gt=now).first()
        if leave is not None:
            until = date_format(localtime(leave.ends_at), "Y-m-d H:i")
            told = {"person": engineer, "until": until}
            raise ValidationError(
                {"engineer": _now("%(person)s is away until %(until)s: choose somebody else.") % told}
            )
        self.engineer = self.assignee = engineer
        self.dispatched_at, self.is_under_way = now, True

    def _release(self) -> None:
        self.is_under_way = False
