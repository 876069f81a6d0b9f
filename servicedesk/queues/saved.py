"""Saved views: a queue under a name, one's own or shared with a team, and their places in the navigation."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from people.models import Team, User
from records.kinds import Kind, kind_named
from servicedesk.htmx import go_to
from servicedesk.models import SavedView
from servicedesk.queues.columns import columns_for
from servicedesk.queues.ordering import order_named
from servicedesk.queues.selection import address, read
from servicedesk.queues.views import kind_in, login_required, user_of
from servicedesk.records_pages.dialogs import show

MOST_VIEWS = 200
MOST_LETTERS = 4_000
NOT_KEPT = ("after", "before", "view", "plural")


class SaveForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    team = forms.ModelChoiceField(
        Team.objects.none(),
        label=gettext_lazy("Share with"),
        required=False,
        empty_label=gettext_lazy("nobody"),
        help_text=gettext_lazy("Members find it in their navigation; each sees only what he may."),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.filter(pk__in=by.rights.team_ids)  # type: ignore[attr-defined]


@login_required
@require_http_methods(["GET", "POST"])
def save(request: HttpRequest) -> HttpResponse:
    """Keep the list whose address is in the query string."""
    user, kind = user_of(request), kind_in(request.GET.get("plural", ""), request)
    query = kept_query(request.GET, user, kind)
    form = SaveForm(request.POST if request.method == "POST" else None, by=user)
    if request.method == "GET" or not form.is_valid():
        return _show(request, form, status=200 if request.method == "GET" else 400)
    try:
        view = _save(user, kind, query, form)
    except ValidationError as error:
        form.add_error("name", error)
        return _show(request, form, status=400)
    return go_to(request, url_of(view))


def _save(user: User, kind: Kind | None, query: str, form: SaveForm) -> SavedView:
    if SavedView.objects.filter(owner=user).count() >= MOST_VIEWS:
        raise ValidationError(_("You have %(most)s views: remove one first.") % {"most": MOST_VIEWS})
    try:
        with transaction.atomic():
            return SavedView.objects.create(
                owner=user,
                name=form.cleaned_data["name"],
                kind=kind.name if kind else "",
                query=query,
                team=form.cleaned_data["team"],
                position=SavedView.objects.filter(owner=user).count(),
            )
    except IntegrityError as error:
        raise ValidationError(_("You have a view of this name: choose another one.")) from error


def kept_query(params: QueryDict, user: User, kind: Kind | None) -> str:
    """The parameters worth keeping. Raises BadFilter for a list that could not be opened again."""
    kept = params.copy()
    for name in NOT_KEPT:
        kept.pop(name, None)
    selection = read(kept, user, kind)
    order_named(kept.get("order", ""), is_open_work=selection.named.is_open_work)
    columns_for(kept.get("columns", ""), kind)
    return kept.urlencode()[:MOST_LETTERS]


def url_of(view: SavedView) -> str:
    kind = kind_named(view.kind) if view.kind else None
    query = QueryDict(view.query)
    return address(kind, {**{name: query.getlist(name) for name in query}, "view": view.pk})


@login_required
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Only who saved it takes it away, for himself and for whom he shared it with."""
    view = SavedView.objects.filter(owner=user_of(request), pk=pk).first()
    if view is None:
        raise Http404(str(pk))
    url = address(kind_named(view.kind) if view.kind else None, {})
    view.delete()
    return go_to(request, url)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name, another team to share it with, or its place among the others."""
    user = user_of(request)
    view = SavedView.objects.filter(owner=user, pk=pk).first()
    if view is None:
        raise Http404(str(pk))
    initial = {"name": view.name, "team": view.team_id}
    form = SaveForm(request.POST if request.method == "POST" else None, by=user, initial=initial)
    if request.method == "GET" or not form.is_valid():
        return _show(request, form, view=view, status=200 if request.method == "GET" else 400)
    try:
        with transaction.atomic():
            view.name, view.team = form.cleaned_data["name"], form.cleaned_data["team"]
            view.save(update_fields=["name", "team"])
    except IntegrityError:
        form.add_error("name", _("You have a view of this name: choose another one."))
        return _show(request, form, view=view, status=400)
    return go_to(request, url_of(view))


def _show(
    request: HttpRequest, form: SaveForm, *, status: int, view: SavedView | None = None
) -> HttpResponse:
    title = _("Change this view") if view else _("Save this view")
    context = {
        "title": title,
        "submit": _("Save"),
        "form": form,
        "view": view,
        "action": request.get_full_path(),
    }
    return show(request, "queues/save.html", context, status=status)


def views_of(user: User) -> list[dict[str, Any]]:
    """The views of the navigation: name and address, own ones first."""
    found = SavedView.objects.of(user).select_related("owner").order_by("position", "name", "pk")
    ordered = sorted(found, key=lambda view: view.owner_id != user.pk)
    return [
        {"view": view, "url": url_of(view), "is_own": view.owner_id == user.pk}
        for view in ordered
        if _is_open(view, user)
    ]


def _is_open(view: SavedView, user: User) -> bool:
    return not view.kind or bool(user.rights.scopes_for(view.kind))


def save_url(kind: Kind | None, query: str) -> str:
    plural = f"plural={kind.plural}&" if kind else ""
    return f"{reverse('desk:save-view')}?{plural}{query}"
