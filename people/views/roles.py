"""Roles and rights: who may do and see what, as a table to read and a page per role to change."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from people import access_log, granting
from people.areas import Area, area_named, areas
from people.forms.users import RoleForm
from people.models import Right, Role, Scope, Sight
from people.views.doors import Asked, context, needs
from people.views.editing import edit, locked
from people.views.log_words import lines_of

SALT = "people.rights.seen"


@dataclass(frozen=True)
class Cell:
    """What one role may do and see of one area."""

    area: Area
    scope: str
    steps: frozenset[str]

    @property
    def scope_label(self) -> str:
        return str(Scope(self.scope).label) if self.area.sights is not None else ""

    @property
    def sees(self) -> bool:
        return self.scope != Scope.NONE

    @property
    def total(self) -> int:
        return len(self.area.steps)


@require_safe
@needs("rights", "see")
def rights(request: Asked) -> HttpResponse:
    """The whole table; with `?area=`, step by step for one kind or area."""
    roles = list(_roles())
    told: dict[str, Any] = {"areas": areas(), "chosen": area_named(request.GET.get("area", ""))}
    if told["chosen"] is None:
        told["table"] = _table(roles)
    else:
        told |= {"roles": roles, "steps": _by_step(told["chosen"], roles)}
    return render(request, "people/rights.html", context(request, **told))


def _roles() -> Any:
    return Role.objects.annotate(
        size=Count("users", filter=Q(users__is_active=True, users__is_system=False), distinct=True)
    ).order_by("position", "slug")


def _table(roles: list[Role]) -> list[tuple[Role, list[Cell]]]:
    scopes = {(role, kind): scope for role, kind, scope in Sight.objects.values_list("role", "kind", "scope")}
    granted: dict[tuple[int, str], set[str]] = {}
    for role, kind, step in Right.objects.values_list("role", "kind", "step"):
        granted.setdefault((role, kind), set()).add(step)

    def cell(role: Role, area: Area) -> Cell:
        steps = granted.get((role.pk, area.name), set()) & area.steps.keys()
        return Cell(area, scopes.get((role.pk, area.name), Scope.NONE), frozenset(steps))

    return [(role, [cell(role, area) for area in areas()]) for role in roles]


def _by_step(area: Area, roles: list[Role]) -> list[tuple[str, list[bool]]]:
    granted = set(Right.objects.filter(kind=area.name).values_list("step", "role"))
    return [
        (str(label), [(step, role.pk) in granted for role in roles]) for step, label in area.steps.items()
    ]


@needs("rights", "see")
def role(request: Asked, slug: str) -> HttpResponse:
    """One role, area by area. Whoever sees it without the right to change it sees it without buttons."""
    row = get_object_or_404(_roles(), slug=slug)
    if request.method == "POST":
        return _change(request, row)
    return _show(request, row, granting.state_of(row))


def _show(request: Asked, row: Role, wanted: granting.State, status: int = 200, **told: Any) -> HttpResponse:
    now = granting.state_of(row)
    cells = [
        (Cell(area, wanted[area.name]["scope"], frozenset(wanted[area.name]["steps"])), _scopes(area))
        for area in areas()
    ]
    told |= {"role": row, "cells": cells, "seen": signing.dumps(now, salt=SALT, compress=True)}
    told["log"] = lines_of(access_log.about(row)[:10])
    return render(request, "people/role.html", context(request, **told), status=status)


def _scopes(area: Area) -> list[tuple[str, str]]:
    return [(scope, str(Scope(scope).label)) for scope in area.scopes]


def _change(request: Asked, row: Role) -> HttpResponse:
    wanted = _read(request.POST)
    try:
        seen = signing.loads(request.POST.get("seen", ""), salt=SALT)
        outcome = granting.change(row, seen, wanted, by=request.user, request=request)
    except signing.BadSignature:
        unreadable = _("This form was changed on its way. Look at it and save again.")
        return _show(request, row, wanted, status=400, error=unreadable)
    except ValidationError as refused:
        return _show(request, row, wanted, status=400, error=" ".join(refused.messages))
    if outcome.conflicts:
        return _show(request, row, wanted, status=409, conflicts=_told(row, outcome.conflicts))
    if outcome.merged:
        messages.info(request, _("Saved. What others changed meanwhile stays."))
    else:
        messages.success(request, _("Saved."))
    return redirect("people:role", slug=row.slug)


def _read(sent: QueryDict) -> granting.State:
    """The form as a state; what no area knows is left out."""
    wanted: granting.State = {}
    for area in areas():
        steps = sent.getlist(f"{area.name}.step")
        scope = sent.get(f"{area.name}.scope", "") if area.sights is not None else ""
        is_known = scope in area.scopes
        wanted[area.name] = {
            "steps": [step for step in area.steps if step in steps],
            "scope": scope if is_known else (Scope.NONE.value if area.sights is not None else ""),
        }
    return wanted


def _told(row: Role, conflicts: dict[str, str]) -> list[str]:
    """Who set these scopes differently meanwhile."""
    latest = {line.changes.get("area"): line for line in reversed(access_log.about(row))}
    return [
        _("%(person)s meanwhile set %(area)s to “%(scope)s”. Save again to put yours in its place.")
        % {
            "person": str(latest[name].by) if name in latest else _("Somebody"),
            "area": str(getattr(area_named(name), "label", name)),
            "scope": str(Scope(scope).label),
        }
        for name, scope in conflicts.items()
    ]


@needs("rights", "edit")
def new_role(request: Asked) -> HttpResponse:
    return edit(request, RoleForm, Role, template="people/role_form.html", go_on=_page)


@needs("rights", "edit")
def edit_role(request: Asked, slug: str) -> HttpResponse:
    pk = get_object_or_404(Role, slug=slug).pk
    return edit(
        request,
        RoleForm,
        lambda: locked(request, Role.objects.all(), pk),
        template="people/role_form.html",
        go_on=_page,
    )


def _page(row: Role) -> str:
    return reverse("people:role", args=[row.slug])
