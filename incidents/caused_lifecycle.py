"""The last part of an incident's life: a person says what caused it, and takes it back."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from incidents.causes import causes_of, check_cause, name_cause, withdraw_cause
from incidents.forms import CauseForm, WithdrawCauseForm
from incidents.lifecycle import HANDLERS, OPEN, IncidentLife
from people.models import User
from records.lifecycle import step
from records.links import mention
from records.models import Record

NAMERS = (*HANDLERS, "change_manager", "release_manager")
ANY = (*OPEN, "resolved", "closed")


def has_cause(incident: Any) -> bool:
    return causes_of(incident).exists()


class CausedLife(IncidentLife):
    also_told: Any

    @step(
        _("Name its cause"), source=ANY, inputs=CauseForm, roles=NAMERS, icon="urgent",
        sentence=_("said that %(record)s caused it"),
    )  # fmt: skip
    def name_cause(self, *, by: User, cause: Record) -> None:
        """Also of what is closed long since: what a review finds is worth as much."""
        check_cause(cause, self, by=by)
        self.also_told = {"record": [None, mention(cause)]}

    @step(
        _("Take a cause back"), source=ANY, inputs=WithdrawCauseForm, roles=NAMERS, icon="circle-off",
        conditions=(has_cause,), sentence=_("said that %(record)s did not cause it"),
    )  # fmt: skip
    def withdraw_cause(self, *, by: User, cause: Record, reason: str) -> None:
        self.also_told = {"record": [None, mention(cause)]}

    def after_name_cause(self, *, by: User, cause: Record) -> None:
        name_cause(cause, self, by=by)

    def after_withdraw_cause(self, *, by: User, cause: Record, reason: str) -> None:
        withdraw_cause(cause, self, by=by)
