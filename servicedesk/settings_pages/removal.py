"""Taking a row away, which goes only where nothing uses it."""

from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError, RestrictedError
from django.http import HttpRequest

from people import access_log
from people.models import AccessLog, User
from servicedesk.settings_pages.uses import uses_of


def take_away(row: Model, *, by: User, request: HttpRequest | None = None) -> bool:
    """False where something uses it. Asked beforehand: Django would load every row that stands in the way."""
    if any(use.is_blocking for use in uses_of(row, by)):
        return False
    try:
        with transaction.atomic():
            access_log.note(AccessLog.Event.REMOVED, by=by, subject=row, request=request)
            row.delete()
    except (ProtectedError, RestrictedError, IntegrityError):
        return False
    return True
