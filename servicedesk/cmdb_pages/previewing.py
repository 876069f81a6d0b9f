"""What a list would do, row by row, before any of it is written; and carrying it out, whole or not at all."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cmdb import reconciling, relation_load, relation_rows
from cmdb.models import ConfigurationItem, ItemImport
from cmdb.reconciling import ADD, CHANGE, CONTRADICT, KEYS, SAME, WRONG
from cmdb.relation_rows import REMOVE
from cmdb.timeline import Words
from discrepancies.observing import apply_load, plan_of
from people.views.doors import Asked
from records.errors import Refused

SHOWN = 50
LABELS = {
    WRONG: (gettext_lazy("Wrong"), "alert-circle", "bad"),
    CONTRADICT: (gettext_lazy("Conflicts"), "arrows-diff", "waiting"),
    CHANGE: (gettext_lazy("Changes"), "pencil", ""),
    REMOVE: (gettext_lazy("Taken away"), "unlink", "waiting"),
    ADD: (gettext_lazy("New"), "plus", ""),
    SAME: (gettext_lazy("As recorded"), "check", ""),
}
OF_ITEMS = (WRONG, CONTRADICT, CHANGE, ADD, SAME)
OF_RELATIONS = (WRONG, CHANGE, REMOVE, ADD, SAME)


def _is_of_relations(load: ItemImport) -> bool:
    return load.about == ItemImport.About.RELATIONS


def keys_of(about: str) -> dict[str, Any]:
    """Key → what it is called: an item of a list is narrowed by class and customer, the end of a relation is not."""
    if about == ItemImport.About.RELATIONS:
        return {key: ConfigurationItem._meta.get_field(key).verbose_name for key in KEYS}  # type: ignore[union-attr]
    return dict(KEYS)


def outcomes_of(load: ItemImport) -> dict[str, Any]:
    """Outcome → label, icon and tone, in the order in which a reader should look at them."""
    return {name: LABELS[name] for name in (OF_RELATIONS if _is_of_relations(load) else OF_ITEMS)}


def preview(request: Asked, load: ItemImport) -> HttpResponse:
    """By GET what it would do; by POST, do it."""
    return _apply(request, load) if request.method == "POST" else _preview(request, load)


def _apply(request: Asked, load: ItemImport) -> HttpResponse:
    digest = request.POST.get("digest", "")
    try:
        if _is_of_relations(load):
            relation_load.apply_relations(load, by=request.user, digest=digest)
        else:
            apply_load(load, by=request.user, digest=digest)
    except (Refused, relation_load.Unapplicable) as refused:
        return _preview(request, load, refused=[str(refused)], status=409)
    except ValidationError as error:
        return _preview(request, load, refused=error.messages, status=400)
    messages.success(request, _("The import is carried out."))
    return redirect("desk:item-import", load.pk)


def _planned(load: ItemImport, request: Asked) -> tuple[list[Any], dict[str, int], str]:
    """The rows with their outcomes, how many of each, and the digest of what is shown."""
    if _is_of_relations(load):
        relations = relation_load.plan_of(load, request.user)
        return relations, relation_rows.counts_of(relations), relation_rows.digest_of(relations)
    items = plan_of(load, request.user)
    return list(items), reconciling.counts_of(items), reconciling.digest_of(items)


def _preview(
    request: Asked, load: ItemImport, *, refused: list[str] | None = None, status: int = 200
) -> HttpResponse:
    planned, counts, digest = _planned(load, request)
    outcomes = outcomes_of(load)
    first = next((name for name in outcomes if counts[name]), SAME)
    show = request.GET.get("show", first)
    show = show if show in outcomes else first
    number = _page_number(request.GET.get("page", ""))
    listed = [one for one in planned if one.outcome == show]
    words, keys = Words(), keys_of(load.about)
    context = {
        "load": load,
        "keys": [str(keys.get(key) or words.name(key)) for key in load.match_by],
        "counts": {CONTRADICT: 0, **counts},
        "show": show,
        "refused": refused or [],
        "digest": digest,
        "rows": [_told(one, words) for one in listed[(number - 1) * SHOWN : number * SHOWN]],
        "page": {
            "earlier_url": f"?show={show}&page={number - 1}" if number > 1 else "",
            "later_url": f"?show={show}&page={number + 1}" if len(listed) > number * SHOWN else "",
        },
        "tabs": [
            {"label": label, "icon": icon, "count": counts[name], "url": f"?show={name}"}
            | {"tone": tone if counts[name] else "", "is_current": name == show}
            for name, (label, icon, tone) in outcomes.items()
        ],
    }
    return render(request, "cmdb/import_preview.html", context, status=status)


def _page_number(text: str) -> int:
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _told(one: Any, words: Words) -> dict[str, Any]:
    row = one.row
    return {
        "line": one.line,
        "item": one.item,
        "name": row.get("name") or row.get("source_key") or row.get("serial") or row.get("subject") or "–",
        "pairs": list(words.pairs(one.changes)),
        "contradictions": list(words.pairs(one.contradictions)),
        "errors": [(name, row.get(name, ""), told) for name, told in one.errors.items()],
    }


def figures_of(load: ItemImport) -> list[dict[str, Any]]:
    """What became of the rows of one that was carried out."""
    return [
        {"label": label, "icon": icon, "count": load.counts.get(name, 0)}
        for name, (label, icon, _tone) in outcomes_of(load).items()
    ]
