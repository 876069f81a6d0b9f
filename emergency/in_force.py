"""What happens at once when a plan comes into force, in the transaction of the signature: all of it, or nothing."""

from typing import TYPE_CHECKING

from django.utils import timezone

from emergency.attaching import attach_matching, gather_surges
from emergency.manning import line_for_duty, line_for_post
from emergency.models import Check
from emergency.roll_call import call, standing_lines
from people.accounts import system_user
from people.models import User

if TYPE_CHECKING:
    from emergency.models import Called, Emergency


def bring_into_force(emergency: "Emergency", *, by: User) -> None:
    """Attach what is open, fill the posts, call the roles with their tasks, lay the check-list down."""
    if not emergency.is_drill:
        attach_matching(emergency, by=by)
        gather_surges(emergency)
    lines, asker = lines_of(emergency), _asker(by)
    # All of them first: whoever is needed here takes nobody's visit over.
    for line in lines:
        line.save()
    for line in lines:
        call(line, by=asker)
    checks = enumerate(emergency.plan_version.checks)
    Check.objects.bulk_create(Check(emergency=emergency, position=n, what=what[:500]) for n, what in checks)


def call_back(emergency: "Emergency", *, by: User) -> None:
    """Whoever went home when it ended is called again with his task, and has to answer anew."""
    asker = _asker(by)
    for line in standing_lines(emergency).filter(user__isnull=False):
        line.emergency = emergency
        line.answered_at = line.reminded_at = None
        call(line, by=asker)


def lines_of(emergency: "Emergency") -> "list[Called]":
    """The roll-call as the plan asks for it and the roster answers it. Nothing is saved."""
    now, version = timezone.now(), emergency.plan_version
    posts = version.posts.select_related("post__first_holder", "post__second_holder")
    lines = [line_for_post(emergency, wanted, now) for wanted in posts]
    return lines + [line_for_duty(emergency, wanted, now) for wanted in version.duties.select_related("role")]


def _asker(by: User) -> User:
    """Who signs may hold no right to remark; the tasks are asked in his name where he does."""
    return by if by.rights.may("emergency", "remark") else system_user()
