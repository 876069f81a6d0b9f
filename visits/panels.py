"""What stands beside a visit, and beside a record that visits are made for."""

from typing import Any, cast

from django.utils.translation import gettext_lazy as _

from people.models import User
from records.kinds import Panel, register_panel
from records.models import Record
from records.sight import sees_internal
from visits.aftermath import failed_lately
from visits.models import Visit, VisitRules
from visits.nearest import nearest_for


def nearest_to(record: Record, user: User) -> dict[str, Any] | None:
    """Before an engineer is sent: who should go, and why he."""
    assert isinstance(record, Visit)
    if record.state != "requested" or not user.rights.may("visit", "dispatch"):
        return None
    return {"answer": nearest_for(record)}


def visits_of(record: Record, user: User) -> dict[str, Any] | None:
    """The visits for a record, newest first; whether they fail; and the way to a further one."""
    if record.kind == "visit" or not sees_internal(user.rights, record.kind):
        return None
    # The manager is inherited, and django-stubs reads it as that of Record.
    rows = cast("Any", Visit.objects.visible_to(user)).filter(for_record=record.pk).select_related("engineer")
    visits = list(rows.order_by("-pk")[:8])
    may_ask = record.is_open and user.rights.may("visit", "register")
    if not visits and not may_ask:
        return None
    failed = failed_lately(record.pk) if visits else 0
    rules = VisitRules.current() if failed else VisitRules()
    is_flagged = failed >= rules.failed_visits
    may_open = record.kind == "incident" and user.rights.may("problem", "register")
    return {
        "visits": visits,
        "may_ask": may_ask,
        "failed": failed,
        "rules": rules,
        "is_flagged": is_flagged,
        "may_open_problem": is_flagged and may_open,
    }


NEAREST = Panel(
    name="nearest",
    title=_("Nearest free engineer"),
    template="visits/nearest_panel.html",
    context=nearest_to,
    position=10,
)
VISITS = register_panel(
    Panel(
        name="visits", title=_("Visits"), template="visits/visits_panel.html", context=visits_of, position=13
    )
)
