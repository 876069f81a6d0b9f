"""How the complaints stand: those with the director with what they wait for, the others, and what comes again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.models import Complaint
from complaints.repeats import Repeat, by_cause, by_customer, by_person, lately, seen_by, since
from people.models import User
from records.chain import Node, chain_of
from records.kinds import kind_named
from servicedesk.queues.counting import queue_count, queue_url

MOST_WITH_DIRECTOR = 10
MOST_OTHERS = 20
MOST_UNASKED = 8
ASKED_WITHIN_WEEKS = 8
KIND = "complaint"


@dataclass(frozen=True)
class Line:
    """A complaint with the director, the link of its chain that all wait for, and how many there are in it."""

    complaint: Complaint
    blocking: Node | None
    others: int


def standing(user: User) -> dict[str, Any]:
    """Everything on the page, of what this person sees."""
    open_ones = seen_by(user).filter(closed_at__isnull=True)
    shown = open_ones.select_related(
        "customer", "owner", "assignee", "about_person", "contact", "about_record"
    )
    at_the_top = shown.filter(reached_director_at__isnull=False).order_by("week_since", "pk")
    others = shown.filter(reached_director_at__isnull=True).order_by("week_since", "pk")
    rights = user.rights
    return {
        "figures": figures(user, open_ones),
        "lines": [_line(one, user) for one in at_the_top[:MOST_WITH_DIRECTOR]],
        "others": list(others[:MOST_OTHERS]),
        "all_url": queue_url(KIND),
        "escalated_url": queue_url(KIND, show="escalated"),
        "may_take_over": rights.may(KIND, "take_over"),
        "may_write": rights.may(KIND, "write_to_customer"),
        "may_ask": rights.may(KIND, "remark"),
        "may_register": rights.may(KIND, "register"),
        "may_rate": rights.may(KIND, "rate"),
        "unasked": list(_unasked(user)),
        "repeats": [
            (_("By customer"), _opened("customer", by_customer(user)), _("No customer complained twice.")),
            (
                _("By person"),
                _opened("about_person", by_person(user)),
                _("Nobody was complained about twice."),
            ),
            (_("By cause"), _opened("cause", by_cause(user)), _("No cause is known yet.")),
        ],
    }


def _opened(filter_name: str, rows: list[Repeat]) -> list[dict[str, Any]]:
    """Each number opens the list it counts."""
    return [
        {
            "subject": row.subject,
            "count": row.count,
            "open": row.open,
            "url": _listed(**{filter_name: row.subject.pk}),
        }
        for row in rows
    ]


def _listed(**narrowed: Any) -> str:
    """The list of what `complaints.repeats.lately` counts: all but those that another one took in."""
    counted = [state for state in kind_named(KIND).states if state != "merged"]
    return queue_url(KIND, show="all", opened_from=since(), state=counted, **narrowed)


def _unasked(user: User) -> Any:
    """Closed in the last weeks, and nobody has asked the customer yet how content he is."""
    recent = seen_by(user).filter(state="closed", satisfaction__isnull=True, closed_at__gte=_weeks_ago())
    return recent.select_related("customer", "contact").order_by("closed_at", "pk")[:MOST_UNASKED]


def _weeks_ago() -> datetime:
    return timezone.now() - timedelta(weeks=ASKED_WITHIN_WEEKS)


def _line(complaint: Complaint, user: User) -> Line:
    chain = chain_of(complaint, user)
    return Line(complaint, chain.blocking, len(chain.nodes) - 1)


def figures(user: User, open_ones: Any) -> list[dict[str, Any]]:
    """Each number opens the list it counts."""
    counted = open_ones.aggregate(
        unacknowledged=Count("pk", filter=Q(state="received")),
    )
    content = lately(user).aggregate(mean=Avg("satisfaction"), asked=Count("satisfaction"))
    return [
        _figure(_("Open"), queue_count(user, KIND), queue_url(KIND), "folder-open"),
        _figure(
            _("Escalated"),
            queue_count(user, KIND, show="escalated"),
            queue_url(KIND, show="escalated"),
            "arrow-up-circle",
            "alarm",
        ),
        _figure(
            _("Overdue"), queue_count(user, KIND, show="overdue"), queue_url(KIND, show="overdue"),
            "alert-triangle", "alarm",
        ),
        _figure(
            _("Not acknowledged"), counted["unacknowledged"], queue_url(KIND, state="received"), "mail", "waiting"
        ),
        _figure(
            _("Satisfaction, 90 days"), f"{content['mean']:.1f}" if content["asked"] else None,
            _listed(satisfaction="told"), "mood-check",
        ),
    ]  # fmt: skip


def _figure(label: str, value: Any, href: str, icon: str, tone: str = "") -> dict[str, Any]:
    return {"label": label, "value": value, "href": href, "icon": icon, "tone": tone if value else ""}
