"""What an emergency was, in figures: how long each stage took, how many called, whom it touched, what is left to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from emergency.ending import asked_until
from emergency.reports import reports
from emergency.sample import recovery
from outreach.sampling import Rate

if TYPE_CHECKING:
    from emergency.models import Emergency


@dataclass(frozen=True)
class Span:
    """One stage: what took so long, from when to when. `seconds` is None until both are known."""

    name: str
    label: str
    start: datetime | None
    end: datetime | None

    @property
    def seconds(self) -> int | None:
        if self.start is None or self.end is None:
            return None
        return max(round((self.end - self.start).total_seconds()), 0)

    @property
    def took(self) -> timedelta | None:
        return timedelta(seconds=self.seconds) if self.seconds is not None else None


@dataclass(frozen=True)
class Report:
    """`calls` and `customers` from the first call to the end, or to now; `rate` of the sample, where one was drawn."""

    spans: list[Span]
    calls: int
    customers: int
    incidents: int
    settled: int
    called: int
    answered: int
    restarts: int
    rate: Rate | None

    def span(self, name: str) -> Span:
        return next(span for span in self.spans if span.name == name)


def report_of(emergency: "Emergency") -> Report:
    """The figures as they stand. A dozen queries, however many called."""
    heard = reports(*_between(emergency), emergency.drill)
    lines = emergency.called.filter(substitute__isnull=True)
    attached = emergency.attached
    return Report(
        spans=list(spans(emergency)),
        calls=heard.count,
        customers=len(heard.customers),
        incidents=attached.count(),
        settled=attached.filter(settled_at__isnull=False).count(),
        called=lines.count(),
        answered=lines.filter(answered_at__isnull=False).count(),
        restarts=emergency.quiet_restarts,
        rate=recovery(emergency),
    )


def spans(emergency: "Emergency") -> Iterator[Span]:
    """Detect, propose, sign, man, contain, verify, end, and the whole, in this order."""
    first, opened = emergency.first_call_at, emergency.opened_at
    proposed, signed = emergency.proposed_at, emergency.signed_at
    contained, ended = emergency.contained_at, emergency.ended_at
    verified = emergency.verified_at or _verified(emergency)
    yield Span("detect", _("from the first call to the proposal prepared"), first, opened)
    yield Span("propose", _("from prepared to proposed"), opened, proposed)
    yield Span("sign", _("from proposed to in force"), proposed, signed)
    yield Span("man", _("from in force until everybody answered"), signed, emergency.manned_at)
    yield Span("contain", _("from in force to contained"), signed, contained)
    yield Span("verify", _("from contained to the last answer of the sample"), contained, verified)
    yield Span("end", _("from contained to the end"), contained, ended)
    yield Span("whole", _("from the first call to the end"), first, ended)


def open_actions(emergency: "Emergency") -> Any:
    """The follow-ups that are still to be answered."""
    rows = emergency.follow_ups.filter(answered_at__isnull=True, withdrawn_at__isnull=True)
    return rows.select_related("asked_of", "asked_by").order_by("due_at", "pk")


def _verified(emergency: "Emergency") -> datetime | None:
    rate = recovery(emergency)
    return asked_until(emergency) if rate is not None and rate.is_complete else None


def _between(emergency: "Emergency") -> tuple[Any, datetime, datetime]:
    """The service, from just before the first call, to the end."""
    begin = (emergency.first_call_at or emergency.opened_at) - timedelta(seconds=1)
    return emergency.service, begin, emergency.ended_at or timezone.now()
