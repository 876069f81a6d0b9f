"""What every page about people begins with: who asks, whether he may, and one page of a long list."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce, wraps
from operator import or_
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.db.models import Model, Q, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from people.models import User
from people.views.tabs import ACCOUNT, DIRECTORY, tabs_for

P = ParamSpec("P")
M = TypeVar("M", bound=Model)
PAGE_SIZE = 50
LAST_PAGE = 2_000


class Asked(HttpRequest):
    """A request of somebody who is signed in."""

    user: User


View = Callable[Concatenate[Asked, P], HttpResponse]
Plain = Callable[Concatenate[HttpRequest, P], HttpResponse]


def signed_in(view: View[P]) -> Plain[P]:
    """For pages about oneself. The middleware keeps nobodies away already; this says what the view relies on."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    return guarded


def needs(area: str, step: str) -> Callable[[View[P]], Plain[P]]:
    """Open to whoever may take the step; 403 for others."""

    def guard(view: View[P]) -> Plain[P]:
        @signed_in
        def guarded(request: Asked, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            request.user.rights.require(area, step)
            return view(request, *args, **kwargs)

        return wraps(view)(guarded)

    return guard


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: nothing until it is sent."""
    return request.POST if request.method == "POST" else None


@dataclass
class Page(Generic[M]):
    """Some rows of a long list, found without counting it."""

    rows: list[M]
    earlier_url: str = ""
    later_url: str = ""


def page_of(rows: QuerySet[M], request: HttpRequest) -> Page[M]:
    """The page that `?page=` asks for; anything else is the first."""
    asked = request.GET.get("page", "")
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 10
    number = min(int(asked), LAST_PAGE) if is_number else 1
    start = (max(number, 1) - 1) * PAGE_SIZE
    found = list(rows[start : start + PAGE_SIZE + 1])
    return Page(
        rows=found[:PAGE_SIZE],
        earlier_url=_page_url(request, number - 1) if number > 1 else "",
        later_url=_page_url(request, number + 1) if len(found) > PAGE_SIZE else "",
    )


def _page_url(request: HttpRequest, number: int) -> str:
    asked = request.GET.copy()
    asked["page"] = str(number)
    return f"?{asked.urlencode()}"


def asked_for(request: HttpRequest, name: str) -> str:
    """A parameter of the address, cut to a sensible length, without what the database cannot hold."""
    return request.GET.get(name, "").replace("\0", "").strip()[:100]


def words_typed(request: HttpRequest) -> str:
    """What somebody looks for."""
    return asked_for(request, "q")


NAMED = ("name", "name_zh_hans", "name_zh_hant", "code")


def holding(columns: Iterable[str], text: str) -> Q:
    """Rows of which some column holds each word of the text."""
    found, nothing = Q(), Q(pk__in=())
    for word in text.split():
        found &= reduce(or_, (Q(**{f"{column}__icontains": word}) for column in columns), nothing)
    return found


def context(request: HttpRequest, **more: Any) -> dict[str, Any]:
    """What all pages of the directory show: the words looked for, and what this person may do here."""
    rights = request.user.rights  # type: ignore[union-attr]
    may = {
        "edit_people": rights.may("people", "edit"),
        "edit_customers": rights.may("customers", "edit"),
        "give_rights": rights.may("rights", "edit"),
        "see_rights": rights.may("rights", "see"),
    }
    tabs = tabs_for(request, DIRECTORY)
    return {"q": words_typed(request), "may": may, "tabs": tabs, **more}


def account_page(
    request: HttpRequest, template: str, form: BaseForm | None = None, /, **told: Any
) -> HttpResponse:
    """A page of one's own account; 400 where its form came back with errors."""
    told |= {"form": form, "tabs": tabs_for(request, ACCOUNT)}
    return render(request, template, told, status=400 if form is not None and form.errors else 200)
