"""What both sources say of an incident's past in the same way."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from people.models import Team
from records.bulk import PastStep

LONGEST_TITLE = 250
# Being given to a team is no response; work, waiting for somebody and an end are.
UNANSWERED = {"new", "assigned"}
STILL_OPEN = {"new", "assigned", "in_progress"}


def seen(row: Team | None) -> dict[str, Any] | None:
    """A row as the journal keeps it: readable when the row is gone."""
    return {"id": row.pk, "label": row.name} if row else None


def responded_at(past: Iterable[PastStep], opened_at: datetime) -> datetime | None:
    first = next((step.at for step in past if step.to_state not in UNANSWERED), None)
    return max(first, opened_at) if first else None


def final_state(*, closed_at: datetime | None, resolved_at: datetime | None, last: str) -> str:
    """The incident's own row decides how it ended. What is still open comes back to its team, not on hold."""
    if closed_at:
        return "closed"
    if resolved_at:
        return "resolved"
    return last if last in STILL_OPEN else "assigned"


def about(*names: str | None) -> str:
    """A title of the given names: neither source has words of its own for what was wrong."""
    return " ".join(name for name in names if name)[:LONGEST_TITLE]


def told(facts: dict[str, Any]) -> str:
    """What a source says beyond our columns, under its own headings: found by the word search."""
    return "\n".join(f"{heading}: {value}" for heading, value in facts.items() if value is not None)
