"""A change as the cause of an incident."""

from django.utils.translation import gettext as _

from changes.models import Change
from incidents.causes import Cause, register_cause
from incidents.models import Incident
from people.models import User
from records.errors import Refused


def _check(change: Change, incident: Incident, by: User) -> None:
    # An imported change knows when it was over, and not always when it began.
    if change.began_at is None and change.resolved_at is None:
        told = {"number": change.number}
        raise Refused(_("%(number)s was not begun: it cannot have caused anything.") % told, code="not_begun")


register_cause(Cause(kind="change", check=_check))
