"""Giving and taking rights. What was granted when and by whom is in the access log; somebody always keeps the keys."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from people import access_log
from people.areas import Area, areas
from people.directory import keep
from people.forms.lossless import LosslessForm
from people.models import AccessLog, Right, Role, Scope, Sight, User
from people.rights import Rights

State = dict[str, dict[str, Any]]


@dataclass
class Outcome:
    """What saving a rights form did. `conflicts`: areas whose scope two people set differently, with theirs."""

    changed: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    conflicts: dict[str, str] = field(default_factory=dict)


def state_of(role: Role) -> State:
    """What the role may do and see, by area: {"incident": {"steps": [...], "scope": "all"}}."""
    scopes = {sight.kind: sight.scope for sight in role.sights.all()}
    steps: dict[str, set[str]] = {}
    for right in role.rights.all():
        steps.setdefault(right.kind, set()).add(right.step)
    return {
        area.name: {
            "steps": [step for step in area.steps if step in steps.get(area.name, ())],
            "scope": scopes.get(area.name, Scope.NONE) if area.sights is not None else "",
        }
        for area in areas()
    }


@transaction.atomic
def change(
    role: Role, seen: State, wanted: State, *, by: User, request: HttpRequest | None = None
) -> Outcome:
    """Make the differences between `seen` and `wanted` true, on top of what others changed meanwhile.

    Nothing is written where a scope was set differently by two. Raises Forbidden, and ValidationError where
    nobody would be left to give rights.
    """
    by.rights.require("rights", "edit")
    one_at_a_time()
    now, outcome = state_of(role), Outcome()
    plans = []
    for area in areas():
        was, mine, theirs = (state.get(area.name) or _nothing(area) for state in (seen, wanted, now))
        if theirs != was:
            outcome.merged.append(area.name)
        if mine["scope"] != was["scope"] and theirs["scope"] not in (was["scope"], mine["scope"]):
            outcome.conflicts[area.name] = theirs["scope"]
        plans.append((area, was, mine, theirs))
    if outcome.conflicts:
        return outcome
    for area, was, mine, theirs in plans:
        if told := _apply(role, area, was, mine, theirs):
            outcome.changed.append(area.name)
            changes = {"area": area.name, **told}
            access_log.note(
                AccessLog.Event.RIGHTS_CHANGED, by=by, subject=role, changes=changes, request=request
            )
    refuse_to_lose_the_keys()
    return outcome


def _nothing(area: Area) -> dict[str, Any]:
    return {"steps": [], "scope": Scope.NONE if area.sights is not None else ""}


def _apply(
    role: Role, area: Area, was: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> dict[str, Any]:
    """What really changed of this area: {"granted": [...], "removed": [...], "scope": [before, after]}."""
    granted = sorted(set(mine["steps"]) - set(was["steps"]) - set(theirs["steps"]))
    removed = sorted((set(was["steps"]) - set(mine["steps"])) & set(theirs["steps"]))
    Right.objects.bulk_create([Right(role=role, kind=area.name, step=step) for step in granted])
    Right.objects.filter(role=role, kind=area.name, step__in=removed).delete()
    told: dict[str, Any] = {"granted": granted, "removed": removed}
    if mine["scope"] not in (was["scope"], theirs["scope"]):
        Sight.objects.update_or_create(role=role, kind=area.name, defaults={"scope": mine["scope"]})
        told["scope"] = [theirs["scope"], mine["scope"]]
    return {name: value for name, value in told.items() if value}


@transaction.atomic
def keep_user(form: LosslessForm[User], *, by: User, request: HttpRequest) -> User:
    """Save an account with its roles. Raises ValidationError where nobody would be left to give rights."""
    one_at_a_time()
    # As the database knows the account: the form has changed the instance already.
    before = User.objects.filter(pk=form.instance.pk).first()
    held_the_keys = before is not None and Rights.of(before).may("rights", "edit")
    if before is None:
        form.instance.set_unusable_password()
    kept = keep(form, by=by, request=request)
    if held_the_keys:
        refuse_to_lose_the_keys()
    return kept


def one_at_a_time() -> None:
    """Let rights and roles be changed by one person at a time; needs a transaction."""
    list(Role.objects.select_for_update().order_by("pk").values_list("pk"))


def refuse_to_lose_the_keys() -> None:
    """Raise ValidationError where nobody who may sign in could give rights any more."""
    keepers = User.objects.filter(
        is_active=True, is_system=False, roles__rights__kind="rights", roles__rights__step="edit"
    )
    if not keepers.exists():
        raise ValidationError(
            _(
                "Then nobody could give rights any more. Give “roles, rights and access log: Edit” to another "
                "person who may sign in first."
            ),
            code="last_keeper",
        )
