"""Noting from the page what became of a release at the customers that are ticked."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from records.actions import advance
from records.errors import Forbidden, Refused
from releases.forms import DeploymentsForm
from releases.models import Release
from servicedesk.htmx import go_to
from servicedesk.records_pages.dialogs import forbidden
from servicedesk.records_pages.lookup import login_required, user_of
from servicedesk.release_pages.page import seen_release, shown


@login_required
@require_POST
def note_deployments(request: HttpRequest, number: str) -> HttpResponse:
    """POST /releases/<number>/deployments/ customer=C001&customer=…&status=deployed — 400, 403, 409 as a step."""
    release, user = seen_release(request, number), user_of(request)
    data = {"customers": " ".join(request.POST.getlist("customer")), "status": request.POST.get("status", "")}
    form = DeploymentsForm(data, record=release, by=user)
    if not data["customers"]:
        return shown(request, release, trouble=[_("Tick the customers first.")], status=400)
    if not form.is_valid():
        return shown(request, release, trouble=_lines(form.errors.values()), status=400)
    try:
        advance(release, "note_deployments", by=user, **form.cleaned_data)
    except ValidationError as error:
        return shown(request, release, trouble=error.messages, status=400)
    except Refused as refused:
        return shown(request, _again(release), trouble=[refused.reason], status=409)
    except Forbidden:
        return forbidden(request, release.declared, "note_deployments", _("Note deployments"))
    return go_to(request, reverse("desk:release", args=[release.number]) + "#customers")


def _lines(errors: object) -> list[str]:
    return [str(line) for lines in errors for line in lines]  # type: ignore[attr-defined]


def _again(release: Release) -> Release:
    found: Release = type(release).objects.get(pk=release.pk)
    return found
