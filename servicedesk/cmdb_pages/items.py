"""The page of one item: what it is, what it belongs to, what became of it, and the records concerning it."""

from datetime import datetime, time
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cmdb.attributes import definitions_of, shown
from cmdb.changing import COLUMNS
from cmdb.impact import downstream
from cmdb.models import ConfigurationItem, ItemChange, Relation
from cmdb.relating import relations_of
from cmdb.sight import AREA, items_for
from cmdb.timeline import Words, state_at
from discrepancies.panels import of_item
from people.models import User
from people.views.doors import Asked, needs
from records.models import Record
from servicedesk.cmdb_pages.impact import told_of
from servicedesk.cmdb_pages.listing import label_of, may
from servicedesk.figures_pages.aftermath import aftermath_url
from servicedesk.queues.counting import queue_url

RECORDS = 8
LINES = 20
OUTLINE = 5
# What stands in the head line, or only matters to imports.
ELSEWHERE = {"name", "status", "verified_on"}


def item_or_404(user: User, pk: int) -> ConfigurationItem:
    if not 0 < pk < 2**63:
        pk = 0
    related = ("item_class", "model", "service", "customer", "site")
    return get_object_or_404(items_for(user).select_related(*related), pk=pk)


@require_safe
@needs(AREA, "see")
def item_page(request: Asked, pk: int) -> HttpResponse:
    """GET /items/<pk>/?attribute=…&before=…&at=… — history of one attribute, earlier lines, as it was on a day."""
    item = item_or_404(request.user, pk)
    words = Words()
    context = {
        "item": item,
        "facts": facts_of(item),
        "as_of": _as_of(item, request.GET.get("at", ""), words),
        "relations": grouped(item),
        "history": _history(request, item, words),
        "told": told_of(downstream([item.pk]), request.user, most=OUTLINE),
        "discrepancies": of_item(item, request.user),
        "aftermath_url": aftermath_url(item, request.user),
        **_records(item, request.user),
        **may(request.user),
    }
    return render(request, "cmdb/item.html", context)


def facts_of(item: ConfigurationItem) -> list[dict[str, Any]]:
    """Columns that say something, then every attribute of its class: what is missing is worth knowing."""
    needed = set(item.item_class.needed_columns)
    facts = [_fact(item, name, name in needed) for name in COLUMNS if name not in ELSEWHERE]
    facts = [one for one in facts if one["value"] or one["is_missing"]]
    for definition in definitions_of(item.item_class):
        value = shown(definition, item.attributes.get(definition.code))
        is_missing = definition.is_required and not value
        facts.append(
            {"name": definition.key, "label": definition.label, "value": value, "is_missing": is_missing}
        )
    return facts


def _fact(item: ConfigurationItem, name: str, is_needed: bool) -> dict[str, Any]:
    value = getattr(item, name)
    url = ""
    if name == "service" and value:
        url = reverse("desk:service", args=[value.pk])
    if name == "customer" and value:
        url = reverse("people:customer", args=[value.pk])
    return {
        "name": name,
        "label": label_of(name),
        "value": str(value or ""),
        "url": url,
        "is_missing": is_needed and not value,
    }


def grouped(item: ConfigurationItem) -> list[dict[str, Any]]:
    """Its relations under their verb as it reads from this item."""
    found: dict[str, list[dict[str, Any]]] = {}
    for relation in relations_of(item):
        is_onward = relation.subject_id == item.pk
        verb = relation.type.label if is_onward else relation.type.inverse_label
        other = relation.target if is_onward else relation.subject
        found.setdefault(verb, []).append(
            {"relation": relation, "other": other, "group": _group_words(relation, item)}
        )
    return [{"verb": verb, "rows": rows} for verb, rows in found.items()]


def _group_words(relation: Relation, item: ConfigurationItem) -> str:
    if relation.group is None:
        return ""
    told = {"group": relation.group.name, "needed": relation.group.needed}
    if relation.group.item_id == item.pk:
        return _("“%(group)s”: %(needed)s of them is enough") % told
    return _("redundant: “%(group)s”") % told


def _as_of(item: ConfigurationItem, text: str, words: Words) -> dict[str, Any] | None:
    """The item at the end of a day, as far as it was another then."""
    try:
        day = parse_date(text) if text else None
    except ValueError:
        day = None
    if day is None:
        return None
    state = state_at(item, timezone.make_aware(datetime.combine(day, time.max)))
    rows = [{"label": words.name(name), "value": words.value(name, value)} for name, value in state.items()]
    return {"day": day, "rows": rows}


def _history(request: Asked, item: ConfigurationItem, words: Words) -> dict[str, Any]:
    attribute, before = request.GET.get("attribute", "")[:80], request.GET.get("before", "")
    lines: QuerySet[ItemChange] = item.changes.select_related("by", "load").order_by("-id")
    if attribute:
        lines = lines.filter(changes__has_key=attribute)
    if before.isascii() and before.isdigit() and len(before) < 19:
        lines = lines.filter(pk__lt=before)
    found = list(lines[: LINES + 1])
    return {
        "lines": [{"change": one, "pairs": list(words.pairs(one.changes))} for one in found[:LINES]],
        "older": found[LINES - 1].pk if len(found) > LINES else None,
        "attribute": attribute,
        "attribute_label": _label(words, attribute),
    }


def _label(words: Words, attribute: str) -> str:
    known = attribute in COLUMNS or "." in attribute
    return words.name(attribute) if attribute and known else attribute


def _records(item: ConfigurationItem, user: User) -> dict[str, Any]:
    """Open ones first, newest first; the queue has all of them."""
    seen = Record.objects.visible_to(user).filter(item=item).select_related("customer")
    found = list(seen.order_by("-opened_at", "-pk")[: RECORDS + 1])
    shown_ones = sorted(found[:RECORDS], key=lambda record: not record.is_open)
    return {
        "records": shown_ones,
        "has_more_records": len(found) > RECORDS,
        "records_url": queue_url(None, show="all", item=item.pk),
    }
