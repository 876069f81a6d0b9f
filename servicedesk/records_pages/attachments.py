"""Files of a record: put there, and served only to who sees the record, as something to keep and not to run."""

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from records.attachments import UNKNOWN, attach, too_large
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
    record = seen_record(request, number)
    try:
        names = _add(request, record)
    except Forbidden:
        return forbidden(request, record.declared, "remark", _("Remark"))
    except ValidationError as error:
        return trouble(request, 400, " ".join(error.messages))
    text = _("Attached: %(names)s") % {"names": ", ".join(names)}
    if wants_fragment(request):
        return toast(announce(HttpResponse(status=204), CHANGED, record.number), text)
    return HttpResponseRedirect(record.get_absolute_url(), status=303)


def _add(request: HttpRequest, record: Record) -> list[str]:
    """Each file on its own: one that is refused is named, and those before it stay."""
    files = request.FILES.getlist("file")
    if "itsm.upload_too_large" in request.META:
        raise ValidationError({"file": too_large()})
    if not files:
        raise ValidationError({"file": _("Choose a file first.")})
    if len(files) > MOST_AT_ONCE:
        raise ValidationError({"file": _("At most %(most)s files at once.") % {"most": MOST_AT_ONCE}})
    return [_add_one(request, record, file) for file in files]


def _add_one(request: HttpRequest, record: Record, file: object) -> str:
    try:
        return attach(record, by=user_of(request), file=file, name=file.name or "").name  # type: ignore[arg-type,attr-defined]
    except ValidationError as error:
        told = {"name": getattr(file, "name", ""), "reason": " ".join(error.messages)}
        raise ValidationError({"file": _("“%(name)s”: %(reason)s") % told}) from error


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
