"""The directory: whom one may look up, and how an entry is kept, with its line in the log."""

from typing import TypeVar

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from people import access_log
from people.forms.lossless import LosslessForm
from people.models import AccessLog, Contact, Customer, Scope, User

M = TypeVar("M", bound=Model)


def customers_for(user: User) -> QuerySet[Customer]:
    return _within(Customer.objects.all(), user, "pk")


def contacts_for(user: User) -> QuerySet[Contact]:
    return _within(Contact.objects.all(), user, "customer")


def _within(rows: QuerySet[M], user: User, customer: str) -> QuerySet[M]:
    scopes = user.rights.scopes_for("customers")
    if Scope.ALL in scopes:
        return rows
    if Scope.CUSTOMER in scopes:
        return rows.filter(Q(**{f"{customer}__in": user.rights.customer_ids}))
    return rows.none()


@transaction.atomic
def keep(form: LosslessForm[M], *, by: User, request: HttpRequest) -> M:
    """Save a valid form and write down who changed what. A form that changes nothing writes nothing."""
    is_new = form.instance.pk is None
    changes = form.told_changes()
    row = form.save()
    event = AccessLog.Event.CREATED if is_new else AccessLog.Event.CHANGED
    if is_new or changes:
        access_log.note(event, by=by, subject=row, changes=changes, request=request)
    return row
