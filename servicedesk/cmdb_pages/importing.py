"""A file of items: sent, looked at row by row, and only then carried out."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from cmdb.models import AttributeDefinition, ItemImport, Via
from cmdb.reconciling import ADD, CHANGE, CONTRADICT, KEYS, SAME, WRONG, Planned, counts_of, digest_of
from cmdb.sight import AREA
from cmdb.tables import COLUMNS, MOST_ROWS, read_table
from cmdb.timeline import Words
from discrepancies.observing import apply_load, plan_of
from people.models import User
from people.views.doors import Asked, needs, posted
from records.attachments import too_large
from records.errors import Refused

SHOWN = 50
LATEST = 20
OUTCOMES = {
    WRONG: (gettext_lazy("Wrong"), "alert-circle", "bad"),
    CONTRADICT: (gettext_lazy("Conflicts"), "arrows-diff", "waiting"),
    CHANGE: (gettext_lazy("Changes"), "pencil", ""),
    ADD: (gettext_lazy("New"), "plus", ""),
    SAME: (gettext_lazy("As recorded"), "check", ""),
}


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "CSV or XLSX, its first line the names of the columns, as the export writes them."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=40,
        help_text=gettext_lazy("Whose list it is: the same word each time, for its keys are read under it."),
    )
    first = forms.ChoiceField(label=gettext_lazy("Matched by"))
    second = forms.ChoiceField(label=gettext_lazy("Else by"), required=False)
    third = forms.ChoiceField(label=gettext_lazy("Else by"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [*KEYS.items(), *_attribute_keys()]
        for name in ("first", "second", "third"):
            blank: list[Any] = [] if name == "first" else [("", "–")]
            self.fields[name].choices = [*blank, *keys]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("file"):
            try:
                given["rows"] = read_table(given["file"].file, given["file"].name or "")
            except ValidationError as error:
                self.add_error("file", error)
        return given

    @property
    def match_by(self) -> list[str]:
        chosen = (self.cleaned_data[name] for name in ("first", "second", "third"))
        return list(dict.fromkeys(key for key in chosen if key))


def _attribute_keys() -> list[tuple[str, str]]:
    texts = (AttributeDefinition.Type.TEXT, AttributeDefinition.Type.ADDRESS)
    found = AttributeDefinition.objects.filter(is_active=True, type__in=texts)
    return list({definition.key: definition.label for definition in found}.items())


@require_http_methods(["GET", "HEAD", "POST"])
@needs(AREA, "import")
def new_import(request: Asked) -> HttpResponse:
    """GET, POST /items/import/ — the file is read and kept; nothing of it is written to items."""
    form = ImportForm(posted(request), request.FILES or None, initial=_as_last_time(request.user))
    if request.method == "POST" and "itsm.upload_too_large" in request.META:
        form.add_error("file", too_large())
    elif request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        load = ItemImport.objects.create(
            by=request.user,
            via=Via.IMPORT,
            source=given["source"],
            name=(given["file"].name or "")[:200],
            match_by=form.match_by,
            rows=given["rows"],
        )
        return redirect("desk:item-import", load.pk)
    context = {
        "form": form,
        "loads": _loads(request.user).defer("rows")[:LATEST],
        "columns": COLUMNS,
        "most": MOST_ROWS,
        "attributes": AttributeDefinition.objects.filter(is_active=True).select_related("item_class"),
    }
    return render(request, "cmdb/import.html", context, status=400 if form.errors else 200)


def _as_last_time(user: User) -> dict[str, str]:
    """A list comes back every month, and is matched as it was."""
    last = ItemImport.objects.filter(by=user, via=Via.IMPORT).defer("rows").first()
    keys = [*(last.match_by if last else ["source_key", "serial"]), "", "", ""]
    source = last.source if last else ""
    return {"source": source, "first": keys[0], "second": keys[1], "third": keys[2]}


def _loads(user: User) -> QuerySet[ItemImport]:
    """Those carried out, and one's own that wait."""
    rows = ItemImport.objects.filter(via=Via.IMPORT).select_related("by")
    return rows.filter(Q(by=user) | Q(applied_at__isnull=False))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(AREA, "import")
def item_import(request: Asked, pk: int) -> HttpResponse:
    """GET, POST /items/imports/<pk>/?show=change&page=2 — what it would do; by POST, do it, whole or not at all."""
    load = get_object_or_404(_loads(request.user), pk=pk)
    if load.applied_at is not None:
        return render(request, "cmdb/import_done.html", {"load": load, "tabs": _figures(load)})
    if request.method == "POST":
        return _apply(request, load)
    return _preview(request, load)


def _apply(request: Asked, load: ItemImport) -> HttpResponse:
    try:
        apply_load(load, by=request.user, digest=request.POST.get("digest", ""))
    except Refused as refused:
        return _preview(request, load, refused=[str(refused)], status=409)
    except ValidationError as error:
        return _preview(request, load, refused=error.messages, status=400)
    messages.success(request, _("The import is carried out."))
    return redirect("desk:item-import", load.pk)


def _preview(
    request: Asked, load: ItemImport, *, refused: list[str] | None = None, status: int = 200
) -> HttpResponse:
    planned = plan_of(load, request.user)
    counts = counts_of(planned)
    first = next((name for name in OUTCOMES if counts[name]), SAME)
    show = request.GET.get("show", first)
    show = show if show in OUTCOMES else first
    number = _page_number(request.GET.get("page", ""))
    listed = [one for one in planned if one.outcome == show]
    words = Words()
    context = {
        "load": load,
        "keys": [str(KEYS.get(key, key)) for key in load.match_by],
        "counts": counts,
        "show": show,
        "refused": refused or [],
        "digest": digest_of(planned),
        "rows": [_told(one, words) for one in listed[(number - 1) * SHOWN : number * SHOWN]],
        "page": {
            "earlier_url": f"?show={show}&page={number - 1}" if number > 1 else "",
            "later_url": f"?show={show}&page={number + 1}" if len(listed) > number * SHOWN else "",
        },
        "tabs": [
            {"label": label, "icon": icon, "count": counts[name], "url": f"?show={name}"}
            | {"tone": tone if counts[name] else "", "is_current": name == show}
            for name, (label, icon, tone) in OUTCOMES.items()
        ],
    }
    return render(request, "cmdb/import_preview.html", context, status=status)


def _page_number(text: str) -> int:
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _told(one: Planned, words: Words) -> dict[str, Any]:
    return {
        "line": one.line,
        "item": one.item,
        "name": one.row.get("name") or one.row.get("source_key") or one.row.get("serial") or "–",
        "pairs": list(words.pairs(one.changes)),
        "contradictions": list(words.pairs(one.contradictions)),
        "errors": [(name, one.row.get(name, ""), messages) for name, messages in one.errors.items()],
    }


def _figures(load: ItemImport) -> list[dict[str, Any]]:
    return [
        {"label": label, "icon": icon, "count": load.counts.get(name, 0)}
        for name, (label, icon, _tone) in OUTCOMES.items()
    ]


@require_POST
@needs(AREA, "import")
def discard_import(request: Asked, pk: int) -> HttpResponse:
    """POST /items/imports/<pk>/discard/ — one that was not carried out goes without a trace."""
    rows = ItemImport.objects.filter(pk=pk, applied_at=None, by=request.user)
    if rows.delete()[0]:
        messages.info(request, _("The import is discarded. Nothing of it was written."))
    return redirect("desk:new-item-import")
