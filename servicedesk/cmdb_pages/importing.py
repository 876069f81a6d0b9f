"""A file of items: sent, looked at row by row, and only then carried out."""

from typing import Any, BinaryIO

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from cmdb.models import AttributeDefinition, ItemImport, RelationType, Via
from cmdb.reconciling import KEYS
from cmdb.relation_rows import COLUMNS as RELATION_COLUMNS
from cmdb.sight import AREA
from cmdb.tables import COLUMNS, MOST_ROWS, Row, read_rows, read_table
from people.models import User
from people.views.doors import Asked, needs, posted
from records.attachments import too_large
from servicedesk.cmdb_pages.previewing import figures_of, keys_of, preview

LATEST = 20
About = ItemImport.About


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
                given["rows"] = self.read(given["file"].file, given["file"].name or "")
            except ValidationError as error:
                self.add_error("file", error)
        return given

    def read(self, file: BinaryIO, name: str) -> list[Row]:
        return read_table(file, name)

    @property
    def match_by(self) -> list[str]:
        chosen = (self.cleaned_data[name] for name in ("first", "second", "third"))
        return list(dict.fromkeys(key for key in chosen if key))


def _attribute_keys() -> list[tuple[str, str]]:
    texts = (AttributeDefinition.Type.TEXT, AttributeDefinition.Type.ADDRESS)
    found = AttributeDefinition.objects.filter(is_active=True, type__in=texts)
    return list({definition.key: definition.label for definition in found}.items())


class RelationsForm(ImportForm):
    """Both ends of each row are looked for under the same keys, whatever their class and customer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = keys_of(About.RELATIONS)
        for name in ("first", "second", "third"):
            choices: Any = self.fields[name].choices  # type: ignore[attr-defined]
            self.fields[name].choices = [(key, named.get(key, label)) for key, label in choices]  # type: ignore[attr-defined]

    def read(self, file: BinaryIO, name: str) -> list[Row]:
        told = _("No column is called %(names)s. There are %(known)s.") % {
            "names": "%(names)s",
            "known": ", ".join(RELATION_COLUMNS),
        }
        return read_rows(file, name, {column: column for column in RELATION_COLUMNS}, told)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(AREA, "import")
def new_import(request: Asked) -> HttpResponse:
    """GET, POST /items/import/ — the file is read and kept; nothing of it is written to items."""
    attributes = AttributeDefinition.objects.filter(is_active=True).select_related("item_class")
    told = {"columns": COLUMNS, "attributes": attributes}
    return _taken(request, ImportForm, About.ITEMS, "cmdb/import.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(AREA, "import")
def new_relations(request: Asked) -> HttpResponse:
    """GET, POST /items/relations/import/ — the same for what belongs together with what."""
    types = RelationType.objects.filter(is_active=True).order_by("code")
    told = {"columns": RELATION_COLUMNS, "types": types}
    return _taken(request, RelationsForm, About.RELATIONS, "cmdb/import_relations.html", told)


def _taken(
    request: Asked, form_class: type[ImportForm], about: str, template: str, told: dict[str, Any]
) -> HttpResponse:
    form = form_class(posted(request), request.FILES or None, initial=_as_last_time(request.user, about))
    if request.method == "POST" and "itsm.upload_too_large" in request.META:
        form.add_error("file", too_large())
    elif request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        load = ItemImport.objects.create(
            by=request.user,
            via=Via.IMPORT,
            about=about,
            source=given["source"],
            name=(given["file"].name or "")[:200],
            match_by=form.match_by,
            rows=given["rows"],
        )
        return redirect("desk:item-import", load.pk)
    loads = _loads(request.user).filter(about=about).defer("rows")[:LATEST]
    context = {"form": form, "loads": loads, "most": MOST_ROWS, **told}
    return render(request, template, context, status=400 if form.errors else 200)


def _as_last_time(user: User, about: str) -> dict[str, str]:
    """A list comes back every month, and is matched as it was."""
    last = ItemImport.objects.filter(by=user, via=Via.IMPORT, about=about).defer("rows").first()
    usual = ["source_key", "serial"] if about == About.ITEMS else ["source_key", "serial", "name"]
    keys = [*(last.match_by if last else usual), "", "", ""]
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
        return render(request, "cmdb/import_done.html", {"load": load, "tabs": figures_of(load)})
    return preview(request, load)


@require_POST
@needs(AREA, "import")
def discard_import(request: Asked, pk: int) -> HttpResponse:
    """POST /items/imports/<pk>/discard/ — one that was not carried out goes without a trace."""
    rows = ItemImport.objects.filter(pk=pk, applied_at=None, by=request.user)
    if rows.delete()[0]:
        messages.info(request, _("The import is discarded. Nothing of it was written."))
    return redirect("desk:new-item-import")
