"""How many of the day's callers were helped at once: the share of first-call resolution."""

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from calls.models import Call
from people.models import User
from servicedesk.board.moments import Moment
from servicedesk.board.shares import of_words, share
from servicedesk.call_list.selection import Selection

IN = Call.Direction.IN


def answered(user: User, moment: Moment) -> list[dict[str, Any]]:
    """The tile, as `{% figure %}` takes it, for whoever may open the list of calls. One query."""
    if not user.rights.may("call", "see"):
        return []
    today, earlier = _day(moment), _day(moment.week_before)
    at_once = Q(is_first_call_resolution=True)
    counted = (
        Call.objects.visible_to(user)
        .filter(today | earlier, direction=IN)
        .order_by()
        .aggregate(
            calls=Count("pk", filter=today),
            answered=Count("pk", filter=today & at_once),
            calls_before=Count("pk", filter=earlier),
            answered_before=Count("pk", filter=earlier & at_once),
        )
    )
    told = {
        "count": counted["answered"],
        "value": share(counted["answered"], counted["calls"]),
        "unit": "%",
        "before": share(counted["answered_before"], counted["calls_before"]),
        "note": of_words(counted["answered"], counted["calls"]),
    }
    return [place | told for place in answered_place(user, moment)]


def answered_place(user: User, moment: Moment) -> list[dict[str, Any]]:
    """The tile with its list and without its number, for the same people. No query."""
    if not user.rights.may("call", "see"):
        return []
    return [
        {
            "name": "answered",
            "label": _("Answered at once"),
            "icon": "checks",
            "good": "up",
            "href": _list(user, moment).url(),
        }
    ]


def _day(moment: Moment) -> Q:
    return Q(started_at__gte=moment.day_start, started_at__lt=moment.at)


def _list(user: User, moment: Moment) -> Selection:
    return Selection(
        user=user, on=moment.day_start.date(), until=moment.at, direction=str(IN), result="answered"
    )
