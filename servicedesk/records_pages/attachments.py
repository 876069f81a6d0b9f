"""Files of a record: put there, and served only to who sees the record, as something to keep and not to run."""

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from records.attachments import UNKNOWN, attach, clean_name, too_large
from records.errors import Forbidden
from records.models import Attachment, Record
from records.sight import sees_internal
from servicedesk.errors import trouble
from servicedesk.htmx import announce, toast, wants_fragment
from servicedesk.records_pages.dialogs import CHANGED, forbidden
from servicedesk.records_pages.lookup import login_required, seen_record, user_of

MOST_AT_ONCE = 20
NO_SCRIPT = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"


@login_required
@require_POST
def add_files(request: HttpRequest, number: str) -> HttpResponse:
    """Each file on its own: one that is refused is named with its reason, and the others stay."""
    record = seen_record(request, number)
    try:
        names, refusals = _add(request, record)
    except Forbidden:
        return forbidden(request, record.declared, "remark", _("Remark"))
    if not wants_fragment(request):
        if refusals:
            return trouble(request, 400, " ".join(refusals))
        return HttpResponseRedirect(record.get_absolute_url(), status=303)
    return _told(record, names, refusals)


def _told(record: Record, names: list[str], refusals: list[str]) -> HttpResponse:
    response = HttpResponse(status=400 if refusals else 204, headers={"HX-Reswap": "none"})
    if names:
        announce(response, CHANGED, record.number)
    told = [_("Attached: %(names)s") % {"names": ", ".join(names)}] if names else []
    return toast(response, " ".join([*refusals, *told]), "bad" if refusals else "good")


def _add(request: HttpRequest, record: Record) -> tuple[list[str], list[str]]:
    """The names of those attached, and why others were not. Raises Forbidden."""
    files = request.FILES.getlist("file")
    if "itsm.upload_too_large" in request.META:
        return [], [too_large()]
    if not files:
        return [], [_("Choose a file first.")]
    if len(files) > MOST_AT_ONCE:
        return [], [_("At most %(most)s files at once.") % {"most": MOST_AT_ONCE}]
    names, refusals = [], []
    for file in files:
        try:
            names.append(attach(record, by=user_of(request), file=file, name=file.name or "").name)
        except ValidationError as error:
            told = {"name": clean_name(file.name or ""), "reason": " ".join(error.messages)}
            refusals.append(_("“%(name)s”: %(reason)s") % told)
    return names, refusals


@login_required
@require_GET
def attachment(request: HttpRequest, number: str, key: str) -> HttpResponse | FileResponse:
    """The bytes. Pictures are drawn; everything else is handed over as a file of no type, so that nothing runs."""
    record = seen_record(request, number)
    found = Attachment.objects.filter(record_id=record.pk, key=key).first()
    if found is None or not sees_internal(user_of(request).rights, record.kind):
        raise Http404(key)
    return served(found, is_drawn=found.is_picture and "download" not in request.GET)


def served(found: Attachment, *, is_drawn: bool) -> FileResponse:
    """Raises Http404 where the bytes are gone."""
    try:
        content = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404(found.key) from error
    response = FileResponse(
        content,
        as_attachment=not is_drawn,
        filename=found.name,
        content_type=found.content_type if is_drawn else UNKNOWN,
    )
    response["Content-Security-Policy"] = NO_SCRIPT
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
