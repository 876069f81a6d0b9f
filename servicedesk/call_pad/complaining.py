"""A caller who wants to complain: his words become a complaint, about the record that the agent names, if any.

What he complains of keeps no trace of it: the call belongs to the complaint alone, and is seen by whoever sees that.
"""

from dataclasses import dataclass
from typing import Any

from calls.models import Call
from complaints.models import Complaint
from people.models import User
from records.actions import register
from records.models import Record
from servicedesk.call_pad.log import Talk, fitted, once, write_call

OUTCOME = "complaint"
ASKED = ("title", "description", "contact", "customer", "site", "service", "impact", "urgency")
# What the record it is about knows, where the call did not say it.
HANDED_ON = ("customer", "site", "contact", "service")


@dataclass(frozen=True, kw_only=True)
class Grievance:
    """What it is about, as the caller says. The person never learns of it."""

    about: str = Complaint.About.OTHER
    person: User | None = None
    record: Record | None = None


def log_complaint(talk: Talk, grievance: Grievance, *, by: User) -> Call:
    """The call and the complaint it brought, once per key. Raises Forbidden, ValidationError.

    Who takes down a complaint about himself has a call that led to nothing: the complaint is out of his sight at once.
    """

    def write(told: Talk) -> Call:
        complaint = register(Complaint, by=by, **_fields(told, grievance))
        return write_call(told, by, None if grievance.person == by else complaint)

    return once(talk, by, write)


def _fields(talk: Talk, grievance: Grievance) -> dict[str, Any]:
    fields = {name: getattr(talk, name) for name in ASKED}
    if grievance.record is not None:
        fields |= {name: getattr(grievance.record, name) for name in HANDED_ON if fields[name] is None}
        fields["title"] = fields["title"] or grievance.record.title
    fields["title"], fields["description"] = fitted(fields["title"], talk.description)
    return fields | {
        "about": grievance.about or Complaint.About.OTHER,
        "about_person": grievance.person,
        "about_record": grievance.record,
    }
