"""Pages of the queues."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from records.kinds import Kind, kinds
from servicedesk.queues.selection import read


def kind_in(plural: str, request: HttpRequest) -> Kind | None:
    """The kind a queue's address names. Raises Http404 for one that the person sees nothing of."""
    if not plural:
        return None
    for kind in kinds():
        if kind.plural == plural and request.user.rights.scopes_for(kind.name):
            return kind
    raise Http404(plural)


@login_required
def queue(request: HttpRequest, plural: str = "") -> HttpResponse:
    selection = read(request.GET, request.user, kind_in(plural, request))
    return render(request, "queues/queue.html", {"selection": selection})
