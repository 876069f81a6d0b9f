"""Escalation by clock: how far up an incident goes by itself, held as data."""

from typing import TYPE_CHECKING

from incidents.models.escalation import EscalationRule
from records.timing import SHARES

if TYPE_CHECKING:
    from records.models import Clock, Record


def level_for(record: "Record", clock: "Clock") -> int:
    """The level the rules ask for at the stage the clock has reached; 0 where none does."""
    reached = round(SHARES[clock.Stage(clock.stage)] * 100)
    rules = EscalationRule.objects.filter(metric=clock.metric, priority=record.priority, percent__lte=reached)
    return max(rules.values_list("level", flat=True), default=0)
