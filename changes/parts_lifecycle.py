"""The life of a parts order: requested → ordered → received → issued; cancelled."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from changes.links import NEEDS
from changes.parts_forms import OrderForm, PromiseForm
from people.accounts import system_user
from people.models import User
from records import clocks
from records.actions import advance
from records.forms import ReasonForm
from records.lifecycle import Life, step
from records.links import connect
from records.ownership import hand_over_step, pass_on

if TYPE_CHECKING:
    from changes.models import Supplier

BUYERS = ("purchaser", "change_manager")
OPEN = ("requested", "ordered", "received")
MISSING = ("requested", "ordered")


class PartsLife(Life):
    @step(
        _("Order"), source="requested", target="ordered", inputs=OrderForm, roles=BUYERS, icon="shopping-cart",
        key="o", tone="primary", sentence=_("ordered it at %(supplier)s, promised for %(promise_at)s"),
    )  # fmt: skip
    def order(self, *, by: User, supplier: "Supplier", promise_at: datetime) -> None:
        self.supplier, self.ordered_at = supplier, timezone.now()
        self.promise_at = promise_at
        self.first_promised_at = self.first_promised_at or promise_at
        self.assignee = self.assignee or by

    @step(
        _("Note a new promise"), source="ordered", inputs=PromiseForm, roles=BUYERS, icon="calendar-repeat",
        key="n", sentence=_("noted that it is now promised for %(promise_at)s"),
    )  # fmt: skip
    def promise_anew(self, *, by: User, promise_at: datetime, reason: str) -> None:
        self.promise_at = promise_at

    @step(
        _("Received"), source=MISSING, target="received", roles=(*BUYERS, "field_engineer", "second_line"),
        icon="package", key="r", tone="primary", sentence=_("received it"),
    )  # fmt: skip
    def receive(self, *, by: User) -> None:
        self.received_at = self.resolved_at = timezone.now()

    @step(
        _("Hand out"), source="received", target="issued", roles=(*BUYERS, "field_engineer", "second_line"),
        icon="package-export", key="y", sentence=_("handed it out for the change"),
    )  # fmt: skip
    def issue(self, *, by: User) -> None:
        self.closed_at = timezone.now()

    @step(
        pgettext_lazy("a parts order", "Cancel"), source=MISSING, target="cancelled", inputs=ReasonForm,
        roles=BUYERS, icon="ban", tone="danger", sentence=_("cancelled it"),
    )  # fmt: skip
    def cancel(self, *, by: User, reason: str) -> None:
        self.closed_at = timezone.now()

    hand_over = hand_over_step(source=OPEN, roles=BUYERS)
    after_hand_over = pass_on

    # What follows.

    def after_register(self, *, by: User, **inputs: Any) -> None:
        connect(NEEDS, earlier=self.for_change, later=self, by=by)
        if self.for_change.state in ("approved", "scheduled"):
            advance(self.for_change, "await_parts", by=system_user(), via="clock")

    def after_order(self, *, by: User, promise_at: datetime, **inputs: Any) -> None:
        clocks.stop(self, "parts_promise")
        clocks.count_to(self, "parts_promise", promise_at)

    after_promise_anew = after_order

    def after_receive(self, *, by: User, **inputs: Any) -> None:
        clocks.stop_all(self)
        self._let_the_change_go_on()

    after_cancel = after_receive

    def _let_the_change_go_on(self) -> None:
        """The last part that was missing sets the change going again by itself."""
        change = self.for_change
        missing = change.parts_orders.filter(state__in=MISSING).exclude(pk=self.pk)
        if change.state == "waiting_for_parts" and not missing.exists():
            advance(change, "go_on", by=system_user(), via="clock")
