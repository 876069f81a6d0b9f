"""Pages that say whether incidents come more often in the days after a change on the same item."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from changes.aftermath import (
    WINDOWS,
    Figures,
    Sums,
    figures,
    incidents_of,
    last_changes,
    that_name_a_change,
)
from cmdb.models import ConfigurationItem, ItemClass
from people.models import Scope, User
from people.rights import Forbidden
from people.views.doors import Asked, needs, page_of
from records.models import Record
from servicedesk.figures_pages.asked import ListForm, PeriodForm, days_chosen
from servicedesk.figures_pages.sentences import VERDICTS, list_title, often, sentence, within
from servicedesk.figures_pages.whiskers import WIDTH, whisker_of

LIST = "after-a-change-incidents"


@require_safe
@needs("figures", "see")
def overview(request: Asked) -> HttpResponse:
    """GET /figures/after-a-change/?since=…&until=…&days=3&item=… — 400 names what cannot be read."""
    require_wide_sight(request.user)
    form, days = PeriodForm(request.GET, request.user), days_chosen(request.GET)
    context: dict[str, Any] = {"form": form, "days": days, "width": WIDTH, "middle": WIDTH // 2}
    if form.is_valid():
        context |= told(form, days)
    return render(request, "figures/aftermath.html", context, status=200 if form.is_valid() else 400)


def told(form: PeriodForm, days: int) -> dict[str, Any]:
    found = figures(form.period)
    chosen = found.of_all.get(days)
    lines = list(_lines(found, form, days))
    return {
        "item": form.chosen_item,
        "tiles": [_tile(form, window, found.of_all[window]) for window in WINDOWS if chosen],
        "tabs": [_tab(form, window, is_current=window == days) for window in WINDOWS],
        "chosen": chosen,
        "others_url": form.url(LIST),
        "sentence": sentence(chosen, days) if chosen else "",
        "whole": _line(_("All classes"), chosen, form, days) if chosen and len(lines) > 1 else None,
        "lines": [line for line in lines if line["sums"].hits or line["sums"].others],
        "silent": [line for line in lines if not line["sums"].hits and not line["sums"].others],
        "named": Record.objects.filter(incidents_of(form.period, WINDOWS[-1]))
        .filter(that_name_a_change())
        .count(),
        "named_url": form.url(LIST, days=WINDOWS[-1], named="on"),
        "longest": WINDOWS[-1],
    }


def _tab(form: PeriodForm, days: int, *, is_current: bool) -> dict[str, Any]:
    return {
        "label": capfirst(within(days)),
        "url": form.url("after-a-change", days=days),
        "is_current": is_current,
    }


def _tile(form: PeriodForm, days: int, sums: Sums) -> dict[str, Any]:
    return {
        "label": capfirst(within(days)),
        "value": number_format(int(sums.hits), force_grouping=True),
        "href": form.url(LIST, days=days),
        "note": often(sums),
    }


def _lines(found: Figures, form: PeriodForm, days: int) -> Iterable[dict[str, Any]]:
    """By class, the most incidents first."""
    classes = ItemClass.objects.in_bulk(found.of_class)
    ranked = sorted(
        found.of_class.items(), key=lambda pair: (-pair[1][days].hits, -pair[1][days].others, pair[0])
    )
    for key, sums in ranked:
        yield _line(classes[key].label, sums[days], form, days, item_class=key)


def _line(name: str, sums: Sums, form: PeriodForm, days: int, **narrowed: Any) -> dict[str, Any]:
    return {
        "name": name,
        "sums": sums,
        "whisker": whisker_of(sums),
        "url": form.url(LIST, days=days, **narrowed),
        "others_url": form.url(LIST, **narrowed),
        "verdict": VERDICTS[sums.verdict],
    }


@require_safe
@needs("figures", "see")
def incidents(request: Asked) -> HttpResponse:
    """GET /figures/after-a-change/incidents/?days=…&item_class=…&named=on — without days, those at other times."""
    require_wide_sight(request.user)
    form = ListForm(request.GET, request.user)
    is_readable = form.is_valid()
    page = page_of(listed(form, request.user) if is_readable else Record.objects.none(), request)
    before = last_changes([record.pk for record in page.rows])
    changes = Record.objects.visible_to(request.user).in_bulk({key for key, _ended in before.values()})
    days = form.cleaned_data.get("days") or None
    context = {
        "form": form,
        "page": page,
        "title": list_title(days),
        "of": form.chosen_item or form.cleaned_data.get("item_class"),
        "rows": [_row(record, before, changes) for record in page.rows],
        "back_url": form.url("after-a-change", days=days, item_class=None, named=None) if is_readable else "",
    }
    return render(request, "figures/aftermath_incidents.html", context, status=200 if is_readable else 400)


def listed(form: ListForm, user: User) -> Any:
    asked = form.cleaned_data
    found = Record.objects.visible_to(user).filter(incidents_of(form.period, asked["days"] or None))
    if asked["item_class"]:
        found = found.filter(item__item_class=asked["item_class"])
    if asked["named"]:
        found = found.filter(that_name_a_change())
    return found.select_related("item").defer("description").order_by("-opened_at", "-pk")


def _row(record: Record, before: dict[int, Any], changes: dict[int, Record]) -> dict[str, Any]:
    key, ended_at = before.get(record.pk, (None, None))
    minutes = (record.opened_at - ended_at).total_seconds() // 60 if ended_at else None
    return {"record": record, "change": changes.get(key) if key else None, "minutes": minutes}


def require_wide_sight(user: User) -> None:
    """The figures are over everything: who sees a part alone would read from them what the rest holds."""
    if any(Scope.ALL not in user.rights.scopes_for(kind) for kind in ("incident", "change")):
        raise Forbidden("figures.see")


def aftermath_url(item: ConfigurationItem, user: User) -> str:
    """Where an item's own figures stand; nothing for whoever may not see them."""
    if not user.rights.may("figures", "see"):
        return ""
    return f"{reverse('desk:after-a-change')}?item={item.pk}"
