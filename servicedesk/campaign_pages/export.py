"""A campaign's people and answers as a file: what the page shows, with the same checks."""

import tempfile
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from openpyxl import Workbook

from outreach.audience import segment_label
from outreach.models import CallTask, Campaign, Question
from outreach.reasons import words
from people.access_log import note
from people.models import AccessLog
from servicedesk.campaign_pages.lookup import seen_campaign
from servicedesk.errors import trouble
from servicedesk.queues.export import XLSX, cell_of, csv_lines
from servicedesk.records_pages.lookup import login_required, user_of

AT_ONCE = 500


@login_required
@require_safe
def export(request: HttpRequest, number: str, form: str) -> HttpResponseBase:
    """GET /campaigns/CMP0000001/answers.csv or .xlsx — 404 for what one does not see, 403 without the right."""
    campaign, user = seen_campaign(request, number), user_of(request)
    if not user.rights.may("export", "take"):
        return trouble(request, 403, _("Your roles do not let you take lists away."))
    if form not in WRITERS:
        raise Http404(form)
    note(
        AccessLog.Event.EXPORTED,
        by=user,
        subject=campaign,
        changes={"list": "answers", "format": form},
        request=request,
    )
    questions = list(campaign.questions.all())
    return WRITERS[form](chain([_head(questions)], _rows(campaign, questions)), campaign.number)


def _head(questions: list[Question]) -> list[str]:
    plain = [
        _("Position"), _("Key of the draw"), _("Customer"), _("Customer's name"), _("Contact"), _("Region"),
        _("Segment"), _("Why"), _("What became of it"), _("Attempts"), _("Settled"), _("Configuration item"),
    ]  # fmt: skip
    return [*plain, *(one.text for one in questions), _("Discrepancies")]


def _rows(campaign: Campaign, questions: list[Question]) -> Iterator[list[Any]]:
    """Which complaints came of it is in no file: who may read them reads them where they are."""
    tasks = CallTask.objects.filter(campaign=campaign).select_related("customer", "contact", "item")
    told = tasks.prefetch_related("answers__discrepancy").order_by("position", "pk")
    for task in told.iterator(chunk_size=AT_ONCE):
        # What was typed and led to nothing is no answer.
        said = task.answers.all() if task.fate in CallTask.SPOKEN_TO else []
        answers = {one.question_id: one for one in said}
        found = [one.discrepancy.number for one in answers.values() if one.discrepancy]
        yield [
            task.position + 1, task.key, task.customer.code, str(task.customer), str(task.contact or ""),
            task.customer.get_region_display(), segment_label(task.segment), "; ".join(words(task.reasons)),
            task.get_fate_display(), task.tries, task.settled_at, str(task.item or ""),
            *(answers[one.pk].value if one.pk in answers else "" for one in questions), ", ".join(found),
        ]  # fmt: skip


def _as_csv(rows: Iterator[list[Any]], name: str) -> HttpResponseBase:
    response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def _as_xlsx(rows: Iterator[list[Any]], name: str) -> HttpResponseBase:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([cell_of(sheet, value) for value in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    response = FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
    response["Cache-Control"] = "private, no-store"
    return response


WRITERS = {"csv": _as_csv, "xlsx": _as_xlsx}
