"""What a problem and its incidents show of each other."""

from typing import Any

from django.db.models import Count, Max, Min, Q
from django.utils.translation import gettext_lazy as _

from people.models import User
from problems.links import EXPLAINS
from problems.models import Problem
from records.kinds import Panel, register_panel
from records.models import Record
from records.models.links import Link
from records.sight import sees_internal

MOST_SHOWN = 8
OPEN = Q(resolved_at__isnull=True, closed_at__isnull=True)


def incidents_of(record: Record, user: User) -> dict[str, Any]:
    """The newest of those this person sees, and how many there are: every number is a list he can open."""
    assert isinstance(record, Problem)
    seen = record.incidents.visible_to(user)
    counted = seen.aggregate(
        all=Count("pk"),
        open=Count("pk", filter=OPEN),
        customers=Count("customer", distinct=True),
        first=Min("opened_at"),
        last=Max("opened_at"),
    )
    newest = seen.select_related("customer", "assignee").order_by("-opened_at", "-pk")[:MOST_SHOWN]
    return {"counted": counted, "incidents": list(newest), "has_more": counted["all"] > MOST_SHOWN}


def problem_of(record: Record, user: User) -> dict[str, Any] | None:
    """The problems that explain an incident; and the way to one, where there is none and he may open it."""
    if record.kind != "incident" or not sees_internal(user.rights, "incident"):
        return None
    may = {
        "may_open": user.rights.may("problem", "register") and user.rights.may("problem", "add_incidents"),
        "may_add": user.rights.may("problem", "add_incidents"),
    }
    links = Link.objects.filter(earlier=record.pk, type=EXPLAINS.name)
    seen: Any = Problem.objects.visible_to(user).filter(pk__in=links.values("later"))
    found = list(seen.select_related("assignee", "team").order_by("-pk"))
    return {"problems": found, **may} if found or may["may_add"] else None


INCIDENTS = Panel(
    name="incidents",
    title=_("Incidents it explains"),
    template="problems/incidents_panel.html",
    context=incidents_of,
    position=10,
)
PROBLEM = register_panel(
    Panel(
        name="problem",
        title=_("Problem"),
        template="problems/problem_panel.html",
        context=problem_of,
        position=12,
    )
)
