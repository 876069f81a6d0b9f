"""Rows of who gets a release, and what became of it there. Called inside steps, under the release's row lock."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Customer, User
from records import journal
from records.errors import Refused

MOST_NAMED = 12
TIMES = ("deployed_at", "verified_at", "faulty_at", "reverted_at")
# Nothing new goes out once it is stopped; what is out can still be verified or taken back.
SPREADING = ("piloting", "rolling_out")
# What a deployment may be noted as, by what it is now.
FOLLOWS = {
    "pending": {"deployed"},
    "deployed": {"verified", "faulty", "reverted"},
    "verified": {"faulty", "reverted"},
    "faulty": {"verified", "reverted"},
    "reverted": {"deployed"},
}


def name_pilots(release: Any, customers: Iterable[Customer]) -> None:
    from releases.models import Deployment

    rows = [Deployment(release_id=release.pk, customer=customer, is_pilot=True) for customer in customers]
    Deployment.objects.bulk_create(rows, ignore_conflicts=True)


def drop_pilots(release: Any, customers: Iterable[Customer]) -> None:
    release.deployments.filter(customer__in=list(customers)).delete()


def add_everybody_else(release: Any) -> None:
    """Every customer of its services who is not in the pilot group is now to get it."""
    from releases.models import Deployment

    others = Customer.objects.filter(services__in=release.service_ids(), is_active=True).distinct()
    missing = others.exclude(pk__in=release.deployments.values("customer"))
    rows = [Deployment(release_id=release.pk, customer=customer) for customer in missing]
    Deployment.objects.bulk_create(rows, ignore_conflicts=True)


def note(release: Any, customers: list[Customer], status: str, at: datetime | None, *, by: User) -> None:
    """Write down what became of it at these customers; all or none. What is noted so already stays as it is.

    Raises Refused where nothing more goes out, ValidationError where one of them cannot follow or has no deployment.
    """
    if status == "deployed" and release.state not in SPREADING:
        told = {"number": release.number, "state": release.state_label}
        raise Refused(_("%(number)s is %(state)s: nothing more of it is deployed.") % told, code="stopped")
    moment = _moment(release, at)
    rows = list(release.deployments.select_related("customer").filter(customer__in=customers))
    _refuse_strangers(rows, customers)
    rows = [row for row in rows if row.status != status]
    _refuse_leaps(rows, status)
    for row in rows:
        _change(row, status, moment, by)
    # Two tools at once wait for each other at the release's own row.
    release.deployments.bulk_update(rows, [*TIMES, "status", "noted_by"])


def _moment(release: Any, at: datetime | None) -> datetime:
    now = timezone.now()
    if at is not None and at > now:
        raise ValidationError({"at": _("This time is still to come: give the one when it happened.")})
    if at is not None and at < release.pilot_started_at:
        raise ValidationError({"at": _("The pilot had not begun by then: give a later time.")})
    return at or now


def _refuse_strangers(rows: list[Any], customers: list[Customer]) -> None:
    there = {row.customer_id for row in rows}
    if strangers := [one.code for one in customers if one.pk not in there]:
        told = {"codes": ", ".join(strangers[:MOST_NAMED])}
        raise ValidationError({"customers": _("It is not meant for these customers now: %(codes)s.") % told})


def _refuse_leaps(rows: list[Any], status: str) -> None:
    leaps = [row for row in rows if status not in FOLLOWS[row.status]]
    if leaps:
        told = {"code": leaps[0].customer.code, "status": leaps[0].get_status_display()}
        raise ValidationError({"status": _("At %(code)s it is “%(status)s”: this cannot follow.") % told})


def _change(row: Any, status: str, at: datetime, by: User) -> None:
    row.status, row.noted_by = status, by
    setattr(row, f"{status}_at", at)
    if status == "deployed":
        row.verified_at = row.faulty_at = row.reverted_at = None


def tell(release: Any, event: str, customers: Iterable[Customer], *, by: User) -> None:
    """One line of the journal for all of them."""
    codes = [customer.code for customer in customers]
    shown = ", ".join(codes[:MOST_NAMED]) + (
        f" +{len(codes) - MOST_NAMED}" if len(codes) > MOST_NAMED else ""
    )
    if codes:
        told = {"customers": [None, shown]}
        journal.write(
            release, event, by=by, via=journal.door_of_last(release), from_state=release.state, changes=told
        )
