"""What stands beside a complaint, and the way to one from any other record."""

from typing import Any, cast
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from complaints.models import Complaint
from complaints.repeats import seen_by
from people.models import User
from records.kinds import Panel, register_panel
from records.models import Record

MOST_SHOWN = 6
HANDED_ON = ("customer", "site", "contact", "service")


def overview_of(record: Record, user: User) -> dict[str, Any]:
    """How long it is open, since when it is with the director, and what was promised."""
    assert isinstance(record, Complaint)
    return {"complaint": record}


def before_of(record: Record, user: User) -> dict[str, Any] | None:
    """Others of the same customer or about the same person, as far as this reader sees them."""
    assert isinstance(record, Complaint)
    alike = Q(pk__in=[])
    if record.customer_id:
        alike |= Q(customer=record.customer_id)
    if record.about_person_id:
        alike |= Q(about_person=record.about_person_id)
    found = seen_by(user).filter(alike).exclude(pk=record.pk).select_related("cause")
    others = list(found.order_by("-opened_at", "-pk")[:MOST_SHOWN])
    return {"complaints": others, "complaint": record} if others else None


def complaints_about(record: Record, user: User) -> dict[str, Any] | None:
    """Those that this reader sees, and the way to a new one: the same for who sees none as where there is none."""
    if record.kind == "complaint":
        return None
    found = cast("Any", seen_by(user)).filter(about_record=record.pk) if _sees_any(user) else []
    complaints = list(found)[:MOST_SHOWN]
    may_open = user.rights.may("complaint", "register")
    if not complaints and not may_open:
        return None
    return {"complaints": complaints, "may_open": may_open, "new_url": new_url(record)}


def new_url(record: Record) -> str:
    """The form of a new complaint, with what the record knows already."""
    known = {name: getattr(record, f"{name}_id") for name in HANDED_ON if getattr(record, f"{name}_id")}
    address = reverse("desk:register", kwargs={"kind": "complaint"})
    return f"{address}?{urlencode({'about_record': record.pk, **known})}"


def _sees_any(user: User) -> bool:
    return bool(user.rights.scopes_for("complaint"))


OVERVIEW = Panel(
    name="complaint_week",
    title=_("Its week"),
    template="complaints/week_panel.html",
    context=overview_of,
    position=8,
)
BEFORE = Panel(
    name="complaints_before",
    title=_("Other complaints"),
    template="complaints/before_panel.html",
    context=before_of,
    position=30,
)
COMPLAINTS = register_panel(
    Panel(
        name="complaints",
        title=_("Complaints"),
        template="complaints/about_panel.html",
        context=complaints_about,
        position=60,
    )
)
