"""Which items somebody sees: all, those of his own customers, or none."""

from django.db.models import QuerySet

from cmdb.models import ConfigurationItem
from people.models import Scope, User

AREA = "items"


def items_for(user: User) -> QuerySet[ConfigurationItem]:
    rows, rights = ConfigurationItem.objects.all(), user.rights
    scopes = rights.scopes_for(AREA)
    if Scope.ALL in scopes:
        return rows
    if Scope.CUSTOMER in scopes:
        return rows.filter(customer__in=rights.customer_ids)
    return rows.none()


def sees_all(user: User) -> bool:
    return Scope.ALL in user.rights.scopes_for(AREA)
