"""Which calls a list holds, as its address tells them: of a day, of mine, of a customer, by way and result."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.db.models import Avg, Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.models import Call, CallQuerySet
from people.directory import customers_for
from people.models import Customer, User

EVER = "ever"
RESULTS = {
    "record": (gettext_lazy("led to a record"), Q(record__isnull=False)),
    "answered": (gettext_lazy("answered at once"), Q(is_first_call_resolution=True)),
    "noted": (gettext_lazy("only noted"), Q(record__isnull=True, is_first_call_resolution=False)),
}
DIRECTIONS = dict(Call.Direction.choices)


class BadSelection(BadRequest):
    """A filter that cannot be read. HTTP 400, with a sentence for the reader."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.reader = _("The filter “%(name)s” does not know this value.") % {"name": name}
        super().__init__(self.reader)


@dataclass(frozen=True, kw_only=True)
class Selection:
    """`on` None means every day."""

    user: User
    on: date | None
    since: datetime | None = None
    until: datetime | None = None
    is_mine: bool = False
    direction: str = ""
    result: str = ""
    customer: Customer | None = None

    def calls(self) -> CallQuerySet:
        """What the selection holds of what the person may see."""
        found = self.of_day()
        if self.direction:
            found = found.filter(direction=self.direction)
        return found.filter(RESULTS[self.result][1]) if self.result else found

    def of_day(self) -> CallQuerySet:
        """Before direction and result narrow it: what the figures count within."""
        found: CallQuerySet = Call.objects.visible_to(self.user)
        if self.on is not None:
            found = found.filter(
                started_at__gte=_start(self.on), started_at__lt=_start(self.on + timedelta(1))
            )
        if self.since is not None:
            found = found.filter(started_at__gte=self.since)
        if self.until is not None:
            found = found.filter(started_at__lt=self.until)
        if self.is_mine:
            found = found.filter(agent=self.user)
        return found.filter(customer=self.customer) if self.customer else found

    def figures(self) -> dict[str, Any] | None:
        """Counts of one day, in one query; of every day nobody waits for them."""
        if self.on is None:
            return None
        counts = {f"n_{name}": Count("pk", filter=condition) for name, (_label, condition) in RESULTS.items()}
        ways = {f"n_{way}": Count("pk", filter=Q(direction=way)) for way in DIRECTIONS}
        counted = self.of_day().order_by().aggregate(**ways, **counts, n_seconds=Avg("handle_seconds"))
        return {name.removeprefix("n_"): count for name, count in counted.items()}

    def url(self, **changed: Any) -> str:
        told = replace(self, **changed)
        on = EVER if told.on is None else told.on.isoformat() if told.on != timezone.localdate() else ""
        parameters = {
            "on": on,
            "since": told.since.isoformat() if told.since else "",
            "until": told.until.isoformat() if told.until else "",
            "whose": "mine" if told.is_mine else "",
            "direction": told.direction,
            "result": told.result,
            "customer": str(told.customer.pk) if told.customer else "",
        }
        query = urlencode({name: value for name, value in parameters.items() if value})
        return f"{reverse('desk:calls')}?{query}" if query else reverse("desk:calls")


def read(given: Any, user: User) -> Selection:
    """Raises BadSelection (400), which names the filter that cannot be read."""
    customer = _customer(given.get("customer", ""), user)
    return Selection(
        user=user,
        on=_day(given.get("on") or (EVER if customer else "")),
        since=_moment("since", given.get("since", "")),
        until=_moment("until", given.get("until", "")),
        is_mine=_one_of(given, "whose", ("mine",)) == "mine",
        direction=_one_of(given, "direction", DIRECTIONS),
        result=_one_of(given, "result", RESULTS),
        customer=customer,
    )


def _one_of(given: Any, name: str, allowed: Any) -> str:
    value = str(given.get(name, ""))
    if value and value not in allowed:
        raise BadSelection(name)
    return value


def _day(text: str) -> date | None:
    if text == EVER:
        return None
    try:
        found = parse_date(text) if text else timezone.localdate()
    except ValueError:
        found = None
    if found is None or not date(1970, 1, 2) <= found <= date(9000, 1, 1):
        raise BadSelection("on")
    return found


def _moment(name: str, text: str) -> datetime | None:
    """A moment with its zone; an unescaped "+" of that arrives as a space."""
    if not text:
        return None
    try:
        found = parse_datetime(text.replace(" ", "+"))
        local = timezone.localtime(found) if found else None
    except (ValueError, OverflowError):  # no date, no zone, or beyond the ends of the calendar here
        local = None
    if local is None:
        raise BadSelection(name)
    return local


def _customer(text: str, user: User) -> Customer | None:
    """Invisible is absent, and absent cannot be read."""
    if not text:
        return None
    is_key = text.isascii() and text.isdigit() and len(text) < 19
    found = customers_for(user).filter(pk=text).first() if is_key else None
    if found is None:
        raise BadSelection("customer")
    return found


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
