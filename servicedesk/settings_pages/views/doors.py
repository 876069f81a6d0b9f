"""What every page of the settings begins with."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from people.views.doors import Asked, needs
from servicedesk.settings_pages.tables import SettingsTable, table_named

SEE, EDIT = ("settings", "see"), ("settings", "edit")
View = Callable[..., HttpResponse]


def reads(view: View) -> Callable[..., HttpResponse]:
    """Open to whoever sees the settings; what is sent, only from whoever may change them. Otherwise 403."""

    def guarded(request: Asked, /, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            request.user.rights.require(*EDIT)
        return view(request, *args, **kwargs)

    return needs(*SEE)(guarded)


def may_edit(request: HttpRequest) -> bool:
    return bool(request.user.rights.may(*EDIT))  # type: ignore[union-attr]


def table_or_404(name: str) -> SettingsTable:
    table = table_named(name)
    if table is None:
        raise Http404(name)
    return table
