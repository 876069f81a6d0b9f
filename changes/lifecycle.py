"""The life of a change: draft → submitted → assessed → approved / rejected → scheduled → waiting for parts →
in progress → done / backed out → reviewed → closed; cancelled.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from changes.forms import (
    BackOutForm,
    DoneForm,
    ItemForm,
    OriginForm,
    OwnItemForm,
    ReviewForm,
    ScheduleForm,
)
from changes.judging_lifecycle import JudgedLife
from changes.links import SETTLES
from changes.openness import (
    BUILDERS,
    MANAGERS,
    OPEN,
    PLANNED,
    has_items,
    has_its_items,
)
from changes.scheduling import freezes_during, refuse_out_of_window
from cmdb.models import ConfigurationItem
from people.accounts import system_user
from people.models import User
from records import clocks
from records.actions import advance
from records.forms import ReasonForm
from records.lifecycle import step
from records.links import connect
from records.models import Record
from records.ownership import hand_over_step, pass_on

if TYPE_CHECKING:
    from records.models import Clock


def _naming(item: ConfigurationItem) -> dict[str, list[Any]]:
    return {"item_named": [None, {"id": item.pk, "label": str(item)}]}


class ChangeLife(JudgedLife):
    @step(
        _("Schedule"), source=(*PLANNED, "waiting_for_parts"), target="scheduled", inputs=ScheduleForm,
        roles=BUILDERS, icon="calendar-event", key="d", sentence=_("scheduled it from %(starts_at)s to %(ends_at)s"),
    )  # fmt: skip
    def schedule(
        self, *, by: User, starts_at: datetime, ends_at: datetime, assignee: User | None = None
    ) -> None:
        self._place(starts_at, ends_at, assignee)

    @step(
        _("Wait for parts"), source=PLANNED, target="waiting_for_parts", is_automatic=True,
        sentence=_("told that it waits for parts"),
    )  # fmt: skip
    def await_parts(self, *, by: User) -> None: ...

    @step(
        _("Parts are there"), source="waiting_for_parts", target="approved", is_automatic=True,
        sentence=_("told that all its parts are there"),
    )  # fmt: skip
    def go_on(self, *, by: User) -> None: ...

    @step(
        _("Begin"), source="scheduled", target="in_progress", roles=BUILDERS, icon="player-play", key="w",
        tone="primary", sentence=_("began with it"),
    )  # fmt: skip
    def begin(self, *, by: User) -> None:
        refuse_out_of_window(self)
        self.began_at = timezone.now()
        self.assignee = self.assignee or by

    @step(
        _("Done"), source="in_progress", target="done", inputs=DoneForm, roles=BUILDERS, icon="check", key="r",
        tone="primary", sentence=_("carried it out"),
    )  # fmt: skip
    def complete(self, *, by: User, outcome: str) -> None:
        self._end(outcome, has_failed=False)

    @step(
        _("Back out"), source="in_progress", target="backed_out", inputs=BackOutForm, roles=BUILDERS,
        icon="arrow-back-up", tone="danger", sentence=_("backed it out"),
    )  # fmt: skip
    def back_out(self, *, by: User, outcome: str) -> None:
        self._end(outcome, has_failed=True)

    @step(
        _("Review"), source=("done", "backed_out"), target="reviewed", inputs=ReviewForm, roles=MANAGERS,
        icon="eye-check", key="y", sentence=_("reviewed it"),
    )  # fmt: skip
    def review(self, *, by: User, reason: str) -> None: ...

    @step(
        pgettext_lazy("a change", "Close"), source="reviewed", target="closed", roles=MANAGERS, icon="lock",
        sentence=_("closed it"),
    )  # fmt: skip
    def close(self, *, by: User) -> None:
        self.closed_at = timezone.now()

    @step(
        pgettext_lazy("a change", "Cancel"), source=OPEN[:-1], target="cancelled", inputs=ReasonForm,
        roles=BUILDERS, icon="ban", tone="danger", sentence=_("cancelled it"),
    )  # fmt: skip
    def cancel(self, *, by: User, reason: str) -> None:
        self.closed_at = timezone.now()

    @step(
        _("Name a further item"), source=OPEN, inputs=ItemForm, roles=BUILDERS, icon="server-2",
        closed_to=has_its_items, sentence=_("named the item %(item_named)s"),
    )  # fmt: skip
    def add_item(self, *, by: User, item: ConfigurationItem) -> None:
        self.items.add(item)
        self.also_told = _naming(item)

    @step(
        _("Take an item off"), source=OPEN, inputs=OwnItemForm, roles=BUILDERS, icon="server-off",
        conditions=(has_items,), closed_to=has_its_items, sentence=_("took the item %(item_named)s off"),
    )  # fmt: skip
    def drop_item(self, *, by: User, item: ConfigurationItem) -> None:
        self.items.remove(item)
        self.also_told = _naming(item)

    @step(
        _("Say what it settles"), source=OPEN, inputs=OriginForm, roles=BUILDERS, icon="link",
        sentence=_("said what it settles"),
    )  # fmt: skip
    def settle(self, *, by: User, cause: Record) -> None: ...

    hand_over = hand_over_step(source=OPEN, roles=BUILDERS)
    after_hand_over = pass_on

    # What follows.

    def after_register(self, *, by: User, **inputs: Any) -> None:
        if self.origin is not None:
            self.after_settle(by=by, cause=self.origin)

    def after_settle(self, *, by: User, cause: Record) -> None:
        connect(SETTLES, earlier=cause, later=self, by=by)
        problem = cause.specific
        if problem.kind == "problem" and problem.declared.steps["await_change"].is_open(problem):
            advance(problem, "await_change", by=system_user(), via="clock", reason=self.number)

    def after_approve(self, *, by: User, **inputs: Any) -> None:
        if self.ends_at is not None and self.ends_at > timezone.now():
            self._keep_to_its_window()
        else:
            self._wait_where_parts_are_missing()

    after_pre_approve = after_expedite = after_approve

    def after_go_on(self, *, by: User) -> None:
        """Back into its window, where that is still to come; else another one is to be found."""
        clocks.stop(self, "change_window")
        self.after_approve(by=by)

    def after_schedule(self, *, by: User, starts_at: datetime, ends_at: datetime, **inputs: Any) -> None:
        clocks.stop(self, "change_window")
        clocks.count_to(self, "change_window", ends_at)
        self._wait_where_parts_are_missing()

    def after_complete(self, *, by: User, outcome: str) -> None:
        clocks.stop_all(self)

    after_back_out = after_complete

    def after_cancel(self, *, by: User, reason: str) -> None:
        clocks.stop_all(self)

    def after_clock(self, clock: "Clock", *, by: User) -> None:
        """A window that passes is told of by the rules; nothing else follows from it."""

    # How.

    def _end(self, outcome: str, *, has_failed: bool) -> None:
        self.outcome, self.has_failed, self.resolved_at = outcome, has_failed, timezone.now()

    def _keep_to_its_window(self) -> None:
        """The window was judged with the rest. Where it has been frozen since, another one is for people to find."""
        window: dict[str, Any] = {"starts_at": self.starts_at, "ends_at": self.ends_at}
        if self.sort == "emergency" or not freezes_during(self, **window).exists():
            advance(self, "schedule", by=system_user(), via="clock", **window)
        else:
            self._wait_where_parts_are_missing()

    def _wait_where_parts_are_missing(self) -> None:
        if self.parts_orders.filter(received_at__isnull=True, closed_at__isnull=True).exists():
            advance(self, "await_parts", by=system_user(), via="clock")
