"""Knowledge: what is published, found by the words a caller uses."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from advisories.finding import advisories_for, offered
from cmdb.models import Service
from knowledge.finding import Told, all_published, articles_for
from knowledge.models import Article
from knowledge.uses import Worth, worth_of
from people.models import User
from people.rights import Forbidden
from people.views.doors import asked_for, page_of, words_typed
from records.sight import sees_internal
from records.words import found_by
from servicedesk.records_pages.lookup import login_required, user_of

MOST_FOUND = 30
MOST_ADVISORIES = 5
WRITING = ("draft", "in_review")


@dataclass(frozen=True)
class Row:
    """An article in the list; `same_words` where words were typed."""

    article: Article
    worth: Worth
    same_words: list[str]


@login_required
@require_safe
def knowledge(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    if not user.rights.scopes_for("article"):
        raise Forbidden("article.see")
    text, narrowing = words_typed(request), _narrowing(request)
    shown = all_published(user).filter(**narrowing).select_related("service")
    page = None if text else page_of(shown.order_by("-resolved_at", "-pk"), request)
    context = {
        "q": text,
        "page": page,
        "rows": _found(user, text, shown) if page is None else _rows(page.rows),
        "sorts": _sorts(request, user, narrowing),
        "services": Service.objects.filter(pk__in=all_published(user).values("service")).order_by("name"),
        "service": narrowing.get("service"),
        "sort": narrowing.get("sort", ""),
        "is_narrowed": bool(narrowing),
        "advisories": []
        if page is not None and request.GET.get("page")
        else _advisories(user, text, narrowing),
        **_writing(user),
    }
    return render(request, "knowledge/list.html", context)


def _narrowing(request: HttpRequest) -> dict[str, Any]:
    """What cannot be read does not narrow."""
    sort, service = asked_for(request, "sort"), asked_for(request, "service")
    narrowing: dict[str, Any] = {"sort": sort} if sort in Article.Sort.values else {}
    if service.isascii() and service.isdigit() and len(service) < 19:
        narrowing["service"] = int(service)
    return narrowing


def _found(user: User, text: str, shown: "QuerySet[Article]") -> list[Row]:
    """What is most like it first; then what holds the words as far as they are typed, or has the number."""
    liked = [
        Row(one.article, one.worth, one.same_words)
        for one in articles_for(user, Told(text=text), limit=MOST_FOUND, among=shown)
    ]
    named = shown.filter(Q(number__iexact=text) | found_by(text, last_is_prefix=True))
    others = named.exclude(pk__in=[row.article.pk for row in liked])
    return [*liked, *_rows(list(others.order_by("-resolved_at", "-pk")[:MOST_FOUND]))]


def _advisories(user: User, text: str, narrowing: dict[str, Any]) -> list[Any]:
    """Those that fit what is typed, else the newest; none where one sort of article is asked for."""
    if "sort" in narrowing or not user.rights.scopes_for("advisory"):
        return []
    service = narrowing.get("service")
    if text:
        found = [
            one.advisory for one in advisories_for(user, text, service_id=service, limit=MOST_ADVISORIES)
        ]
        seen = {one.pk for one in found}
        named = offered(user).filter(Q(number__iexact=text) | found_by(text, last_is_prefix=True))
        found += [one for one in named.order_by("-resolved_at")[:MOST_ADVISORIES] if one.pk not in seen]
        return [one for one in found if service in (None, one.service_id)]
    within = {} if service is None else {"service": service}
    return list(offered(user).filter(**within).order_by("-resolved_at", "-pk")[:MOST_ADVISORIES])


def _rows(articles: list[Article]) -> list[Row]:
    worth = worth_of(article.pk for article in articles)
    return [Row(article, worth.get(article.pk, Worth()), []) for article in articles]


def _sorts(request: HttpRequest, user: User, narrowing: dict[str, Any]) -> list[dict[str, Any]]:
    """Each sort with how many there are, for the service that is chosen; the words stay."""
    within = {name: value for name, value in narrowing.items() if name != "sort"}
    rows = all_published(user).filter(**within).order_by().values_list("sort").annotate(Count("pk"))
    counts = dict(rows)
    kept = {"q": words_typed(request), "service": within.get("service", "")}

    def tab(sort: str, label: Any, count: int) -> dict[str, Any]:
        asked = urlencode({name: value for name, value in {**kept, "sort": sort}.items() if value})
        is_current = narrowing.get("sort", "") == sort
        return {"label": label, "url": f"?{asked}", "count": count, "is_current": is_current}

    everything = tab("", _("Everything"), sum(counts.values()))
    return [everything, *(tab(sort, label, counts.get(sort, 0)) for sort, label in Article.Sort.choices)]


def _writing(user: User) -> dict[str, Any]:
    """What is not published yet, for those who write and read it over; each number is a list."""
    may_write = user.rights.may("article", "register") and sees_internal(user.rights, "article")
    if not may_write:
        return {"may_write": False}
    open_ones = Article.objects.visible_to(user).filter(kind="article", closed_at__isnull=True)
    counts = dict(open_ones.filter(state__in=WRITING).order_by().values_list("state").annotate(Count("pk")))
    queue = reverse("desk:queue", kwargs={"plural": "articles"})
    states = Article(kind="article").declared.states
    writing = [(states[name].label, counts.get(name, 0), f"{queue}?state={name}") for name in WRITING]
    return {"may_write": True, "writing": writing}
