"""What a door raises becomes a page or a fragment that says why. REST has answers of its own and never comes here."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from records.errors import Forbidden, Refused, Stale
from servicedesk.encoding import broken_field
from servicedesk.errors import trouble
from servicedesk.preferences import back

Respond = Callable[[HttpRequest], HttpResponse]


class DoorRefusals:
    """Middleware. A view that wants to show its form again catches the exception itself."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """REST decodes by itself, and refuses in its own words."""
        name = "" if request.path.startswith("/api/") else broken_field(request)
        if not name:
            return None
        return trouble(
            request, 400, _("The field “%(name)s” holds bytes that are no UTF-8 text.") % {"name": name}
        )

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return trouble(request, 409, exception.reason)
        if isinstance(exception, Forbidden):
            return trouble(request, 403)
        if isinstance(exception, Stale):
            return trouble(request, 409, conflicts=exception.conflicts, record_url=back(request))
        return None
