"""The sampled call-back: whom an emergency affects, and how many of them are back to normal.

Customers are called by a sampled campaign (`outreach.sampling`): its seed is stored, and anybody can draw it again.
In a drill nobody is called: the same draw is made among the customers of its calls, and the outcomes are played.
"""

import secrets
from collections.abc import Iterator
from datetime import datetime, time
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from emergency.manning import in_each_language
from emergency.models import AttachedIncident, DrillCallBack
from outreach import reasons
from outreach.reasons import reason
from outreach.sampling import Rate, draw_sample, in_order, rate_of
from outreach.sources import Affected, Source, register_source
from outreach.weekdays import EVERY
from people.accounts import system_user
from people.models import User
from records.models import Record

if TYPE_CHECKING:
    from emergency.models import Emergency

Outcome = DrillCallBack.Outcome
# An emergency is over when it is over: its customers are called at any hour.
AT_ANY_HOUR: dict[str, Any] = {
    "days": EVERY,
    "opens_at": time(0, 0),
    "closes_at": time(23, 59),
    "follows_calendar": False,
    "retry_minutes": 10,
}


def of_emergency(record: Record) -> Iterator[Affected]:
    """Who reported an attached incident."""
    emergency = cast("Emergency", record)
    rows = AttachedIncident.objects.filter(emergency=emergency, incident__customer__isnull=False)
    for row in rows.select_related("incident").order_by("pk"):
        one = row.incident
        told = reason(reasons.REPORTED, number=one.number)
        assert one.customer_id is not None
        yield Affected(
            one.customer_id, told, contact_id=one.contact_id, item_id=one.item_id, incident_id=one.pk
        )


EMERGENCY = register_source(Source("emergency", of_emergency))


def affected_customers(emergency: "Emergency", until: datetime | None = None) -> list[int]:
    """Keys of the customers of the attached incidents; in a drill, of its calls until then."""
    if emergency.drill is not None:
        until = until or emergency.sampled_at or timezone.now()
        heard: Any = emergency.drill.calls.filter(started_at__lte=until, customer__isnull=False)
        return sorted(set(heard.values_list("customer", flat=True)))
    rows = AttachedIncident.objects.filter(emergency=emergency, incident__customer__isnull=False)
    return sorted(set(rows.values_list("incident__customer", flat=True)))


def draw(emergency: "Emergency", *, by: User) -> None:
    """Draw the sample of this round. Sets columns of the emergency. Raises Refused where nobody can be called."""
    size = emergency.plan_version.sample_size
    if not size or not affected_customers(emergency):
        return
    if emergency.drill is not None:
        emergency.sample_seed = secrets.token_hex(8)
        for position, customer in enumerate(_order(emergency)[:size]):
            _add(emergency, position, customer)
        return
    writer = by if by.rights.may("campaign", "register") else system_user()
    percent = emergency.plan_version.recovery_percent
    emergency.sample_campaign = draw_sample(
        emergency, by=writer, size=size, threshold_percent=percent, service=emergency.service, **AT_ANY_HOUR
    )
    emergency.sample_seed = emergency.sample_campaign.seed


def recovery(emergency: "Emergency") -> Rate | None:
    """How the sample of this round stands; None where there is none to be asked, or it is not drawn yet."""
    if emergency.sample_campaign is not None:
        return rate_of(emergency.sample_campaign)
    rows = list(played(emergency).values_list("outcome", flat=True))
    if not rows:
        return None
    return Rate(
        size=min(emergency.plan_version.sample_size, len(affected_customers(emergency))),
        recovered=rows.count(Outcome.RECOVERED),
        broken=rows.count(Outcome.DISTURBED),
        waiting=rows.count(Outcome.OPEN),
        unreached=rows.count(Outcome.UNREACHED),
        threshold=emergency.plan_version.recovery_percent,
    )


def played(emergency: "Emergency") -> Any:
    """A drill's call-backs of this round, in the order of the draw."""
    rows = emergency.call_backs.filter(round=emergency.reversions)
    return rows.select_related("customer", "called_by").order_by("position")


def play(
    emergency: "Emergency", call: DrillCallBack, outcome: str, words: str, *, by: User
) -> dict[str, Any]:
    """Write a drill's outcome down; who is not reached is followed by the next one. Answers what the journal tells."""
    call = DrillCallBack.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if (call.emergency_id, call.round) != (emergency.pk, emergency.reversions):
        raise ValidationError({"call": _("This customer is not in the sample.")})
    if call.outcome != Outcome.OPEN:
        raise ValidationError({"call": _("This customer has been called back already.")})
    call.outcome, call.note, call.called_by, call.called_at = outcome, words, by, timezone.now()
    call.save()
    if outcome == Outcome.UNREACHED:
        _draw_next(emergency)
    told = {"customer_called": [None, {"id": call.customer_id, "label": str(call.customer)}]}
    return {**told, "outcome": [None, _in_words(outcome)]}


def _in_words(outcome: str) -> dict[str, str]:
    """The outcome as a journal keeps it, for readers of every language."""
    words = in_each_language(lambda: [str(Outcome(outcome).label)])
    return {"label": words["en"][0], "zh_hans": words["zh-hans"][0], "zh_hant": words["zh-hant"][0]}


def _order(emergency: "Emergency") -> list[int]:
    keys = (str(key) for key in affected_customers(emergency))
    return [int(key) for key in in_order(emergency.sample_seed, keys)]


def _add(emergency: "Emergency", position: int, customer: int) -> DrillCallBack:
    return DrillCallBack.objects.create(
        emergency=emergency, round=emergency.reversions, position=position, customer_id=customer
    )


def _draw_next(emergency: "Emergency") -> None:
    order, position = _order(emergency), played(emergency).count()
    if position < len(order):
        _add(emergency, position, order[position])
