"""The list of items: words, filters in the address, one page of it."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cmdb.models import ConfigurationItem, ItemChange, ItemClass, ItemImport, ProductModel, Service
from cmdb.sight import AREA, items_for
from cmdb.truth import incomplete, unverified
from people.models import Customer, Site, User
from people.views.doors import Asked, holding, needs, page_of, words_typed
from servicedesk.settings_pages.forms.controls import offer_rows

WORDS = ("name", "serial", "model__name", "source_key", "customer__name")
SHOWN = ("item_class", "model", "customer", "site", "service")
ANY = "any"
VERIFIED = (
    ("", gettext_lazy("whenever")),
    ("fresh", gettext_lazy("less than 90 days ago")),
    ("90", gettext_lazy("90 to 180 days ago")),
    ("180", gettext_lazy("180 days to a year ago")),
    ("365", gettext_lazy("more than a year ago")),
    ("never", gettext_lazy("never")),
)


def _rows(model: Any, label: Any) -> Any:
    return forms.ModelChoiceField(
        model._default_manager.all(), label=label, required=False, empty_label=gettext_lazy("all")
    )


class Filters(forms.Form):
    """Each stands in the address; an empty one does not narrow. Retired items are left out unless asked for."""

    item_class = _rows(ItemClass, gettext_lazy("class"))
    status = forms.ChoiceField(label=gettext_lazy("status"), required=False)
    customer = _rows(Customer, gettext_lazy("customer"))
    service = _rows(Service, gettext_lazy("service"))
    model = _rows(ProductModel, gettext_lazy("product model"))
    verified = forms.ChoiceField(label=gettext_lazy("last verified"), choices=VERIFIED, required=False)
    lacking = forms.BooleanField(label=gettext_lazy("only incomplete ones"), required=False)
    site = forms.ModelChoiceField(Site.objects.all(), required=False, widget=forms.HiddenInput)
    load = forms.ModelChoiceField(ItemImport.objects.all(), required=False, widget=forms.HiddenInput)
    source = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="filter_%s")
        choices = [("", _("not retired")), (ANY, _("all")), *ConfigurationItem.Status.choices]
        self.fields["status"].choices = choices  # type: ignore[attr-defined]
        offer_rows(self, also_unused=True)

    def narrow(self, rows: QuerySet[ConfigurationItem]) -> QuerySet[ConfigurationItem]:
        given = self.cleaned_data
        for name in ("item_class", "customer", "service", "model", "site"):
            if given.get(name):
                rows = rows.filter(**{name: given[name]})
        if given.get("load"):
            written = ItemChange.objects.filter(load=given["load"]).values("item")
            rows = rows.filter(pk__in=written)
        if "source" in self.data:
            rows = rows.filter(source=given["source"])
        if given["verified"]:
            rows = rows.filter(unverified(given["verified"]))
        if given["lacking"]:
            rows = rows.filter(incomplete())
        return rows.filter(_of_status(given["status"]))

    @property
    def is_narrowed(self) -> bool:
        return any(name in self.data and self.data[name] for name in self.fields) or "source" in self.data


def _of_status(status: str) -> Q:
    if not status:
        return ~Q(status=ConfigurationItem.Status.RETIRED)
    return Q() if status == ANY else Q(status=status)


def selected(given: QueryDict, user: User) -> tuple[Filters, QuerySet[ConfigurationItem]]:
    """The filters an address tells, and the items it lists; none where it cannot be read."""
    form = Filters(given)
    rows = items_for(user).order_by("name", "pk")
    if not form.is_valid():
        return form, rows.none()
    text = given.get("q", "").replace("\0", "")[:100]
    return form, form.narrow(rows).filter(holding(WORDS, text))


@require_safe
@needs(AREA, "see")
def items(request: Asked) -> HttpResponse:
    """GET /items/?q=…&item_class=… — 400 for a filter that cannot be read."""
    form, rows = selected(request.GET, request.user)
    q = words_typed(request)
    context = {
        "form": form,
        "q": q,
        "is_narrowed": bool(q) or form.is_narrowed,
        "page": page_of(rows.select_related(*SHOWN), request),
        "total": rows.count(),
        "tail": request.GET.urlencode(),
        "chips": _chips(form, request.GET),
        **may(request.user),
    }
    return render(request, "cmdb/items.html", context, status=200 if form.is_valid() else 400)


def _chips(form: Filters, given: QueryDict) -> list[dict[str, str]]:
    """Filters that have no field of their own on the page."""
    if not form.is_valid():
        return []
    told = []
    if form.cleaned_data.get("site"):
        told.append(("site", _("Site"), str(form.cleaned_data["site"])))
    if form.cleaned_data.get("load"):
        told.append(("load", _("Import"), str(form.cleaned_data["load"])))
    if "source" in given:
        told.append(("source", _("Source"), form.cleaned_data["source"] or _("no source")))
    return [
        {"label": label, "value": value, "remove_url": f"?{_without(given, name)}"}
        for name, label, value in told
    ]


def _without(given: QueryDict, name: str) -> str:
    kept = given.copy()
    kept.pop(name, None)
    kept.pop("page", None)
    return kept.urlencode()


def may(user: User) -> dict[str, bool]:
    """What this person may do with items, for the templates."""
    steps = ("verify", "edit", "import", "export")
    found = {f"may_{step}": user.rights.may(AREA, step) for step in steps}
    return found | {"may_report": user.rights.may("discrepancy", "register")}


def label_of(name: str) -> str:
    return capfirst(str(ConfigurationItem._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
