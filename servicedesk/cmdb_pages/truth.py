"""How far the records of equipment can be relied on, by class and source: complete, looked at, right."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cmdb.sight import AREA, items_for
from cmdb.timeline import Words
from cmdb.truth import AGES, NEVER, Figures, figures, in_use
from discrepancies.correctness import Looked, looked_at, wrong_loads
from people.views.doors import Asked, needs
from records.models import Record
from servicedesk.cmdb_pages.listing import may
from servicedesk.queues.counting import queue_url

MOST_LOADS = 10
AGE_LABELS = (_("Verified < 90 d"), _("< 180 d"), _("< 1 year"), _("longer ago"), _("never"))


@require_safe
@needs(AREA, "see")
def truth(request: Asked) -> HttpResponse:
    """GET /items/truth/ — every number opens the items it counts."""
    seen = items_for(request.user)
    looked, words = looked_at(in_use(seen)), Words()
    context = {
        "lines": [_line(one, looked.get((one.item_class.pk, one.source), Looked())) for one in figures(seen)],
        "loads": [{"told": one, "what": words.name(one.attribute)} for one in wrong_loads(seen)[:MOST_LOADS]],
        "age_labels": AGE_LABELS,
        "open_count": Record.objects.visible_to(request.user).open().filter(kind="discrepancy").count(),
        "open_url": queue_url("discrepancy"),
        **may(request.user),
    }
    return render(request, "cmdb/truth.html", context)


def _line(one: Figures, looked: Looked) -> dict[str, Any]:
    def items(**more: str) -> str:
        told = {"item_class": one.item_class.pk, "source": one.source, **more}
        return f"{reverse('desk:items')}?{urlencode(told)}"

    ages = [("fresh", one.fresh), *zip(map(str, AGES), one.older, strict=True), (NEVER, one.never)]
    return {
        "item_class": one.item_class,
        "source": one.source,
        "items": one.items,
        "items_url": items(),
        "completeness": None if one.completeness is None else round(100 * one.completeness),
        "incomplete": one.incomplete,
        "incomplete_url": items(lacking="on"),
        "correctness": None if looked.correctness is None else round(100 * looked.correctness),
        "looked": looked,
        "ages": [
            {"label": label, "count": count, "url": items(verified=age)}
            for label, (age, count) in zip(AGE_LABELS, ages, strict=True)
        ],
    }
