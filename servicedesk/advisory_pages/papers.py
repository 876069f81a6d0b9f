"""An advisory on paper: the plain text for customers, the technical one for engineers, or both."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from advisories.models import Advisory, AdvisoryVersion
from people.views.doors import asked_for
from servicedesk.advisory_pages.reading import seen_advisory
from servicedesk.pdf import Facts, Heading, Part, Text, pdf_response, write_pdf
from servicedesk.records_pages.lookup import login_required

CHOICES = ("plain", "technical", "both")


@login_required
@require_safe
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """GET /advisories/ADV0000001/paper.pdf?text=plain&version=1 — without `version` the last one published."""
    advisory = seen_advisory(request, number)
    asked, wanted = asked_for(request, "version"), asked_for(request, "text") or "both"
    if wanted not in CHOICES or (asked and not (asked.isascii() and asked.isdigit() and len(asked) < 9)):
        raise Http404(number)
    versions = advisory.versions.select_related("reviewer")
    version = versions.filter(number=asked).first() if asked else versions.first()
    if asked and version is None:
        raise Http404(asked)
    content = write_pdf(
        _parts(advisory, version or advisory, wanted),
        title=f"{advisory.number} · {(version or advisory).title}",
        subtitle=_standing(version),
        generated_at=timezone.now(),
    )
    return pdf_response(content, f"{advisory.number}.pdf")


def _standing(version: AdvisoryVersion | None) -> str:
    if version is None:
        return _("Draft: nobody has read it over yet.")
    told = {
        "number": version.number,
        "day": date_format(localtime(version.published_at), "DATE_FORMAT"),
        "person": version.reviewer,
    }
    return _("Version %(number)s, published on %(day)s, read over by %(person)s") % told


def _parts(advisory: Advisory, texts: Any, wanted: str) -> Iterator[Part]:
    known = ((_("equipment"), advisory.equipment), (_("season"), advisory.season))
    yield Facts([(name, value) for name, value in known if value])
    if wanted != "technical":
        yield Heading(_("In plain words"))
        yield Text(texts.plain)
    if wanted != "plain":
        yield Heading(_("For engineers"))
        yield Text(texts.technical)
