"""Recording, changing, verifying and relating items."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cmdb.changing import Trace, verify_item
from cmdb.models import ConfigurationItem, ItemClass, Relation
from cmdb.relating import unrelate
from cmdb.sight import AREA, items_for
from people.views.doors import Asked, needs, posted
from people.views.editing import edit, locked
from servicedesk.cmdb_pages.forms import ClassForm, ItemForm, RelateForm, VerifyForm
from servicedesk.cmdb_pages.items import item_or_404
from servicedesk.htmx import go_to
from servicedesk.records_pages.dialogs import put_errors, show


def _page(item: ConfigurationItem) -> str:
    return item.get_absolute_url()


def _keep(form: ItemForm, *, by: object, request: HttpRequest) -> ConfigurationItem:
    return form.keep(by=by, request=request)  # type: ignore[arg-type]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(AREA, "edit")
def new_item(request: Asked) -> HttpResponse:
    """GET, POST /items/new/?item_class=… — the class is asked first, for the rest depends on it."""
    chosen = ClassForm(request.GET if "item_class" in request.GET else None)
    if not chosen.is_valid():
        return render(
            request, "cmdb/item_class.html", {"form": chosen}, status=400 if chosen.is_bound else 200
        )
    item_class: ItemClass = chosen.cleaned_data["item_class"]
    return edit(
        request,
        ItemForm,
        lambda: ConfigurationItem(item_class=item_class),
        template="cmdb/item_form.html",
        go_on=_page,
        save=_keep,
        item_class=item_class,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(AREA, "edit")
def edit_item(request: Asked, pk: int) -> HttpResponse:
    item = item_or_404(request.user, pk)
    return edit(
        request,
        ItemForm,
        lambda: locked(request, items_for(request.user).select_related("item_class"), item.pk),
        template="cmdb/item_form.html",
        go_on=_page,
        save=_keep,
        item=item,
        item_class=item.item_class,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(AREA, "verify")
def verify(request: Asked, pk: int) -> HttpResponse:
    """GET, POST /items/<pk>/verify/ — somebody has looked, and it is as recorded."""
    item = item_or_404(request.user, pk)
    form = VerifyForm(posted(request), initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        trace = Trace(by=request.user, note=form.cleaned_data["note"])
        try:
            verify_item(item, trace, on=form.cleaned_data["on"])
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("%(item)s is verified.") % {"item": item})
            return go_to(request, item.get_absolute_url())
    context = {"title": _("Verify %(item)s") % {"item": item}, "submit": _("It is as recorded"), "form": form}
    return show(request, "cmdb/dialog.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(AREA, "edit")
def add_relation(request: Asked, pk: int) -> HttpResponse:
    item = item_or_404(request.user, pk)
    form = RelateForm(posted(request), item=item, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            form.keep()
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("The relation is recorded."))
            return go_to(request, item.get_absolute_url())
    context = {"title": _("Relate %(item)s") % {"item": item}, "submit": _("Relate"), "form": form}
    return show(request, "cmdb/dialog.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(AREA, "edit")
def remove_relation(request: Asked, pk: int, relation: int) -> HttpResponse:
    item = item_or_404(request.user, pk)
    related = get_object_or_404(
        Relation.objects.select_related("type", "group", "subject", "target"), pk=relation
    )
    if item.pk not in (related.subject_id, related.target_id):
        return redirect(item.get_absolute_url())
    if request.method == "POST":
        unrelate(related, Trace(by=request.user))
        messages.success(request, _("The relation is taken away."))
        return go_to(request, item.get_absolute_url())
    told = {"subject": related.subject, "verb": related.type, "target": related.target}
    context = {
        "title": _("Take the relation away"),
        "question": _("%(subject)s %(verb)s %(target)s: is that no longer so?") % told,
        "submit": _("Take it away"),
    }
    return show(request, "cmdb/dialog.html", context)
