"""The life of a discrepancy: reported → confirmed by a second person → corrected; dismissed."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cmdb.attributes import PREFIX
from cmdb.changing import Trace, change_item
from cmdb.lookup import Lookup
from cmdb.models import Via
from discrepancies.forms import CorrectForm, DismissForm
from discrepancies.links import FOUND
from people.models import User
from records.forms import HandOverAmongTheirOwnForm
from records.lifecycle import Life, Text, step
from records.links import connect
from records.ownership import hand_over_step, pass_on

if TYPE_CHECKING:
    from discrepancies.models import Discrepancy

OPEN = ("reported", "confirmed")
KEEPERS = ("configuration_manager",)
SECOND_PERSONS = (
    "shift_leader", "supervisor", "incident_manager", "problem_manager", "release_manager", "configuration_manager",
    "field_engineer", "second_line", "developer",
)  # fmt: skip


def is_the_reporter(discrepancy: "Discrepancy", by: User) -> Text:
    """Two people must have seen it: one may misread a plate."""
    if discrepancy.opened_by_id == by.pk:
        return _("You reported it yourself: somebody else confirms it.")
    return ""


class DiscrepancyLife(Life):
    @step(
        _("Confirm"), source="reported", target="confirmed", roles=SECOND_PERSONS, icon="checks", key="y",
        tone="primary", closed_to=is_the_reporter, sentence=_("confirmed what was observed"),
    )  # fmt: skip
    def confirm(self, *, by: User) -> None:
        self.confirmed_by, self.responded_at = by, timezone.now()

    @step(
        _("Correct the record"), source="confirmed", target="corrected", inputs=CorrectForm, roles=KEEPERS,
        icon="pencil-check", key="r", tone="primary", sentence=_("corrected the record to “%(corrected_to)s”"),
    )  # fmt: skip
    def correct(self, *, by: User, value: str = "") -> None:
        self.refuse_moved_on()
        self.corrected_to = (value or self.observed).strip()
        self.resolved_at = self.closed_at = timezone.now()

    @step(
        _("Dismiss"), source=OPEN, target="dismissed", inputs=DismissForm, roles=(*KEEPERS, "supervisor"),
        icon="ban", tone="danger", sentence=_("dismissed it: the record is right"),
    )  # fmt: skip
    def dismiss(self, *, by: User, reason: str) -> None:
        self.closed_at = timezone.now()

    hand_over = hand_over_step(source=OPEN, roles=(*KEEPERS, "supervisor"), inputs=HandOverAmongTheirOwnForm)
    after_hand_over = pass_on

    def after_register(self, *, by: User, **inputs: Any) -> None:
        if self.found_on is not None:
            connect(FOUND, earlier=self.found_on, later=self, by=by)

    def after_correct(self, *, by: User, **inputs: Any) -> None:
        """The item's own history tells who corrected what, and by which record."""
        trace = Trace(by=by, via=Via.DISCREPANCY, reference=self.number, note=self.evidence[:500])
        try:
            read = Lookup().read(self.attribute, self.corrected_to, item=self.item)
            if self.attribute.startswith(PREFIX):
                change_item(self.item, trace, attributes={self.attribute.removeprefix(PREFIX): read})
            else:
                change_item(self.item, trace, **{self.attribute: read})
        except ValidationError as refused:
            raise ValidationError({"value": refused.messages}) from refused

    def refuse_moved_on(self) -> None:
        """Raise ValidationError where somebody changed the record meanwhile to something else than was observed."""
        now = self.recorded_now()
        if now not in (self.recorded, self.observed):
            told = {"now": now or "–", "then": self.recorded or "–"}
            raise ValidationError(
                _now(
                    "Meanwhile the record says “%(now)s”, not “%(then)s”: look again, then dismiss this one."
                )
                % told
            )
