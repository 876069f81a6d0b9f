"""Open incidents that may be the same fault, beside an incident: one key attaches this one to another."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from incidents.duplicates import Report, similar_open
from incidents.models import Incident
from people.models import User
from records.kinds import Panel
from records.models import Record


def similar_to(record: Record, user: User) -> dict[str, Any] | None:
    """Nothing for what is no longer open, or stands below a parent already."""
    assert isinstance(record, Incident)
    if not record.is_open or record.parent_id is not None:
        return None
    report = Report(
        text=f"{record.title}\n{record.description}",
        contact_id=record.contact_id,
        customer_id=record.customer_id,
        service_id=record.service_id,
        except_ids=frozenset({record.pk}),
    )
    found = similar_open(user, report)
    return {"similar": found, "may_attach": user.rights.may("incident", "attach")} if found else None


SIMILAR = Panel(
    name="similar",
    title=_("Similar open incidents"),
    template="incidents/similar_panel.html",
    context=similar_to,
    position=30,
)
