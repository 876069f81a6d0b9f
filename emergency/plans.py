"""Writing and signing plans. Each is one transaction, with its line in the access log.

Nothing signed is changed: who wants something else writes a next version, and that one needs its own signature.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cmdb.models import Service
from emergency.areas import AREA
from emergency.models import Plan, PlanDuty, PlanPost, PlanVersion
from emergency.signing import check_password, digest_of
from people import access_log
from people.models import AccessLog, DutyPost, Role, User
from records.errors import Refused


@dataclass(frozen=True)
class PostLine:
    """A post of a plan, as its writer gives it. `minutes` is the time for the task."""

    post: DutyPost
    task: str = ""
    minutes: int = 60
    is_sent: bool = True


@dataclass(frozen=True)
class DutyLine:
    """A role of a plan with what it has to do. `minutes` is the time for the task."""

    role: Role
    task: str
    minutes: int = 30
    is_told_at_end: bool = True


@transaction.atomic
def write_plan(service: Service, *, by: User, name: str, **names: str) -> Plan:
    """A plan for a service that has none; it says nothing until `write_version`. Raises Forbidden, ValidationError."""
    by.rights.require(AREA, "edit")
    if Plan.objects.filter(service=service).exists():
        raise ValidationError({"service": _("This service has a plan already: write its next version.")})
    plan = Plan(service=service, name=name, **names)
    plan.full_clean()
    plan.save()
    access_log.note(AccessLog.Event.CREATED, by=by, subject=plan, changes={"service": str(service)})
    return plan


@transaction.atomic
def change_plan(plan: Plan, *, by: User, **columns: Any) -> Plan:
    """Its name, and whether it is in use. Raises Forbidden, ValidationError."""
    by.rights.require(AREA, "edit")
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    before = {name: getattr(plan, name) for name in columns}
    for name, value in columns.items():
        setattr(plan, name, value)
    plan.full_clean()
    plan.save()
    changes = {name: [before[name], value] for name, value in columns.items() if before[name] != value}
    if changes:
        access_log.note(AccessLog.Event.CHANGED, by=by, subject=plan, changes=changes)
    return plan


@transaction.atomic
def write_version(
    plan: Plan, *, by: User, posts: Sequence[PostLine] = (), duties: Sequence[DutyLine] = (), **columns: Any
) -> PlanVersion:
    """Write the draft: a new version where the newest is signed, otherwise the one that waits for its signature.

    Columns are those of `PlanVersion.columns()`. Raises Forbidden, ValidationError.
    """
    by.rights.require(AREA, "edit")
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    version = plan.draft or PlanVersion(plan=plan, number=_next_number(plan))
    for name, value in columns.items():
        setattr(version, name, value)
    version.drafted_by, version.drafted_at = by, timezone.now()
    version.full_clean(exclude=["digest"])
    is_new = version.pk is None
    version.save()
    _rewrite_lines(version, posts, duties)
    event = AccessLog.Event.CREATED if is_new else AccessLog.Event.CHANGED
    access_log.note(event, by=by, subject=version, changes={"change_note": version.change_note})
    return version


@transaction.atomic
def sign_version(version: PlanVersion, *, by: User, password: str) -> PlanVersion:
    """It is in force from now on, and cannot be changed any more.

    Raises Forbidden, Refused where it is signed or signed by its own writer, ValidationError for a wrong password.
    """
    by.rights.require(AREA, "sign")
    version = PlanVersion.objects.select_for_update(of=("self",)).select_related("plan").get(pk=version.pk)
    if version.is_signed:
        raise Refused(_("This version is signed already."), code="signed")
    if version.drafted_by_id == by.pk:
        raise Refused(_("Who wrote it does not sign it: ask a second person."), code="own_draft")
    check_password(by, password)
    version.signed_by, version.signed_at = by, timezone.now()
    version.digest = digest_of(version)
    version.save(update_fields=["signed_by", "signed_at", "digest"])
    told = {"version": version.number, "digest": version.digest}
    access_log.note(AccessLog.Event.CHANGED, by=by, subject=version, changes=told)
    return version


@transaction.atomic
def drop_draft(version: PlanVersion, *, by: User) -> None:
    """Take a draft away. Raises Forbidden, Refused where it is signed."""
    by.rights.require(AREA, "edit")
    version = PlanVersion.objects.select_for_update(of=("self",)).select_related("plan").get(pk=version.pk)
    if version.is_signed:
        raise Refused(_("A signed version stays: write a next one."), code="signed")
    access_log.note(AccessLog.Event.REMOVED, by=by, subject=version)
    version.delete()


def _next_number(plan: Plan) -> int:
    newest = plan.versions.order_by("-number").values_list("number", flat=True).first()
    return (newest or 0) + 1


def _rewrite_lines(version: PlanVersion, posts: Sequence[PostLine], duties: Sequence[DutyLine]) -> None:
    version.posts.all().delete()
    version.duties.all().delete()
    for position, post in enumerate(posts):
        line = PlanPost(version=version, position=position, **vars(post))
        line.full_clean()
        line.save()
    for position, duty in enumerate(duties):
        row = PlanDuty(version=version, position=position, **vars(duty))
        row.full_clean()
        row.save()
